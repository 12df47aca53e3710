"""The demo home page, the widget's files and the viewer of a cited page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader

from connectors.web import script
from connectors.web.mark import marked
from connectors.web.model import ImageSource, PageSource
from words import of

_HERE = Path(__file__).parent
_STATIC = {"site.css": "text/css", "icon.svg": "image/svg+xml"}
MAX_PAGES = 100_000
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
}


def routes(page_source: PageSource, image_source: ImageSource, library: str) -> APIRouter:
    """`/`, `/widget/widget.js`, `/xem/{work_id}/{page}` and its image `/anh`."""
    router = APIRouter(include_in_schema=False)
    views = Environment(loader=FileSystemLoader(_HERE / "templates"), autoescape=True)
    widget = script.Widget(library)

    def html(name: str, status: int = 200, **values: Any) -> HTMLResponse:
        text = views.get_template(name).render(words=of("web")["pages"], library=library, **values)
        return HTMLResponse(text, status, HEADERS)

    @router.get("/")
    async def home() -> HTMLResponse:
        return html("home.html")

    @router.get("/widget/widget.js")
    async def widget_js(request: Request) -> Response:
        current = widget.current()
        headers = {"ETag": current.etag, "Cache-Control": "max-age=300", "Vary": "Accept-Encoding"}
        if request.headers.get("if-none-match") == current.etag:
            return Response(status_code=304, headers=headers)
        zipped = "gzip" in request.headers.get("accept-encoding", "")
        if zipped:
            headers["Content-Encoding"] = "gzip"
        body = current.zipped if zipped else current.plain
        return Response(body, media_type="text/javascript; charset=utf-8", headers=headers)

    @router.get("/widget/{name}")
    async def static(name: str) -> Response:
        if name not in _STATIC:
            return html("missing.html", 404)
        return FileResponse(_HERE / "static" / name, media_type=_STATIC[name])

    @router.get("/xem/{work_id}/{number}")
    async def view(
        work_id: str, number: str, cau: Annotated[str, Query(max_length=1000)] = ""
    ) -> HTMLResponse:
        page = await page_source(work_id, _number(number))
        if page is None:
            return html("missing.html", 404)
        parts = marked(page.text, cau) if page.rights == "open" else []
        return html("page.html", page=page, parts=parts)

    @router.get("/xem/{work_id}/{number}/anh")
    async def image(work_id: str, number: str) -> Response:
        found = await image_source(work_id, _number(number))
        if found is None:
            return html("missing.html", 404)
        return Response(found, media_type="image/jpeg", headers={"Cache-Control": "max-age=86400"})

    return router


def _number(text: str) -> int:
    """A page number, or 0 (no such page) for anything else."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0
    return number if number < MAX_PAGES else 0
