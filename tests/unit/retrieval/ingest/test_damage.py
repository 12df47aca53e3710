"""Damaged MARC of every kind, generated: nothing stops, nothing is lost without a word, and what
was not damaged comes out as it was.

`THUTHU_EXAMPLES` sets how many files; 20,000 in full.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings

from retrieval.ingest.marc import MarcFile
from retrieval.ingest.report import Note, Reject
from retrieval.model import Work
from tests.fakes.damaged_marc import Case, cases
from tests.fakes.marc_file import Biblio

EXAMPLES = int(os.environ.get("THUTHU_EXAMPLES", "400"))
SHOWN = {"245": "title", "100": "authors", "260": "year", "500": "notes", "650": "subjects",
         "952": "copies"}  # fmt: skip
"""Where a field's text comes out."""


def right(record: Biblio) -> Work:
    """What an undamaged file would give."""

    def text(tag: str) -> str:
        return record.text(tag)[4:].strip()

    long = "".join(each[4:] for tag, each in record.fields if tag == "505")
    return Work(
        id=record.text("001"),
        title=text("245"),
        authors=(text("100"),),
        year=int(text("260")),
        subjects=(text("650"),),
        notes=f"{text('500')} {long}".strip(),
        branches=("HT",) if any(tag == "952" for tag, _ in record.fields) else (),
        copies=sum(1 for tag, _ in record.fields if tag == "952"),
    )


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(case=cases())
def test_a_damaged_file(case: Case, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.mrc"
    path.write_bytes(case.data)
    file = MarcFile(path)
    found = [each for _, _, each in file.outcomes([])]
    works = {each.id: each for each in found if isinstance(each, Work)}
    reasons = [each for each in found if isinstance(each, Reject | str)]
    notes = [each for each in found if isinstance(each, Note)]
    extra = case.name == "rubbish"
    assert len(works) + len(reasons) == len(case.records) + extra
    assert all(reason if isinstance(reason, str) else reason.reason for reason in reasons)
    assert len(reasons) <= case.refusable + extra
    assert file.cut == case.cut
    for at, record in enumerate(case.records):
        wanted, made = right(record), works.get(record.text("001"))
        if at != case.hurt or (case.intact is None and not extra):
            assert made is not None, reasons
            _same(made, wanted, set(SHOWN))
        elif made is not None and case.intact is not None:
            _same(made, wanted, set(case.intact) & set(SHOWN))
    if case.name == "bad byte":
        assert notes


def _same(made: Work, wanted: Work, tags: set[str]) -> None:
    for name in (SHOWN[tag] for tag in tags):
        one, other = getattr(made, name), getattr(wanted, name)
        if name == "notes":
            one, other = one[:9_000], other[:9_000]
        assert one == other, name
