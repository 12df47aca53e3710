"""The table of the docs is what the newest figures give."""

from __future__ import annotations

import json

from bench.reliability import table
from bench.reliability.suites import SUITES


def test_the_page_is_made_of_the_newest_results() -> None:
    newest = table.newest()
    whole = json.loads(newest.read_text(encoding="utf-8"))
    assert table.PAGE.read_text(encoding="utf-8") == table.page(whole, newest.name)


def test_every_suite_has_its_row() -> None:
    assert {name for name, *_ in table.ROWS} == set(SUITES)
