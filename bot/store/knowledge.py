"""Answers that librarians wrote once: drafts, approved by a second person, doubted, retired."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from sqlalchemy import Connection, Row, func, insert, select, update

from bot.store import schema
from bot.store.codec import dump, load
from connectors.messages import Citation

State = Literal["draft", "approved", "doubted", "retired"]
STATES: tuple[State, ...] = ("draft", "approved", "doubted", "retired")
REVIEW_SECONDS = 365 * 86_400.0
MOST_SHOWN = 500
_TABLE = schema.knowledge


@dataclass(frozen=True, slots=True)
class Entry:
    """`wordings` are other ways of asking it; `author` and `approver` usernames; `review`: when
    somebody is to look at it again; `reason`: why it is doubted or retired."""

    id: int
    question: str
    wordings: tuple[str, ...]
    answer: str
    sources: tuple[Citation, ...]
    subject: str
    state: State
    author: str
    approver: str
    made: float
    approved: float | None
    review: float | None
    reason: str


def draft(
    db: Connection,
    *,
    question: str,
    answer: str,
    author: str,
    now: float,
    sources: Sequence[Citation] = (),
    conversation_id: str | None = None,
) -> int:
    """The new entry's id. With a conversation, the draft is erased with it."""
    row = {
        "question": question, "answer": answer, "author": author, "made": now,
        "sources": dump([_source(each) for each in sources]), "conversation_id": conversation_id,
    }  # fmt: skip
    key = db.execute(insert(_TABLE).values(**row)).inserted_primary_key
    return int(key[0]) if key else 0


def listed(db: Connection, state: State) -> list[Entry]:
    """The latest first."""
    query = select(_TABLE).where(_TABLE.c.state == state).order_by(_TABLE.c.id.desc())
    return [_entry(row) for row in db.execute(query.limit(MOST_SHOWN))]


def counts(db: Connection) -> dict[str, int]:
    query = select(_TABLE.c.state, func.count()).group_by(_TABLE.c.state)
    return dict.fromkeys(STATES, 0) | {state: int(n) for state, n in db.execute(query)}


def get(db: Connection, entry_id: int) -> Entry | None:
    row = db.execute(select(_TABLE).where(_TABLE.c.id == entry_id)).one_or_none()
    return None if row is None else _entry(row)


def rewrite(
    db: Connection,
    entry_id: int,
    *,
    question: str,
    wordings: Sequence[str],
    answer: str,
    author: str,
) -> None:
    """Whoever changes it is its author, and it is a draft again."""
    _set(
        db, entry_id, question=question, wordings=dump(list(wordings)), answer=answer,
        author=author, state="draft", approver=None, approved=None, review=None, reason="",
    )  # fmt: skip


def approve(db: Connection, entry_id: int, approver: str, now: float) -> bool:
    """False for one's own, and for what is no draft. Where it came from is forgotten: it stays
    when that conversation is erased."""
    ready = _TABLE.c.state.in_(("draft", "doubted"))
    done = db.execute(
        update(_TABLE)
        .where(_TABLE.c.id == entry_id, ready, _TABLE.c.author != approver)
        .values(
            state="approved", approver=approver, approved=now, review=now + REVIEW_SECONDS,
            reason="", conversation_id=None,
        )
    )  # fmt: skip
    return done.rowcount == 1


def doubt(db: Connection, entry_id: int, reason: str) -> None:
    """Out of service until somebody looks."""
    _set(db, entry_id, state="doubted", reason=reason[:200])


def retire(db: Connection, entry_id: int, reason: str) -> None:
    _set(db, entry_id, state="retired", reason=reason[:200])


def _set(db: Connection, entry_id: int, **values: object) -> None:
    db.execute(update(_TABLE).where(_TABLE.c.id == entry_id).values(**values))


def _source(cited: Citation) -> dict[str, Any]:
    return {
        "work_id": cited.work_id, "title": cited.title, "author": cited.author,
        "page": cited.page, "quote": cited.quote, "url": cited.url, "rights": cited.rights,
    }  # fmt: skip


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        row.id,
        row.question,
        tuple(str(each) for each in load(row.wordings)),
        row.answer,
        tuple(Citation(**each) for each in load(row.sources)),
        row.subject or "",
        cast(State, row.state),
        row.author,
        row.approver or "",
        row.made,
        row.approved,
        row.review,
        row.reason,
    )
