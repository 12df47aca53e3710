"""Entities with a form of their own: ISBN, years and bounds, ordinals, and listed words.

All are read in the folded text as meant, and shown at their place in the text as typed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import TOKENS_NAMES
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Token
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu_data.components.tokenizer import FOLDED, VietnameseTokenizer

LOOKUPS = Path(__file__).resolve().parent.parent / "lookups"
SILENT = frozenset(
    "greet goodbye thank affirm cancel help bot_challenge ask_reference out_of_scope feedback "
    "privacy".split()
)
"""Intents whose words are never entities (INTENTS.md)."""

_ISBN = re.compile(r"(?<![\dA-Za-z])(?:97[89][-\s]?)?\d(?:[-\s]?\d){8}[-\s]?[\dXx](?![\dA-Za-z])")
_YEAR = r"(?:1[0-9]|20)\d\d"
_YEARS = (
    (re.compile(rf"\b(?:tu(?: nam)?) ({_YEAR})\s*(?:den|toi|-)\s*(?:nam )?({_YEAR})\b"), "{0}-{1}"),
    (re.compile(rf"\b({_YEAR})\s*-\s*({_YEAR})\b"), "{0}-{1}"),
    (
        re.compile(rf"\b(?:sau|tu|ke tu) (?:nam )?({_YEAR})(?: (?:tro di|den nay|tro lai day))?\b"),
        "{0}-",
    ),
    (re.compile(rf"\b(?:truoc) (?:nam )?({_YEAR})\b"), "-{0}"),
    (re.compile(rf"\bnam ({_YEAR})\b"), "{0}"),
    (re.compile(rf"\b({_YEAR})\b"), "{0}"),
)
_NUMBERS = {
    "nhat": 1, "mot": 1, "dau": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
_UNIT = r"(?:cuon|quyen|ban|sach|tap|cai|so|muc|dong)"
_ORDINALS = (
    (
        re.compile(
            rf"\b(?:{_UNIT} )?(?:thu|số) (hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi|nhat|nhi)\b"
        ),
        None,
    ),
    (re.compile(r"\bso (\d{1,2}|mot|hai|ba|bon|nam)\b"), None),
    (re.compile(r"\b(?:cuon|quyen|ban) (\d{1,2})\b"), None),
    (re.compile(rf"\b{_UNIT} (dau tien|dau)\b"), "1"),
    (re.compile(r"\b(dau tien)\b"), "1"),
    (re.compile(rf"\b{_UNIT} (cuoi cung|cuoi|sau cung|chot)\b"), "last"),
    (re.compile(r"\b(cuoi cung|sau cung)\b"), "last"),
    (
        re.compile(
            r"\b(ca hai(?: cuon| quyen)?|ca ba(?: cuon| quyen)?|tat ca(?: cac cuon)?|toan bo|het)\b"
        ),
        "all",
    ),
)
_ORDINAL_INTENTS = frozenset(
    "show_details check_availability renew_loan place_hold cancel_hold deny refine_search "
    "suggest_purchase view_loans view_holds".split()
)
_ALL_INTENTS = frozenset("renew_loan place_hold cancel_hold".split())


class Found(NamedTuple):
    """An entity at [start, end) of the text as typed."""

    entity: str
    start: int
    end: int
    value: str


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PatternExtractor(GraphComponent, EntityExtractorMixin):
    """Adds what has a form; where it overlaps a learnt span of the same kind, the form wins."""

    @classmethod
    def required_components(cls) -> list[type]:
        return [VietnameseTokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PatternExtractor:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/"):
                continue
            tokens: list[Token] = message.get(TOKENS_NAMES[TEXT]) or []
            intent = _settle_isbn(message, text)
            message.set(
                ENTITIES,
                _merge(message.get(ENTITIES) or [], find(text, tokens, intent), intent, text),
                add_to_output=True,
            )
        return messages


def find(text: str, tokens: list[Token], intent: str) -> list[Found]:
    """Every entity with a form, in the order of the text."""
    plain, at = _folded(tokens)
    found = [
        Found("isbn", match.start(), match.end(), isbn)
        for match in _ISBN.finditer(text)
        if (isbn := isbn13(match[0])) is not None
    ]
    found += _first_of(plain, at, "year", _YEARS, found)
    if intent in _ORDINAL_INTENTS:
        found += _ordinals(plain, at, intent, found)
    found += _listed(plain, at)
    return found


def _settle_isbn(message: Message, text: str) -> str:
    """The intent; a message that is hardly more than an ISBN looks for that book."""
    intent = message.get(INTENT) or {}
    found = _ISBN.search(text)
    rest = len(text) - len(found[0]) if found and isbn13(found[0]) else len(text)
    if rest <= 12 and rest < len(text):
        sure = {"name": "find_book", "confidence": 1.0}
        message.set(INTENT, sure, add_to_output=True)
        message.set("intent_ranking", [sure], add_to_output=True)
        return "find_book"
    return str(intent.get("name", ""))


def isbn13(typed: str) -> str | None:
    """ISBN-13 digits of a valid ISBN-10 or ISBN-13 in any form, else None."""
    digits = re.sub(r"[-\s]", "", typed).upper()
    if len(digits) == 13 and digits.isdigit():
        total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
        return digits if total % 10 == 0 else None
    if len(digits) == 10 and digits[:9].isdigit():
        total = sum((10 - i) * (10 if d == "X" else int(d)) for i, d in enumerate(digits))
        if total % 11:
            return None
        core = "978" + digits[:9]
        check = -sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(core)) % 10
        return core + str(check)
    return None


def _folded(tokens: list[Token]) -> tuple[str, list[tuple[int, int, int]]]:
    """Folded words joined by one space, and for each its place there and its token."""
    parts: list[str] = []
    places: list[tuple[int, int, int]] = []
    length = 0
    for index, token in enumerate(tokens):
        word = token.get(FOLDED) or token.text
        parts.append(word)
        places.append((length, length + len(word), index))
        length += len(word) + 1
    return " ".join(parts), [(a, b, i) for a, b, i in places] + [
        (tokens[i].start, tokens[i].end, -1) for _, _, i in places
    ]


def _typed(at: list[tuple[int, int, int]], start: int, end: int) -> tuple[int, int] | None:
    """Place in the typed text of [start, end) of the folded one; None inside a word."""
    count = len(at) // 2
    touched = [i for i in range(count) if at[i][0] < end and start < at[i][1]]
    if not touched:
        return None
    return at[count + touched[0]][0], at[count + touched[-1]][1]


def _first_of(
    plain: str, at: list[tuple[int, int, int]], entity: str, forms: Any, taken: list[Found]
) -> list[Found]:
    found: list[Found] = []
    for pattern, value in forms:
        for match in pattern.finditer(plain):
            place = _typed(at, *match.span())
            if place is None or any(f.start < place[1] and place[0] < f.end for f in taken + found):
                continue
            found.append(Found(entity, place[0], place[1], value.format(*match.groups())))
    return found


def _ordinals(
    plain: str, at: list[tuple[int, int, int]], intent: str, taken: list[Found]
) -> list[Found]:
    found: list[Found] = []
    for pattern, value in _ORDINALS:
        if value == "all" and intent not in _ALL_INTENTS:
            continue
        for match in pattern.finditer(plain):
            place = _typed(at, *match.span())
            if place is None or any(f.start < place[1] and place[0] < f.end for f in taken + found):
                continue
            number = value or str(_NUMBERS.get(match[1], match[1]))
            found.append(Found("ordinal", place[0], place[1], number))
    return found


@lru_cache(maxsize=1)
def _lookups() -> list[tuple[str, re.Pattern[str], dict[str, str]]]:
    """(entity, pattern over folded text, folded words -> value), from lookups/*.tsv."""
    tables = []
    for path in sorted(LOOKUPS.glob("*.tsv")):
        rows = [
            line.split("\t")
            for line in path.read_text(encoding="utf-8").splitlines()
            if line and not line.startswith("#")
        ]
        values = dict(rows)
        longest = sorted(values, key=len, reverse=True)
        pattern = re.compile(r"(?<!\w)(" + "|".join(map(re.escape, longest)) + r")(?!\w)")
        tables.append((path.stem, pattern, values))
    return tables


def _listed(plain: str, at: list[tuple[int, int, int]]) -> list[Found]:
    found = []
    for entity, pattern, values in _lookups():
        for match in pattern.finditer(plain):
            place = _typed(at, *match.span())
            if place is not None:
                found.append(Found(entity, place[0], place[1], values[match[1]]))
    return found


def _merge(
    learnt: list[dict[str, Any]], found: list[Found], intent: str, text: str
) -> list[dict[str, Any]]:
    """Learnt spans and forms together; a listed word inside a title or author yields to it."""
    if intent in SILENT:
        return []
    kept = list(learnt)
    for each in found:
        over = [e for e in kept if e["start"] < each.end and each.start < e["end"]]
        strong = each.entity in ("isbn", "ordinal", "year")
        if any(e["entity"] in ("title", "author", "subject") for e in over) and not (
            strong and each.entity == "isbn"
        ):
            continue
        kept = [e for e in kept if e not in over]
        kept.append(
            {
                "entity": each.entity,
                "start": each.start,
                "end": each.end,
                "typed": text[each.start : each.end],
                "value": each.value,
                "extractor": "PatternExtractor",
            }
        )
    listed = {name for name, _, _ in _lookups()}
    for entity in kept:
        if entity["entity"] in listed and entity.get("extractor") != "PatternExtractor":
            entity["value"] = _nearest(entity["entity"], entity["value"])
    return sorted(kept, key=lambda e: e["start"])


def _nearest(entity: str, value: str) -> str:
    """A learnt span of a listed kind: the listed value it holds, else as it is."""
    from vietnamese import fold

    for name, pattern, values in _lookups():
        match = pattern.search(fold(value)) if name == entity else None
        if match:
            return values[match[1]]
    return value
