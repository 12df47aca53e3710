"""Nothing that anybody wrote runs: widget, desk, page viewer; and no inner HTML in the sources."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Connection

from bot.store import handoffs, transcript
from bot.store.handoffs import HandoffRequest
from bot.store.steps import step
from connectors.messages import Button, Card, Citation, Reply
from evaluation.assistant_fixture import AssistantFixture
from tests.browser.librarian import Librarian
from tests.browser.payloads import ADDRESSES, PAYLOADS
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser
TRAP = "window.owned = 0; window.own = () => { window.owned += 1; };"
SOURCES = [
    *Path("connectors/web").rglob("*.js"),
    *Path("connectors/web").rglob("*.html"),
    *Path("bot").rglob("*.js"),
    *Path("bot").rglob("*.html"),
]
UNSAFE = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|createContextualFragment"
    r"|\beval\(|new Function|setTimeout\(\s*[\"'`]|\|\s*safe\b"
)


def test_there_are_120() -> None:
    assert len(set(PAYLOADS)) == 120


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_sources_put_text_in_as_text(path: Path) -> None:
    assert not UNSAFE.search(path.read_text(encoding="utf-8"))


def _replies(bad: str, number: int) -> list[tuple[transcript.Who, Reply]]:
    """A payload through every place of the transcript that draws text."""
    address = ADDRESSES[number % len(ADDRESSES)]
    cited = Citation(bad, bad, bad, 1, bad, address)
    card = Card(bad, bad, (bad,), (Button(bad, bad), Button(bad, url=address)), address)
    return [
        ("reader", Reply(bad)),
        ("bot", Reply(bad, (Button(bad, url=address),), (card,), (cited,))),
        ("librarian", Reply(bad, citations=(cited,), sender="librarian", sender_name=bad)),
    ]


def _filled(stage: AssistantFixture, chat_key: str, half: tuple[str, ...]) -> None:
    app = stage.app
    now = stage.clock.now().timestamp()

    def fill(db: Connection) -> None:
        found = app.store.conversations.find_or_open(db, "web", chat_key, half[0], now)
        for number, bad in enumerate(half):
            for who, reply in _replies(bad, number):
                file = {"kind": "file", "name": bad, "key": bad}
                facts = {"files": [file]} if who == "reader" else None
                transcript.add(db, found, who, reply, now, facts=facts)
        asked = HandoffRequest("asked", "".join(half[::20]))
        trail = tuple(step("texts_nothing", what=each) for each in half[::10])
        handoffs.ask(db, found, asked, trail, now)
        app.store.conversations.set_owner(db, found, "queue")

    app.store.database.run_now(fill)


def _owned(page: Page) -> int:
    page.wait_for_timeout(1500)
    return int(page.evaluate("window.owned"))


def _dangerous_links(page: Page, root: str) -> int:
    return page.locator(f"{root} a[href^='javascript' i], {root} a[href^='data' i]").count()


@pytest.mark.parametrize("half", [PAYLOADS[:60], PAYLOADS[60:]], ids=["first", "second"])
def test_payloads_run_nowhere_in_widget_and_desk(
    reader: Reader, librarian: Librarian, scene: AssistantFixture, half: tuple[str, ...]
) -> None:
    token = reader.page.evaluate("JSON.parse(localStorage.getItem('thuthu.session'))")
    reader.page.add_init_script(TRAP)
    librarian.page.add_init_script(TRAP)
    _filled(scene, token.partition(".")[0], half)
    reader.page.reload()
    expect(reader.bubbles("reader").first).to_be_visible()
    assert reader.page.locator("#thuthu li").count() >= 180
    assert _owned(reader.page) == 0
    assert _dangerous_links(reader.page, "#thuthu") == 0
    librarian.page.reload()
    librarian.claim()
    expect(librarian.page.locator("#transcript .said-by").nth(170)).to_be_attached()
    assert _owned(librarian.page) == 0
    assert _dangerous_links(librarian.page, "#transcript") == 0


def test_120_payloads_run_nowhere_in_the_page_viewer(
    reader: Reader, scene: AssistantFixture
) -> None:
    page, url = reader.page, scene.app.settings.public_url
    page.add_init_script(TRAP)
    work = next(iter(scene.app.desk.searcher.passages("Nguyễn Du", 1).hits)).passage.work_id
    for bad in PAYLOADS:
        page.goto(f"{url}/xem/{quote(work, safe='')}/1?cau={quote(bad)}")
        assert page.evaluate("window.owned") == 0
    page.goto(f"{url}/xem/{quote(PAYLOADS[0], safe='')}/1")
    assert _owned(page) == 0


def test_a_reader_who_writes_a_payload_sees_it_as_written(reader: Reader) -> None:
    reader.page.evaluate(f"() => {{ {TRAP} }}")
    bad = PAYLOADS[12]
    reader.say(bad)
    expect(reader.bubbles("reader").last).to_contain_text(bad)
    assert _owned(reader.page) == 0
