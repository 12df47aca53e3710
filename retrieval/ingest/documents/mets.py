"""The pages of a METS file as its structural map orders them, with the files of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

_XLINK = "{http://www.w3.org/1999/xlink}href"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: references of its files, as the METS file gives them, text and image alike."""

    references: tuple[str, ...]
    listed: bool = True
    """Whether the structural map names it; a file that it leaves out is given last."""


def is_mets(element: Any) -> bool:
    """Whether the root is that of METS."""
    return str(element.tag).rpartition("}")[2].lower() == "mets"


def leaves(element: Any) -> list[Leaf]:
    """Pages in order, then the files that none of them names, one by one."""
    references = _references(element)
    maps = sorted(element.iterfind(".//{*}structMap"), key=_physical_last)
    listed = _listed(maps[-1], references) if maps else []
    named = {reference for leaf in listed for reference in leaf.references}
    return listed + [Leaf((r,), listed=False) for r in references.values() if r not in named]


def _physical_last(each: Any) -> bool:
    return str(each.get("TYPE", "PHYSICAL")).upper() == "PHYSICAL"


def _listed(structure: Any, references: dict[str, str]) -> list[Leaf]:
    found: list[Leaf] = []
    given: set[str] = set()
    for division in _ordered(structure):
        keys = (
            key
            for pointer in division.iterfind("{*}fptr")
            for each in pointer.iter()
            if (key := each.get("FILEID"))
        )
        known = (references[key] for key in dict.fromkeys(keys) if key in references)
        files = tuple(reference for reference in known if reference not in given)
        given.update(files)
        if files:
            found.append(Leaf(files))
    return found


def _ordered(structure: Any) -> list[Any]:
    """Divisions from the outside in; sisters by ORDER where all of them say it."""
    waiting, found = [structure], []
    while waiting:
        division = waiting.pop()
        found.append(division)
        sisters = list(division.iterfind("{*}div"))
        orders = [_order(each) for each in sisters]
        if all(order is not None for order in orders):
            sisters.sort(key=lambda each: _order(each) or 0.0)
        waiting += reversed(sisters)
    return found


def _order(division: Any) -> float | None:
    try:
        return float(str(division.get("ORDER")).replace(",", "."))
    except ValueError:
        return None


def _references(element: Any) -> dict[str, str]:
    """Id of each file to its reference; one given for several uses counts once."""
    found = {}
    for file in element.iterfind(".//{*}fileSec//{*}file"):
        location = file.find("{*}FLocat")
        if location is not None and location.get(_XLINK):
            found[str(file.get("ID"))] = str(location.get(_XLINK))
    return found
