"""The web connector, assembled from what the composition root hands it."""

from __future__ import annotations

from fastapi import APIRouter

from clock import Clock
from connectors.port import Accept
from connectors.web import chat, files, pages
from connectors.web.channel import WebChannel
from connectors.web.limits import Window
from connectors.web.model import (
    Enclose,
    Fetch,
    Follow,
    History,
    ImageSource,
    PageSource,
    Thumbnail,
    WebConnector,
)
from connectors.web.origins import Origins
from connectors.web.sessions import Sessions


def build(
    *,
    accept: Accept,
    enclose: Enclose,
    fetch: Fetch,
    thumbnail: Thumbnail,
    history: History,
    follow: Follow,
    secret: bytes,
    origins: frozenset[str],
    clock: Clock,
    page_source: PageSource,
    image_source: ImageSource,
    library_name: str,
    public_url: str,
) -> WebConnector:
    """Routes and channel; `origins` are the foreign sites that may embed the widget."""
    channel = WebChannel(fetch)
    talk = chat.Chat(
        accept=accept,
        history=history,
        follow=follow,
        sessions=Sessions(secret),
        channel=channel,
        clock=clock,
        origins=Origins(public_url, origins),
        writing=Window(chat.PER_MINUTE, 60.0),
        opening=Window(chat.SESSIONS_PER_MINUTE, 60.0),
    )
    enclosing = files.Desk(
        enclose,
        thumbnail,
        sending=Window(files.PER_MINUTE, 60.0),
        arriving=Window(files.ADDRESS_PER_MINUTE, 60.0),
    )
    router = APIRouter()
    router.include_router(files.routes(talk, enclosing))
    router.include_router(chat.routes(talk))
    router.include_router(pages.routes(page_source, image_source, library_name))
    return WebConnector(channel, router)
