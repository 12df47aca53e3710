"""The web connector, given what it needs from above: inbox, transcript, pages."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image

from bot.app.web_files import WebFiles
from bot.delivery.inbox_door import InboxDoor
from bot.privacy.seal import secret
from bot.store import handoffs, transcript
from bot.store.database import Transaction
from bot.store.opened import Store
from connectors.web import HistoryItem, PageView, Talk, WebConnector, build, event_name
from retrieval.model import Page
from retrieval.port import Searcher

CHANNEL = "web"
IMAGE_SCALE = 110 / 72
"""110 dpi: readable on a phone, about 90 kB a page."""


@dataclass(frozen=True, slots=True)
class WebChannelDeps:
    """What the web's readers and pages are served from."""

    door: InboxDoor
    searcher: Searcher
    home: Path
    origins: str
    """Comma list of the sites that may embed the widget."""
    public_url: str
    library_name: str


def connect(deps: WebChannelDeps) -> WebConnector:
    """The connector, mounted by the composition root."""
    store, clock = deps.door.store, deps.door.clock

    async def history(chat_key: str, after: int) -> Talk:
        return await store.database.run(lambda db: _talk(db, store, chat_key, after))

    async def follow(chat_key: str, event_id: str) -> str | None:
        now = clock.now().timestamp()
        event = event_name(chat_key, event_id)
        return await store.database.run(lambda db: store.links.follow(db, event, now))

    async def page_source(work_id: str, number: int) -> PageView | None:
        page = await asyncio.to_thread(deps.searcher.page, work_id, number)
        if not isinstance(page, Page):
            return None
        return PageView(
            page.work_id, page.title, page.author, page.page, page.pages, page.text, page.rights,
            page.image_path is not None,
        )  # fmt: skip

    async def image_source(work_id: str, number: int) -> bytes | None:
        page = await asyncio.to_thread(deps.searcher.page, work_id, number)
        if not isinstance(page, Page) or page.image_path is None or page.rights != "open":
            return None
        return await asyncio.to_thread(_image, deps.home, page)

    files = WebFiles(deps.door)
    allowed = frozenset(o.strip() for o in deps.origins.split(",") if o.strip())
    return build(
        accept=deps.door.accept,
        enclose=files.enclose,
        fetch=files.fetch,
        thumbnail=files.thumbnail,
        history=history,
        follow=follow,
        secret=secret(deps.home, "web.key"),
        origins=allowed,
        clock=clock,
        page_source=page_source,
        image_source=image_source,
        library_name=deps.library_name,
        public_url=deps.public_url,
    )


def _talk(db: Transaction, store: Store, chat_key: str, after: int) -> Talk:
    """What is new to a page that has everything up to `after`."""
    found = store.conversations.by_chat(db, CHANNEL, chat_key)
    if found is None:
        return Talk()
    heard = transcript.events_after(db, found.id, after)
    events = {message_id: event.partition(":")[2] for message_id, event in heard.items()}
    items = tuple(
        HistoryItem(m.id, m.who, m.reply, m.at, events.get(m.id), m.files)
        for m in transcript.of(db, found.id, after)
    )
    handoff = handoffs.current(db, found.id) if found.owner == "librarian" else None
    return Talk(items, found.owner, handoff.staff if handoff else None, found.id[:8])


def _image(home: Path, page: Page) -> bytes | None:
    """The page as JPEG, drawn at its first showing and kept."""
    kept = home / "pages" / f"{page.work_id}-{page.page}.jpg"
    if kept.exists():
        return kept.read_bytes()
    try:
        image = _drawn(Path(page.image_path or ""), page.page)
    except (OSError, pypdfium2.PdfiumError):
        return None
    out = BytesIO()
    image.save(out, "JPEG", quality=80)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(out.getvalue())
    return out.getvalue()


def _drawn(source: Path, number: int) -> Image.Image:
    """A page of a PDF, or the image of one page; a file of several images has one for each."""
    if source.suffix.lower() == ".pdf":
        document = pypdfium2.PdfDocument(source)
        drawn: Image.Image = document[number - 1].render(scale=IMAGE_SCALE).to_pil()
        return drawn.convert("RGB")
    with Image.open(source) as file:
        file.seek(number - 1 if getattr(file, "n_frames", 1) > 1 else 0)
        return file.convert("RGB")
