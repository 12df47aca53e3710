"""Harvesting: what changed, what was deleted, and going on after a bad day."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from retrieval.ingest import HarvestError, ingest_oai, oai_client
from retrieval.ingest.report import Report
from retrieval.records import Store
from tests.fakes.oai_server import Answer, OaiItem, OaiRepository, serving


def _titles(home: Path) -> dict[str, str]:
    store = Store(home)
    found = {work.id: work.title for work in store.works()}
    store.close()
    return found


@pytest.fixture
def repository() -> OaiRepository:
    return OaiRepository([OaiItem(n, f"Sách số {n}") for n in range(1, 6)])


def test_everything_at_first_then_only_what_changed(
    repository: OaiRepository, tmp_path: Path
) -> None:
    with serving(repository) as address:
        first = ingest_oai(address, tmp_path, wait=0.01)
        assert (first.read, first.added, first.rejected) == (5, 5, 0)
        repository.items[0] = OaiItem(1, "Sách đã sửa", day="2999-01-01")
        repository.items[1] = OaiItem(2, "", day="2999-01-01", deleted=True)
        repository.items.append(OaiItem(9, "Sách mới", day="2999-01-01"))
        second = ingest_oai(address, tmp_path, wait=0.01)
    assert (second.added, second.changed, second.deleted) == (1, 1, 1)
    assert "from" in repository.asked[-2]
    found = _titles(tmp_path)
    assert found["1"] == "Sách đã sửa"
    assert "2" not in found
    assert found["9"] == "Sách mới"


def test_dublin_core_and_sets(repository: OaiRepository, tmp_path: Path) -> None:
    repository.items[4].of_set = "luan-van"
    with serving(repository) as address:
        report = ingest_oai(address, tmp_path, prefix="oai_dc", of_set="luan-van", wait=0.01)
    assert report.added == 1
    store = Store(tmp_path)
    work = next(store.works())
    assert (work.title, work.authors, work.year) == ("Sách số 5", ("Nguyễn Du",), 2019)
    assert (work.language, work.isbn) == ("vie", ("9786049540233",))


def test_a_busy_server_is_asked_again(repository: OaiRepository, tmp_path: Path) -> None:
    repository.refuse_next = 3
    with serving(repository) as address:
        assert ingest_oai(address, tmp_path, wait=0.01).added == 5


def test_a_harvest_cut_off_goes_on_at_its_token(repository: OaiRepository, tmp_path: Path) -> None:
    repository.die_after = 2
    with serving(repository) as address:
        with pytest.raises(HarvestError):
            ingest_oai(address, tmp_path, wait=0.01)
        assert len(_titles(tmp_path)) == 4
        repository.die_after = None
        rest = ingest_oai(address, tmp_path, wait=0.01)
    assert (rest.read, rest.added) == (1, 1)
    assert len(_titles(tmp_path)) == 5


def test_a_forgotten_token_begins_again(repository: OaiRepository, tmp_path: Path) -> None:
    repository.die_after = 1
    with serving(repository) as address:
        with pytest.raises(HarvestError):
            ingest_oai(address, tmp_path, wait=0.01)
        repository.die_after = None
        repository.page, repository.forgets_tokens = 5, True
        ingest_oai(address, tmp_path, wait=0.01)
    assert len(_titles(tmp_path)) == 5


def test_a_record_without_a_title_is_told_in_the_rejects(
    repository: OaiRepository, tmp_path: Path
) -> None:
    repository.items[2].title = ""
    with serving(repository) as address:
        report = ingest_oai(address, tmp_path, wait=0.01)
    assert (report.added, report.rejected) == (4, 1)
    assert "oai:fake:3" in Path(report.rejects_file).read_text(encoding="utf-8-sig")


PAGE = "text/html; charset=utf-8"
HTML = b"<html><head><title>B\xe1\xba\xa3o tr\xc3\xac</title></head><body>503</body></html>"


def instead(body: bytes, status: int = 200, kind: str = PAGE) -> Callable[[Answer], Answer]:
    return lambda answer: Answer(body, status, (("Content-Type", kind), ("Retry-After", "0")))


def cut(at: float) -> Callable[[Answer], Answer]:
    return lambda answer: replace(answer, body=answer.body[: int(len(answer.body) * at)])


SPOILT: dict[str, tuple[Callable[[Answer], Answer], str]] = {
    "a page": (instead(HTML), "Bảo trì"),
    "a page as xml": (instead(HTML, kind="text/xml"), "Bảo trì"),
    "text": (instead(b"Internal error", kind="text/plain"), "Internal error"),
    "nothing": (instead(b""), "OAI-PMH"),
    "json": (instead(b'{"error": 1}', kind="application/json"), "error"),
    "other xml": (instead(b"<rss><title>Tin</title></rss>", kind="text/xml"), "Tin"),
    "not found": (instead(HTML, 404), "404"),
    "refused": (instead(b"", 403), "403"),
    "broken": (instead(HTML, 500), "500"),
    "busy": (instead(HTML, 503), "503"),
    "cut": (cut(0.6), "đứt"),
    "cut late": (cut(0.98), "đứt"),
    "bytes": (instead(bytes(range(256)), kind="text/xml"), "OAI-PMH"),
    "an empty list": (
        instead(b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords/></OAI-PMH>'),
        "không có biểu ghi",
    ),
    "a full answer that failed": (lambda answer: replace(answer, status=500), "500"),
}


@pytest.mark.parametrize("name", SPOILT)
@pytest.mark.parametrize("after", [0, 2])
def test_what_is_no_answer_is_a_fault_and_the_mark_stays(
    name: str, after: int, repository: OaiRepository, tmp_path: Path
) -> None:
    repository.spoil, said = SPOILT[name]
    repository.spoil_after = after
    with serving(repository) as address:
        with pytest.raises(HarvestError, match=said):
            ingest_oai(address, tmp_path, wait=0.01)
        mark = _mark(tmp_path, address)
        assert len(_titles(tmp_path)) == 2 * after
        assert ("token" in mark) == (after > 0) and "since" not in mark
        repository.spoil = None
        ingest_oai(address, tmp_path, wait=0.01)
    assert len(_titles(tmp_path)) == 5


def _mark(home: Path, address: str) -> dict[str, str]:
    store = Store(home)
    found: dict[str, str] = json.loads(store.mark(address) or "{}")
    store.close()
    return found


@pytest.mark.parametrize("name", ["a page", "nothing", "cut", "an empty list"])
def test_a_later_harvest_that_fails_keeps_its_day(
    name: str, repository: OaiRepository, tmp_path: Path
) -> None:
    with serving(repository) as address:
        ingest_oai(address, tmp_path, wait=0.01)
        mark = _mark(tmp_path, address)
        repository.items.append(OaiItem(9, "Sách mới", day="2999-01-01"))
        repository.spoil, _ = SPOILT[name]
        with pytest.raises(HarvestError):
            ingest_oai(address, tmp_path, wait=0.01)
        assert _mark(tmp_path, address) == mark
        repository.spoil = None
        assert ingest_oai(address, tmp_path, wait=0.01).added == 1


def test_the_day_before_is_asked_again(repository: OaiRepository, tmp_path: Path) -> None:
    today = datetime.now(UTC).date()
    with serving(repository) as address:
        ingest_oai(address, tmp_path, wait=0.01)
        late = (today - timedelta(days=1)).isoformat()
        repository.items.append(OaiItem(9, "Ghi muộn", day=late))
        assert ingest_oai(address, tmp_path, wait=0.01).added == 1


def test_wrong_content_types_of_right_answers_do_not_matter(
    repository: OaiRepository, tmp_path: Path
) -> None:
    repository.spoil = lambda answer: replace(answer, headers=(("Content-Type", PAGE),))
    with serving(repository) as address:
        assert ingest_oai(address, tmp_path, wait=0.01).added == 5


def test_a_server_that_goes_in_circles_is_left(repository: OaiRepository, tmp_path: Path) -> None:
    repository.circles = True
    with serving(repository) as address, pytest.raises(HarvestError, match="cùng một trang"):
        ingest_oai(address, tmp_path, wait=0.01)
    assert len(repository.asked) < 6
    assert len(_titles(tmp_path)) == 4


@pytest.mark.parametrize(
    ("old", "new", "right"),
    [
        (b">S\xc3\xa1ch s\xe1\xbb\x91 3<", b">S\xc3\xa1ch & s\xe1\xbb\x91 3<", "Sách & số 3"),
        (b">S\xc3\xa1ch s\xe1\xbb\x91 3<", b">S\xc3\xa1ch \x0bs\xe1\xbb\x91\xff 3<", "Sách số 3"),
        (b"3</subfield>", b"3</subfeld>", ""),
        (b'tag="001">3', b'tag="001>3', ""),
    ],
)
def test_one_record_that_is_not_well_formed_costs_one(
    old: bytes, new: bytes, right: str, repository: OaiRepository, tmp_path: Path
) -> None:
    repository.page = 5
    repository.spoil = lambda answer: replace(answer, body=answer.body.replace(old, new))
    with serving(repository) as address:
        report = ingest_oai(address, tmp_path, wait=0.01)
    assert (report.read, report.rejected) == (5, 0 if right else 1)
    assert _titles(tmp_path).get("3", "") == right
    if not right:
        assert "oai:fake:3" in Path(report.rejects_file).read_text(encoding="utf-8-sig")


def test_answers_are_bounded_unpacked_too(
    repository: OaiRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oai_client, "LARGEST", 1 << 20)
    large = b" " * (8 << 20)
    packed = (("Content-Encoding", "gzip"), ("Content-Type", "text/xml"))
    twice = (("Content-Encoding", "gzip, gzip"), ("Content-Type", "text/xml"))
    answers = (
        Answer(large),
        Answer(gzip.compress(large), 200, packed),
        Answer(gzip.compress(gzip.compress(large)), 200, twice),
    )
    for answer in answers:
        repository.spoil = lambda _, answer=answer: answer  # type: ignore[misc]
        with serving(repository) as address, pytest.raises(HarvestError, match="1 MB"):
            ingest_oai(address, tmp_path, wait=0.01)


def test_entities_that_grow_are_not_followed(repository: OaiRepository, tmp_path: Path) -> None:
    grows = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    repository.page = 5
    repository.spoil = lambda answer: replace(
        answer, body=answer.body.replace(b"?>", b"?>" + grows, 1).replace(b"3</sub", b"&b;</sub", 1)
    )
    with serving(repository) as address:
        report = ingest_oai(address, tmp_path, wait=0.01)
    assert report.read == 5
    assert all("aaaa" not in title for title in _titles(tmp_path).values())


@pytest.mark.parametrize("said", ["0", "Wed, 21 Oct 2015 07:28:00 GMT", "soon", "-5"])
def test_whatever_is_said_of_when_to_come_back(
    said: str, repository: OaiRepository, tmp_path: Path
) -> None:
    failed: list[int] = []

    def busy_once(answer: Answer) -> Answer:
        if failed:
            return answer
        failed.append(1)
        return Answer(b"", 503, (("Retry-After", said),))

    repository.spoil = busy_once
    with serving(repository) as address:
        assert ingest_oai(address, tmp_path, wait=0.01).added == 5


def test_a_full_harvest_that_lacks_over_a_fifth_asks(
    repository: OaiRepository, tmp_path: Path
) -> None:
    def again(really: bool) -> Report:
        return ingest_oai(address, tmp_path, anew=True, really_delete=really, wait=0.01)

    with serving(repository) as address:
        ingest_oai(address, tmp_path, wait=0.01)
        del repository.items[2:]
        asked = again(False)
        assert (asked.deleted, asked.undeleted) == (0, 3)
        assert "--really-delete" in asked.question
        repository.items.clear()
        none = again(True)
        assert (none.deleted, none.undeleted, bool(none.question)) == (0, 5, True)
        repository.items += [OaiItem(n, f"Sách số {n}") for n in (1, 2)]
        assert again(True).deleted == 3


def test_fewer_records_than_the_server_counts_delete_nothing(
    repository: OaiRepository, tmp_path: Path
) -> None:
    repository.page = 3
    with serving(repository) as address:
        ingest_oai(address, tmp_path, wait=0.01)
        del repository.items[-1]
        repository.spoil = lambda answer: replace(
            answer, body=answer.body.replace(b'completeListSize="4"', b'completeListSize="5"')
        )
        report = ingest_oai(address, tmp_path, anew=True, really_delete=True, wait=0.01)
    assert (report.deleted, report.undeleted) == (0, 1)
