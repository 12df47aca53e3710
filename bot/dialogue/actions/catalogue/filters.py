"""What narrows a search, read from the words of a message: years, language, format, audience."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

from bot.dialogue.actions.context import ActionContext
from bot.dialogue.plain import plain
from retrieval.model import Audience, Format, WorkFilter
from vietnamese.phrases import categories, years
from vietnamese.reading import fold

IN_NOW = (
    r"(?:(?:dang|hien|van) )?(?:con|co|co san|san)(?: sach)?(?: (?:o|tai))?"
    r" (?:tren ke|tren gia|trong kho)"
    r"|(?:(?:dang|hien|van|con) )?co san|(?:(?:dang|hien|van) )?con (?:cho muon|de muon|muon duoc)"
    r"|muon duoc (?:ngay|lien)|chua (?:co )?(?:ai|nguoi) muon|available"
    r"|(?<=chi lay cuon )con|(?<=chi lay sach )con|(?<=cuon nao )con"
)
"""A copy must be in at this moment."""
NEVER = r"(?!)"
LINKS = "bang |ban |loai |danh cho |cho |thuoc loai |to |so |cac |doc |muon |xem |de |quyen |cuon "
"""Words that lead to a category and go with it."""


def narrowing(context: ActionContext) -> WorkFilter:
    """Years, languages, formats and audiences a message asks for, entities first; and whether a
    copy must be in."""
    words = context.folded
    bounds = years.bounds(words)
    if bounds == years.Bounds():
        bounds = years.read(context.one("year"))
    formats, audiences = _codes("format", context, words), _codes("audience", context, words)
    return WorkFilter(
        year_from=bounds.first,
        year_to=bounds.last,
        languages=tuple(sorted(_codes("language", context, words))),
        formats=tuple(f for f in get_args(Format) if f in formats),
        audiences=tuple(a for a in get_args(Audience) if a in audiences),
        available_now=re.search(rf"\b(?:{IN_NOW})\b", words) is not None,
    )


def without(text: str) -> str:
    """The text, accents kept, without the words that narrowed."""
    for kind in categories.KINDS:
        learnt = categories.LEARNT.pattern if kind == "language" else NEVER
        text = _cut(text, rf"\b(?:{LINKS})?{categories.pattern(kind).pattern}", unless_after=learnt)
    text = _cut(text, rf"\b(?:{IN_NOW})\b(?: (?:thoi|a|nhe))*")
    for pattern in (years.SPAN, *(bound for bound, _, _ in years.BOUNDS)):
        text = _cut(text, years.CUE + pattern)
    return " ".join(text.split())


def _cut(text: str, pattern: str, unless_after: str = NEVER) -> str:
    """Without what a folded pattern matches; text whose letters fold to several is folded."""
    folded = fold(text).lower()
    if len(folded) != len(text):
        text = folded
    for match in reversed(list(re.finditer(pattern, folded))):
        if not re.search(unless_after, folded[: match.start()]):
            text = f"{text[: match.start()]} {text[match.end() :]}"
    return text


def merged(before: WorkFilter, after: WorkFilter) -> WorkFilter:
    """What is asked for now replaces the same kind asked for before."""
    years_said = after.year_from is not None or after.year_to is not None
    return replace(
        before,
        year_from=after.year_from if years_said else before.year_from,
        year_to=after.year_to if years_said else before.year_to,
        languages=after.languages or before.languages,
        formats=after.formats or before.formats,
        audiences=after.audiences or before.audiences,
        branches=after.branches or before.branches,
        available_now=after.available_now or before.available_now,
    )


def _codes(kind: categories.Kind, context: ActionContext, words: str) -> set[str]:
    """Recognised ones first; else those the words name, but for a language to be learnt."""
    values = context.all(kind)
    if known := {code for value in values if (code := categories.code_of(kind, value))}:
        return known
    said = " ".join(plain(value) for value in values) or words
    learnt = kind == "language" and not values
    return {
        named.code
        for named in categories.find(kind, said)
        if not (learnt and categories.LEARNT.search(said[: named.start]))
    }
