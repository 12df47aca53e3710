"""What a record holds never stops an update: what the index can't use is left out and told."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.index import layout
from retrieval.index.build import update
from retrieval.index.state import state
from retrieval.model import Page, Work, WorkQuery, WorkResults
from retrieval.records import Store
from retrieval.records.store import FILE_NAME
from retrieval.search.local import LocalSearcher
from tests.fakes.hash_encoder import HashEncoder

GOOD = Work("good", "Sách sau sự cố")


def put(home: Path, *records: Work | Page) -> None:
    store = Store(home)
    with store.transaction():
        for record in records:
            if isinstance(record, Work):
                store.put("work", record.id, "test", record)
            else:
                store.put("page", f"{record.work_id}:{record.page}", "test", record)
    store.close()


def overwrite(home: Path, key: str, body: str) -> None:
    """The body as another version, or a slip of ours, would have left it."""
    with sqlite3.connect(home / FILE_NAME) as db:
        db.execute("UPDATE records SET body=? WHERE id=?", (body, key))
    db.close()


def found(home: Path, words: str) -> list[str]:
    results = LocalSearcher(home, HashEncoder()).works(WorkQuery(text=words))
    assert isinstance(results, WorkResults)
    return [hit.work.id for hit in results.hits]


@pytest.mark.parametrize("added", ["12/05/2015", "ALL", "²³", "-1", "9" * 40, "năm 2015"])
def test_a_date_that_is_none_costs_the_date(tmp_path: Path, added: str) -> None:
    put(tmp_path, Work("x", "Sách ghi ngày kiểu Việt", added=added))
    update(tmp_path, HashEncoder())
    put(tmp_path, GOOD)
    update(tmp_path, HashEncoder())
    update(tmp_path, HashEncoder(), anew=True)
    assert found(tmp_path, "sách sau sự cố")[0] == "good"
    assert "x" in found(tmp_path, "ghi ngày kiểu Việt")


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", '{"id":"x"}', '{"id":"x","title":3}'])
def test_a_body_that_cannot_be_read_is_left_out_and_told(
    tmp_path: Path, body: str, capsys: pytest.CaptureFixture[str]
) -> None:
    put(tmp_path, Work("x", "Hỏng"), Page("d", "Địa chí", "", 1, 1, "Chữ.", None, "open"))
    overwrite(tmp_path, "x", body)
    put(tmp_path, GOOD)
    update(tmp_path, HashEncoder())
    assert found(tmp_path, "sách sau sự cố") == ["good"]
    assert state(tmp_path).left_out == 1
    assert "work x left out" in capsys.readouterr().err
    put(tmp_path, Work("x", "Đã sửa"))
    update(tmp_path, HashEncoder())
    assert state(tmp_path).left_out == 0
    assert found(tmp_path, "đã sửa") == ["x"]


def test_a_page_of_marks_alone_stops_nothing(tmp_path: Path) -> None:
    put(tmp_path, *(Page("d", "Bìa", "", n, 3, t, None, "open") for n, t in enumerate("—*.", 1)))
    update(tmp_path, HashEncoder())
    assert layout.facts(layout.served(tmp_path))["pages"] == 3


values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
anything = values | st.lists(values, max_size=3) | st.dictionaries(st.text(), values, max_size=2)


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(Work.__slots__), anything))
def test_whatever_a_record_holds_the_others_are_found(
    tmp_path_factory: pytest.TempPathFactory, fields: dict[str, Any]
) -> None:
    home = tmp_path_factory.mktemp("h")
    put(home, Work("x", "Bất kỳ"), GOOD)
    overwrite(home, "x", json.dumps({"id": "x", "title": "Bất kỳ"} | fields))
    update(home, HashEncoder())
    assert "good" in found(home, "sách sau sự cố")
