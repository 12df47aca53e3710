"""From a message to catalogue queries, the most exact first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from bot.dialogue.actions.catalogue import filters
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.people.free_text import LONGEST, free_text
from retrieval.model import WorkFilter, WorkQuery
from vietnamese.phrases.identifiers import ISBN

PAGE = 5
SAME_PERSON = re.compile(
    r"\b(?:ong|ba|co|anh|chi) (?:ay|nay|do|no)\b|\btac gia (?:nay|do|ay|tren)\b|\bcung tac gia\b"
    r"|\bnguoi (?:nay|do|ay)\b"
)


def queries(context: ActionContext) -> tuple[WorkQuery, ...]:
    """Tries in order; empty when the message names nothing to look for."""
    narrow = filters.narrowing(context)
    isbn = context.one("isbn") or _isbn(context.meant)
    if isbn:
        return (WorkQuery(isbn=re.sub(r"[\s-]", "", isbn), limit=PAGE),)
    author = context.one("author") or same_person(context)
    fielded = WorkQuery(
        title=context.one("title"),
        author=author,
        subject=" ".join(context.all("subject")),
        publisher=context.one("publisher"),
        filter=narrow,
        limit=PAGE,
    )
    named = " ".join((fielded.title, fielded.author, fielded.subject, fielded.publisher)).strip()
    free = _free(context)
    if not named:
        asks = bool(free) or narrow != WorkFilter()
        return (WorkQuery(text=free, filter=narrow, limit=PAGE),) if asks else ()
    if named == fielded.subject:
        if not free and narrow != WorkFilter():  # `cho con`, taken for a subject
            return (WorkQuery(filter=narrow, limit=PAGE),)
        # the reader's own words say at least as much as the span found
        return (WorkQuery(text=free or named, filter=narrow, limit=PAGE), fielded)
    return fielded, WorkQuery(text=named, filter=narrow, limit=PAGE)


def refined(context: ActionContext, before: WorkQuery) -> WorkQuery:
    """The last query with what this message adds or changes."""
    narrow = filters.narrowing(context)
    query = replace(before, filter=filters.merged(before.filter, narrow), offset=0)
    named: dict[str, Any] = {
        name: value for name in ("title", "author", "publisher") if (value := context.one(name))
    }
    if subject := " ".join(context.all("subject")):
        named["subject"] = subject
    if named:
        return replace(query, **named)
    return query


def remembered(slot: object) -> WorkQuery | None:
    """A query as `as_slot` wrote it, or None for anything else."""
    if not isinstance(slot, Mapping):
        return None
    try:
        narrow: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in slot["filter"].items()
        }
        return WorkQuery(**{**slot, "filter": WorkFilter(**narrow)})
    except (KeyError, TypeError, AttributeError):
        return None


def as_slot(query: WorkQuery) -> dict[str, Any]:
    return asdict(query)


def _free(context: ActionContext) -> str:
    """The free text of the message, with what the filters took removed."""
    return free_text(filters.without(context.meant[:LONGEST]))


def _isbn(text: str) -> str:
    match = ISBN.search(text)
    return match[0] if match else ""


def same_person(context: ActionContext) -> str:
    """The author last spoken of, when the message says `ông ấy`; else an empty string."""
    person = context.slots.get("last_person")
    if isinstance(person, str) and SAME_PERSON.search(context.folded):
        return person
    return ""


def with_text(before: WorkQuery, added: str) -> WorkQuery:
    """The query as free text with more words in it."""
    words = (before.title, before.subject, before.author, before.publisher, before.text, added)
    text = " ".join(word for word in words if word)
    return WorkQuery(text=text, filter=before.filter, limit=before.limit)
