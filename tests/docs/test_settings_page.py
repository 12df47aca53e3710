"""The page of settings is what the code says; no setting is named that does not exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli.settings import ELSEWHERE, PARTS, PREFIX, table

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
INSIDE = ("THUTHU_RASA_LEASH", "THUTHU_ACTIONS_URL", "THUTHU_VECTORS_URL", "THUTHU_DOMAIN")
"""Told by the app to its own child processes."""


def test_the_page_is_made_from_the_code() -> None:
    page = ROOT / "docs/reference/settings.md"
    assert page.read_text(encoding="utf-8") == table(), (
        "run: thuthu settings > docs/reference/settings.md"
    )


def test_every_setting_says_what_it_does() -> None:
    for _, settings in PARTS:
        for name, field in settings.model_fields.items():
            assert field.description, name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_names_a_setting_that_is_none(page: Path) -> None:
    known = {f"{PREFIX}{name.upper()}" for _, each in PARTS for name in each.model_fields}
    known |= {name for name, _ in ELSEWHERE} | set(INSIDE)
    named = set(re.findall(r"\bTHUTHU_[A-Z0-9]+(?:_[A-Z0-9]+)*", page.read_text(encoding="utf-8")))
    strange = {
        name
        for name in named
        if name not in known
        and not name.startswith(("THUTHU_SEARCH__", "THUTHU_BENCH_"))
        and not any(other.startswith(f"{name}_") for other in known)
    }
    assert strange == set()
