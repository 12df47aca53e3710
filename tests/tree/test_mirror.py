"""Unit tests mirror the code: a folder of tests for each folder it is about."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "tests/unit"


def test_every_folder_of_unit_tests_is_named_after_a_folder_or_file_of_the_code() -> None:
    strange = []
    for test in UNIT.rglob("test_*.py"):
        place = test.parent.relative_to(UNIT)
        if not (ROOT / place).is_dir():
            strange.append(str(test.relative_to(ROOT)))
    assert strange == []
