"""Damaged exports: each is loaded or told what is wrong with it, and nothing is uncaught.

`THUTHU_EXAMPLES` sets how many; 10,000 in full.
"""

from __future__ import annotations

import io
import os
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clock import FixedClock
from library.exports import Columns, Loaded, Rejected, Source, load, preview
from tests.contract.library.houses import NOON
from tests.fakes.damage import damaged

EXAMPLES = int(os.environ.get("THUTHU_EXAMPLES", "150"))
examples = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
PATRONS = "Số thẻ,Họ tên,PIN,Hạn thẻ\nHT1,Nguyễn Thị Lan,1111,31/12/2027\n"
LOANS = 'Số thẻ,Mã vạch,Nhan đề,Hạn trả\nHT1,VV1,"Tắt đèn, tập 1",05/12/2026\n'


def _book() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in LOANS.splitlines():
        book.active.append(line.split(","))
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "legacy"])
def test_damage_is_told_or_harmless(tmp_path: Path, kind: str, encoding: str) -> None:
    seed = LOANS.encode() if kind == "csv" else _book()
    columns = Columns.model_validate(
        {"patrons": Source(file="p.csv"), "loans": Source(file=f"l.{kind}"), "encoding": encoding}
    )
    (tmp_path / "p.csv").write_bytes(PATRONS.encode(encoding if encoding != "legacy" else "utf-8"))

    @examples
    @given(damaged(seed))
    def tried(raw: bytes) -> None:
        (tmp_path / f"l.{kind}").write_bytes(raw)
        found = load(tmp_path, columns, tmp_path, FixedClock(NOON), shrinking_allowed=True)
        assert isinstance(found, Loaded | Rejected), found
        told = found.problems if isinstance(found, Rejected) else ()
        assert isinstance(found, Loaded) or told
        assert all(problem.told() for problem in told)
        assert len(preview(tmp_path, columns)) == 2

    tried()


@examples
@given(text=st.text(max_size=200))
def test_any_text_is_a_table_or_told(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    columns = Columns(patrons=Source(file="p.csv"), loans=Source(file="any.csv"))
    (folder / "p.csv").write_text(PATRONS, "utf-8")
    (folder / "any.csv").write_bytes((LOANS + text).encode("utf-8", "surrogatepass"))
    found = load(folder, columns, folder, FixedClock(NOON), shrinking_allowed=True)
    assert isinstance(found, Loaded | Rejected), found
