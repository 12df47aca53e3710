"""The desk's pages: its templates, filled with its words, under one set of headers."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from words import of

_HERE = Path(__file__).parent
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


class Pages:
    """`words` is what the desk says; `filters` are given to the templates by name."""

    def __init__(self, library: str, **filters: Callable[..., str]) -> None:
        self._library = library
        self._templates = Environment(loader=FileSystemLoader(_HERE / "pages"), autoescape=True)
        self._templates.filters.update(filters)

    @property
    def words(self) -> Mapping[str, str]:
        return of("desk")

    def html(self, name: str, **values: object) -> HTMLResponse:
        text = self._templates.get_template(name).render(
            words=self.words, library=self._library, **values
        )
        return HTMLResponse(text, headers=HEADERS)

    def words_json(self) -> Markup:
        """The words for a page's script, as JSON that cannot end the element it stands in."""
        text = json.dumps(dict(self.words), ensure_ascii=False)
        return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))  # noqa: S704 - escaped
