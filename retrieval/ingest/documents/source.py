"""The sidecar of a document: `<name>.yaml` beside it gives work_id, title, author and rights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

import yaml

from retrieval.ingest.documents.plain import characters
from retrieval.ingest.documents.sheet import Refused
from retrieval.model import Rights
from vietnamese.reading.letters import nfc

MOST_BYTES = 64 * 1024
SUFFIXES = (".yaml", ".yml")
_LINE = str | int | float | date


@dataclass(frozen=True, slots=True)
class Source:
    """A document's work and rights."""

    work_id: str
    title: str
    author: str = ""
    rights: Rights = "open"


def sidecar(path: Path) -> Path:
    """Where the document's sidecar stands, or should."""
    stems = (path.name, path.stem) if path.is_dir() else (path.stem, path.name)
    wanted = [path.with_name(stem + suffix) for stem in stems for suffix in SUFFIXES]
    return next((each for each in wanted if each.is_file()), wanted[0])


def source(path: Path) -> Source:
    """What the document's sidecar says. Raises Refused."""
    file = sidecar(path)
    if not file.is_file():
        raise Refused.because("no_sidecar", name=file.name)
    if file.stat().st_size > MOST_BYTES:
        raise Refused.because("sidecar_large", name=file.name, most=MOST_BYTES)
    said = _mapping(file)
    if lacking := [field for field in ("work_id", "title") if said.get(field) in (None, "")]:
        raise Refused.because("sidecar_lacks", name=file.name, fields=", ".join(lacking))
    for field in ("work_id", "title", "author"):
        if not isinstance(said.get(field) or "", _LINE):
            raise Refused.because("sidecar_value", name=file.name, field=field)
    rights = said.get("rights") or "open"
    if rights not in ("open", "on_site"):
        raise Refused.because("sidecar_rights", name=file.name)
    author = nfc(str(said.get("author") or ""))
    return Source(str(said["work_id"]), nfc(str(said["title"])), author, cast(Rights, rights))


def _mapping(file: Path) -> dict[str, Any]:
    """Aliases are refused: a few of them in one another stand for millions of values."""
    try:
        text = characters(file.read_bytes())
        if any(isinstance(each, yaml.AliasEvent) for each in yaml.parse(text)):
            raise Refused.because("sidecar_broken", name=file.name)
        said = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Refused.because("sidecar_broken", name=file.name) from error
    if not isinstance(said, dict):
        raise Refused.because("sidecar_lacks", name=file.name, fields="work_id, title")
    return said
