"""Lines written by one hand: read, checked, and made into lines for `thuthu evaluate nlu`.

python -m evaluation.hands nlu_data/hands/02-mixed-english.txt > lines.jsonl
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

HEADING = re.compile(r"## (?P<needs>[a-z_]+(?:\+[a-z_]+)*)(?: @ (?P<focus>[a-z_]+))?")
MARKED = re.compile(r"\[(?P<value>[^\[\]]+)\]\((?P<entity>[a-z]+)\)")
ENTITIES = frozenset(
    "title author subject isbn publisher year language format audience ordinal place date".split()
)
STYLES = {
    "mixed-english": "mixed_english",
    "nghe-tinh": "nghe_tinh",
    "teacher": "elderly",
    "teencode": "teencode",
}
"""Of a hand, by a word of its file's name; else `clean`."""


@dataclass(frozen=True, slots=True)
class Line:
    """`needs` in the order said; `focus` is what it stands after, empty for a first message."""

    text: str
    needs: tuple[str, ...]
    entities: tuple[tuple[str, str], ...]
    """(entity, as typed)"""
    focus: str = ""


def read(path: Path) -> Iterator[Line]:
    """Raises ValueError with the line's number for what is no heading, mark or entity."""
    needs: tuple[str, ...] = ()
    focus = ""
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if line.startswith("## "):
            found = HEADING.fullmatch(line)
            if found is None:
                raise ValueError(f"{path}:{number}: no heading: {line}")
            needs, focus = tuple(found["needs"].split("+")), found["focus"] or ""
        elif line:
            yield _line(line, needs, focus, f"{path}:{number}")


def _line(raw: str, needs: tuple[str, ...], focus: str, where: str) -> Line:
    text = MARKED.sub(lambda match: match["value"], raw)
    entities = tuple((match["entity"], match["value"]) for match in MARKED.finditer(raw))
    strange = {entity for entity, _ in entities} - ENTITIES
    if not needs or strange or "[" in text or "](" in text:
        raise ValueError(f"{where}: cannot be read: {raw}")
    return Line(text, needs, entities, focus)


def style_of(path: Path) -> str:
    return next((style for word, style in STYLES.items() if word in path.stem), "clean")


def main(paths: Sequence[Path]) -> None:
    for path in paths:
        for line in read(path):
            if not line.focus:
                sys.stdout.write(json.dumps(_labelled(line, style_of(path)), ensure_ascii=False))
                sys.stdout.write("\n")


def _labelled(line: Line, style: str) -> dict[str, object]:
    entities = [{"entity": entity, "value": value} for entity, value in line.entities]
    return {
        "text": line.text, "intent": line.needs[0], "intents": list(line.needs),
        "style": style if len(line.needs) == 1 else "multi", "entities": entities,
    }  # fmt: skip


if __name__ == "__main__":
    main([Path(word) for word in sys.argv[1:]])
