"""Chromium, and the people who sit before it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import delete

from bot.store import schema
from evaluation.assistant_fixture import OPEN_HOUR, AssistantFixture
from tests.browser.librarian import Librarian
from tests.browser.pictures import Camera
from tests.browser.reader import Reader
from tests.conftest import DAY

PHONE = {"width": 360, "height": 740}
OFFICE = {"width": 1280, "height": 800}
PATIENCE_MS = 10_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Chromium is not installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def scene(started: AssistantFixture) -> AssistantFixture:
    """Nine in the morning, all loans as they were, no try counted, nobody waiting."""
    started.clock.show(DAY, OPEN_HOUR)
    started.shelve()
    for table in (schema.throttles, schema.handoffs):
        started.app.store.database.run_now(lambda db, table=table: db.execute(delete(table)))
    return started


@pytest.fixture
def camera() -> Camera:
    """Keeps pictures where THUTHU_SCREENSHOTS names a folder, else takes none."""
    named = os.environ.get("THUTHU_SCREENSHOTS", "")
    return Camera(Path(named) if named else None)


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[[dict[str, int]], Page]]:
    """A fresh browser with nothing kept, closed after the test."""
    contexts = []

    def opened(size: dict[str, int]) -> Page:
        context = browser.new_context(viewport=size, locale="vi-VN")
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def reader(scene: AssistantFixture, window: Callable[[dict[str, int]], Page]) -> Reader:
    """A reader on a phone, the widget open."""
    return Reader(window(PHONE), scene)


@pytest.fixture
def librarian(scene: AssistantFixture, window: Callable[[dict[str, int]], Page]) -> Librarian:
    """The librarian on duty, signed in at an office screen."""
    return Librarian(window(OFFICE), scene, "thuthu")
