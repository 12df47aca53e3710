"""Entities with a form of their own: ISBN, years and bounds, ordinals, and listed words.

All are read in the folded text as meant, and shown at their place in the text as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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
from stdnum import isbn

from nlu_data.components.forms import (
    ALL_INTENTS,
    ALLOWED,
    DATE_INTENTS,
    ORDINAL_INTENTS,
    PLACE_INTENTS,
    SILENT,
)
from nlu_data.components.places import places
from nlu_data.components.tokenizer import FOLDED, MEANT, VietnameseTokenizer
from vietnamese.phrases import categories, days, ordinals, years
from vietnamese.phrases.identifiers import ISBN


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
        Found("isbn", match.start(), match.end(), isbn.to_isbn13(isbn.compact(match[0])))
        for match in ISBN.finditer(text)
        if isbn.is_valid(match[0])
    ]
    said = ((start, end, str(bounds)) for start, end, bounds in years.find(plain))
    found += _placed(at, "year", said, found)
    if "place" in ALLOWED.get(intent, ()):
        found += _placed(at, "place", _named_places(plain, intent), found)
    if intent in ORDINAL_INTENTS:
        found += _placed(at, "ordinal", _ordinals(plain, at, tokens, intent), found)
    if intent in DATE_INTENTS:
        said = ((start, end, plain[start:end]) for start, end in days.find(plain))
        found += _placed(at, "date", said, found)
    found += _listed(plain, at)
    return found


def _place_patterns(intent: str) -> tuple[re.Pattern[str], ...]:
    """Rooms where something is looked for; a branch's bare name where it cannot be a town."""
    known = places()
    if intent in PLACE_INTENTS:
        return known
    return known[:2] if intent == "opening_hours" else known[:1]


def _named_places(plain: str, intent: str) -> Iterator[tuple[int, int, str]]:
    for pattern in _place_patterns(intent):
        for match in pattern.finditer(plain):
            yield *match.span(), match[0]


def _settle_isbn(message: Message, text: str) -> str:
    """The intent; a message that is hardly more than an ISBN looks for that book."""
    intent = message.get(INTENT) or {}
    found = ISBN.search(text)
    rest = len(text) - len(found[0]) if found and isbn.is_valid(found[0]) else len(text)
    if rest <= 12 and rest < len(text):
        sure = {"name": "find_book", "confidence": 1.0}
        message.set(INTENT, sure, add_to_output=True)
        message.set("intent_ranking", [sure], add_to_output=True)
        return "find_book"
    return str(intent.get("name", ""))


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


def _placed(
    at: list[tuple[int, int, int]],
    entity: str,
    forms: Iterable[tuple[int, int, str]],
    taken: list[Found],
) -> list[Found]:
    """Those of (start, end, value) that overlap nothing before them."""
    found: list[Found] = []
    for start, end, value in forms:
        place = _typed(at, start, end)
        if place is None or any(f.start < place[1] and place[0] < f.end for f in taken + found):
            continue
        found.append(Found(entity, place[0], place[1], value))
    return found


def _ordinals(
    plain: str, at: list[tuple[int, int, int]], tokens: list[Token], intent: str
) -> Iterator[tuple[int, int, str]]:
    for start, end, value in ordinals.find(plain):
        if value == "all" and intent not in ALL_INTENTS:
            continue
        place = _typed(at, start, end)
        if _is_weekday(plain, start, intent) or (place and _asks_where(tokens, place)):
            continue
        yield start, end, value


def _asks_where(tokens: list[Token], place: tuple[int, int]) -> bool:
    """`cuốn mô`, meant as `cuốn đâu`, folds to `cuốn đầu` but asks which one."""
    return any(token.get(MEANT) == "đâu" for token in tokens if place[0] <= token.start < place[1])


def _is_weekday(plain: str, start: int, intent: str) -> bool:
    """`thứ bảy mình qua lấy` is a day; `cuốn thứ bảy` is a place in the list."""
    said = plain.startswith("thu ", start)
    return said and intent in DATE_INTENTS and not re.search(rf"{ordinals.UNIT} $", plain[:start])


def _listed(plain: str, at: list[tuple[int, int, int]]) -> list[Found]:
    found = []
    for kind in categories.KINDS:
        for start, end, code in categories.find(kind, plain):
            place = _typed(at, start, end)
            if place is not None:
                found.append(Found(kind, place[0], place[1], code))
    return found


def _merge(
    learnt: list[dict[str, Any]], found: list[Found], intent: str, text: str
) -> list[dict[str, Any]]:
    """Learnt spans and forms together; a listed word inside a title or author yields to it."""
    if intent in SILENT:
        return []
    allowed = ALLOWED.get(intent, frozenset())
    kept = [e for e in learnt if e["entity"] in allowed]
    for each in found:
        if each.entity not in allowed:
            continue
        over = [e for e in kept if e["start"] < each.end and each.start < e["end"]]
        strong = each.entity in ("isbn", "date", "place")
        if each.entity == "year":
            over = [e for e in over if e["entity"] != "subject" or not _within(e, each)]
            kept = [e for e in kept if e["entity"] != "subject" or not _within(e, each)]
        if any(e["entity"] in ("title", "author", "subject") for e in over) and not strong:
            continue
        if any(e["entity"] == "place" and not strong for e in over):
            continue
        if any(len(f) > each.end - each.start for f in _same(over, each.entity)):
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
    for entity in kept:
        kind, value = entity["entity"], entity["value"]
        if kind in categories.KINDS and entity.get("extractor") != "PatternExtractor":
            entity["value"] = categories.code_of(kind, value) or value
    return sorted(kept, key=lambda e: e["start"])


def _within(learnt: dict[str, Any], form: Found) -> bool:
    """A bound of years that the field took for a subject (`sau 2020`)."""
    return bool(form.start <= learnt["start"] and learnt["end"] <= form.end)


def _same(over: list[dict[str, Any]], kind: str) -> list[range]:
    """Learnt spans of the same kind: a longer one knows more than the form (`bé lớp 2`)."""
    if kind in ("isbn", "ordinal", "year", "date"):
        return []
    return [range(e["start"], e["end"]) for e in over if e["entity"] == kind]
