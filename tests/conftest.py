"""One started assistant for all tests that need the whole stack."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from bot.desk import signing
from evaluation.assistant_fixture import AssistantFixture, stage

DAY = date(2026, 11, 23)
PASSWORD = "mat-khau-thu-2026"

FULL = {"THUTHU_EXAMPLES", "THUTHU_FUZZ"}
settings.register_profile("suite", derandomize=FULL.isdisjoint(os.environ))
settings.load_profile("suite")
"""The suite judges a change by the same examples each time; a full run seeks new ones."""


@pytest.fixture(scope="session")
def started() -> Iterator[AssistantFixture]:
    """The app and Rasa on free ports, at 9:00 of the tests' day, with two librarians."""
    home = Path(os.environ.get("THUTHU_HOME", "var"))
    if not (home / "models/rasa").exists():
        pytest.skip("nothing is set up here: run `make test`")
    with stage(home, DAY) as made:
        made.app.store.database.run_now(lambda db: signing.ensure_first(db, PASSWORD))
        made.app.store.database.run_now(
            lambda db: signing.add(db, "lan", "Nguyễn Thị Lan", PASSWORD)
        )
        made.say("xin chào", None, {})  # the first parse takes Rasa longest
        yield made
