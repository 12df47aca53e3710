"""The widget as one script: its parts, its style and its words, ready compressed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from words import of

PARTS = ("keep.js", "draw.js", "talk.js", "files.js", "frame.js")
ONCE = """const MARK = Symbol.for("thuthu");
if (window[MARK]) { window[MARK](); return; }"""
"""A second script tag on the page finds the first one's widget."""
_HERE = Path(__file__).parent / "static/widget"


@dataclass(frozen=True, slots=True)
class Script:
    """The bytes served, and the tag by which a browser asks whether they changed."""

    plain: bytes
    zipped: bytes
    etag: str


class Widget:
    """The script as the words stand; made again when they change."""

    def __init__(self, library: str) -> None:
        self._library = library
        self._made_of: object = None
        self._script = Script(b"", b"", "")

    def current(self) -> Script:
        words = of("web")
        if words is not self._made_of:
            self._made_of = words
            self._script = assemble(words["widget"] | {"library": self._library})
        return self._script


def assemble(words: Mapping[str, object]) -> Script:
    """One function scope, so that the embedding page sees no name of ours."""
    style = (_HERE / "style.css").read_text(encoding="utf-8")
    values = {"STYLE": " ".join(style.split()), "WORDS": dict(words)}
    head = [f"const {name} = {json.dumps(v, ensure_ascii=False)};" for name, v in values.items()]
    head.append("const BASE = new URL(document.currentScript.src).origin;")
    body = [(_HERE / part).read_text(encoding="utf-8") for part in PARTS]
    text = "\n".join(["(function () {", '"use strict";', ONCE, *head, *body, "})();", ""])
    plain = text.encode()
    return Script(plain, gzip.compress(plain, 9, mtime=0), f'"{sha256(plain).hexdigest()[:20]}"')
