"""EPUB, zipped or unpacked: the chapters of its spine, each cut into pages.

A picture, sound or style that is missing or lies elsewhere costs no text; a chapter that is
missing or broken is named, and the others are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from retrieval.ingest.documents.markup import paragraphs
from retrieval.ingest.documents.paging import cut
from retrieval.ingest.documents.parts import Parts, joined
from retrieval.ingest.documents.sheet import Missing, Refused
from retrieval.ingest.documents.words import say

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_MARKUP = (".xhtml", ".html", ".htm", ".xml", ".svg", ".xht")
_TEXT_TYPES = ("xhtml", "html", "svg", "dtbook", "xml")


@dataclass(frozen=True, slots=True)
class _Item:
    """A part of the book's manifest."""

    name: str
    media: str
    fallback: str | None


def is_book(parts: Parts) -> bool:
    """Whether the parts are those of an EPUB."""
    return parts.find(_CONTAINER) is not None or any(n.endswith(".opf") for n in parts.names)


def pages(parts: Parts) -> Iterator[str | Missing]:
    """Texts of the pages in the order of the spine. Raises Refused."""
    locked = _locked(parts)
    for name in _spine(parts):
        stands = parts.find(name)
        if stands is None:
            yield Missing(name, say("missing_part", name=name))
            continue
        if stands in locked:
            raise Refused.because("locked_book")
        try:
            yield from cut(paragraphs(parts.read(stands)))
        except (OSError, ValueError):
            yield Missing(name, say("broken_part", name=name))


def _spine(parts: Parts) -> list[str]:
    """Names of the chapters; where the package says none, every text part in its order."""
    package = _package(parts)
    root = _root(parts, package) if package else None
    if package and root is not None:
        items = {
            str(each.get("id")): _Item(
                joined(package, str(each.get("href", ""))),
                str(each.get("media-type", "")),
                each.get("fallback"),
            )
            for each in root.iterfind(".//{*}manifest/{*}item")
        }
        order = [str(each.get("idref")) for each in root.iterfind(".//{*}spine/{*}itemref")]
        if names := [name for key in order if (name := _readable(items, key))]:
            return list(dict.fromkeys(names))
    found = [n for n in parts.names if n.endswith(_MARKUP) and not n.startswith("META-INF/")]
    if not found:
        raise Refused.because("broken", kind="EPUB", why="container.xml, OPF")
    return sorted(found)


def _readable(items: dict[str, _Item], key: str | None) -> str | None:
    """The item's name if it holds text, else that of its fallback. A lone picture has none."""
    seen: set[str] = set()
    while key and key in items and key not in seen:
        seen.add(key)
        item = items[key]
        if not item.media or any(kind in item.media for kind in _TEXT_TYPES):
            return item.name
        key = item.fallback
    return None


def _package(parts: Parts) -> str | None:
    """The package document the container names, else any there is."""
    root = _root(parts, _CONTAINER)
    named = root.iterfind(".//{*}rootfile") if root is not None else ()
    paths = [str(each.get("full-path", "")) for each in named]
    paths += sorted(name for name in parts.names if name.lower().endswith(".opf"))
    return next((found for path in paths if (found := parts.find(path))), None)


def _locked(parts: Parts) -> frozenset[str]:
    """Parts that are encrypted. Fonts usually are, which costs no text."""
    root = _root(parts, _ENCRYPTION)
    if root is None:
        return frozenset()
    named = (str(each.get("URI", "")) for each in root.iterfind(".//{*}CipherReference"))
    return frozenset(found for name in named if (found := parts.find(name)))


def _root(parts: Parts, name: str) -> Any:
    stands = parts.find(name)
    if stands is None:
        return None
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        return etree.fromstring(parts.read(stands), parser)
    except (etree.XMLSyntaxError, OSError, ValueError):
        return None
