"""The package of a DOCX (Open Packaging Conventions): parts as XML, and their relations."""

from __future__ import annotations

from typing import Any

from lxml import etree

from retrieval.ingest.documents.parts import Parts, joined
from retrieval.ingest.documents.sheet import Refused


def main_part(parts: Parts) -> str:
    """The part with the text, as the package's relations name it."""
    for kind, target in relations(parts, "").values():
        if kind.endswith("/officeDocument") and (stands := parts.find(target)):
            return stands
    if stands := parts.find("word/document.xml"):
        return stands
    raise Refused.because("broken", kind="DOCX", why="word/document.xml")


def relations(parts: Parts, name: str) -> dict[str, tuple[str, str]]:
    """Id to kind and target of the part's relations within the package."""
    folder, _, file = name.rpartition("/")
    root = tree(parts, f"{folder}/_rels/{file}.rels".lstrip("/"))
    return {
        str(each.get("Id")): (str(each.get("Type")), joined(name, str(each.get("Target", ""))))
        for each in (root if root is not None else ())
        if isinstance(each.tag, str) and each.get("TargetMode") != "External"
    }


def tree(parts: Parts, name: str) -> Any:
    stands = parts.find(name)
    if stands is None:
        return None
    try:
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
        )
        return etree.fromstring(parts.read(stands), parser)
    except (etree.XMLSyntaxError, OSError, ValueError):
        return None
