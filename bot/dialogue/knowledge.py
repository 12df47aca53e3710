"""The Knowledge port: answers that librarians approved, for whoever answers to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from bot.dialogue.plain import plain
from bot.store import knowledge
from bot.store.database import Database
from bot.store.knowledge import Entry
from connectors.messages import Citation
from vietnamese.reading import read


@dataclass(frozen=True, slots=True)
class Known:
    """An approved answer to a question, with its sources and since when it stands."""

    id: int
    question: str
    answer: str
    sources: tuple[Citation, ...]
    approved: float


class Knowledge(Protocol):
    """Of what is approved, nothing else: no draft, nothing doubted or retired."""

    async def known(self, question: str) -> Known | None:
        """The answer to this very question, however it is typed; None where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class StoredKnowledge:
    """Entries of the store, by their wordings. Questions that only resemble one find nothing: a
    bar for likeness is to be measured first."""

    database: Database

    async def known(self, question: str) -> Known | None:
        entries = await self.database.run(lambda db: knowledge.listed(db, "approved"))
        return next(matching(entries, question), None)


def matching(entries: Iterable[Entry], question: str) -> Iterator[Known]:
    """Those one of whose wordings has the same words in the same order."""
    asked = as_meant(question)
    for each in entries:
        ways = (each.question, *each.wordings)
        if asked and any(as_meant(way) == asked for way in ways):
            yield Known(each.id, each.question, each.answer, each.sources, each.approved or 0.0)


def as_meant(text: str) -> str:
    """Words as meant, without accents and marks."""
    return plain(read(text).meant)
