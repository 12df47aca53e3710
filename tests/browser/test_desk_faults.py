"""A broken file of the library's own is told at the desk, until it is mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from clock.watched import LOOK_SECONDS
from evaluation.assistant_fixture import AssistantFixture
from tests.browser.librarian import Librarian
from tests.browser.pictures import Camera
from tests.browser.test_access import faults

pytestmark = pytest.mark.browser
SEEN_LATE_MS = 1000 * LOOK_SECONDS + 200


def _words(scene: AssistantFixture) -> Path:
    settings = scene.app.settings
    return settings.words or settings.home / "words"


def test_a_broken_sentence_is_told_and_its_mending_seen(
    librarian: Librarian, scene: AssistantFixture, camera: Camera
) -> None:
    page, own = librarian.page, _words(scene) / "desk.yaml"
    alert = page.locator("#faults li")
    expect(alert).to_have_count(0)
    own.parent.mkdir(exist_ok=True)
    try:
        own.write_text("queue: [\n", encoding="utf-8")
        page.wait_for_timeout(SEEN_LATE_MS)
        page.reload()
        expect(alert).to_contain_text("Câu chữ riêng của thư viện")
        expect(alert).to_contain_text("desk.yaml")
        assert faults(page) == []
        camera.take(page, "13-cau-chu-hong")
    finally:
        own.unlink()
    page.wait_for_timeout(SEEN_LATE_MS)
    page.reload()
    expect(alert).to_have_count(0)
