"""What the desk's page is told: a conversation, its window, hits with their citations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import quote

from bot.desk import fates, times
from bot.desk.knowledge_draft import covered
from bot.desk.windows import Window
from bot.store import files, outbox, transcript
from bot.store.conversations import Conversations
from bot.store.database import Transaction
from bot.store.handoffs import Handoff
from bot.store.knowledge import Entry
from bot.store.links import Links
from bot.store.steps import Step
from bot.store.transcript import Message
from connectors.messages import Attachment, Citation
from retrieval.model import PassageHit, WorkHit

QUOTE_CHARS = 400
LEAST_COVERED = 0.6
"""Of the words asked, how many an approved answer must have to be offered."""


def conversation(
    db: Transaction,
    conversations: Conversations,
    links: Links,
    handoff: Handoff,
    *,
    words: Mapping[str, str],
    now: float,
) -> dict[str, Any]:
    """The whole transcript and why the assistant gave up. Never the card."""
    found = conversations.get(db, handoff.conversation_id)
    channel = found.channel if found else ""
    return {
        "id": handoff.conversation_id,
        "reader": (found.name if found else None) or "",
        "channel": words.get(f"channel_{channel}", channel),
        "linked": links.patron(db, handoff.conversation_id) is not None,
        "reason": words.get(f"reason_{handoff.reason}", ""),
        "summary": handoff.summary,
        "trail": [_step(each, words) for each in handoff.trail],
        "draft": handoff.draft,
        "note": handoff.note,
        "state": handoff.state,
        "follows": handoff.follows is not None,
        "closing": _closing(handoff, words, now),
        "messages": _messages(db, handoff.conversation_id, words, now),
    }


def _closing(handoff: Handoff, words: Mapping[str, str], now: float) -> str:
    """How a closed ticket ended, in one line."""
    if handoff.closed is None:
        return ""
    told = [
        words["closed_at"].format(when=times.stamp(handoff.closed, now, words)),
        handoff.staff or "",
        words.get(f"outcome_{handoff.outcome}", ""),
        f"READ {handoff.read_level}" if handoff.read_level else "",
        words.get(f"subject_{handoff.subject}", ""),
    ]
    return " · ".join(each for each in told if each)


def window(found: Window, now: float, words: Mapping[str, str]) -> dict[str, Any]:
    """Until when the reader can be answered, and at what price."""
    left = times.left(found.until, now, words) if found.until is not None else ""
    line = words[f"window_{found.verdict}"] if found.until or found.verdict != "free" else ""
    told = line.format(left=left, price=found.price_vnd)
    if found.verdict == "paid" and not found.affordable:
        told = words["window_no_budget"]
    return {"verdict": found.verdict, "line": told, "price": found.price_vnd}


def _step(done: Step, words: Mapping[str, str]) -> str:
    """One step of the assistant in a librarian's words."""
    return words[f"step_{done.kind}"].format(**dict(done.values))


def _messages(
    db: Transaction, conversation_id: str, words: Mapping[str, str], now: float
) -> list[dict[str, Any]]:
    said, sent = transcript.of(db, conversation_id), outbox.fates(db, conversation_id)
    keys = [file.key for message in said for file in message.files if file.key]
    kept = files.standing(db, conversation_id, keys)
    return [
        _message(m)
        | {
            "at": times.stamp(m.at, now, words),
            "files": [_file(f, conversation_id, kept, words) for f in m.files],
            "delivery": fates.told(sent.get(m.id) if m.who == "librarian" else None, words),
        }
        for m in said
    ]


def _file(
    file: Attachment, conversation_id: str, kept: frozenset[str], words: Mapping[str, str]
) -> dict[str, Any]:
    """What a reader sent besides words, as a line; with the address of what we have ourselves."""
    named = file.kind == "file" and file.name
    line = words["file_named" if named else f"file_{file.kind}"]
    address = f"/desk/api/conversations/{conversation_id}/files/{file.key}"
    return {
        "line": line.replace("{name}", file.name or ""),
        "picture": file.kind == "image",
        "url": address if file.key in kept else "",
    }


def _message(message: Message) -> dict[str, Any]:
    reply = asdict(message.reply)
    return {
        "id": message.id,
        "who": message.who,
        "name": message.reply.sender_name or "",
        "text": reply["text"],
        "cards": reply["cards"],
        "citations": reply["citations"],
    }


def work_hit(hit: WorkHit) -> dict[str, Any]:
    """A record of the catalogue as something to cite."""
    work = hit.work
    year = str(work.year) if work.year else ""
    cited = Citation(
        work_id=work.id,
        title=work.title,
        author=", ".join(work.authors),
        page=None,
        quote=work.summary[:QUOTE_CHARS],
        url="",
    )
    meta = " · ".join(part for part in (work.publisher, year, work.call_number) if part)
    return {"citation": asdict(cited), "meta": meta, "call_number": work.call_number or ""}


def known_hits(entries: Sequence[Entry], asked: str) -> list[dict[str, Any]]:
    """Approved answers that have most of the words asked, to be put into one's own."""
    scored = [
        (covered(asked, f"{e.question} {' '.join(e.wordings)} {e.answer}"), e) for e in entries
    ]
    best = sorted((pair for pair in scored if pair[0] >= LEAST_COVERED), key=lambda pair: -pair[0])
    return [
        {
            "citation": {"title": e.question, "author": "", "page": None, "quote": e.answer},
            "meta": "",
            "answer": e.answer,
        }
        for _, e in best[:8]
    ]


def passage_hit(hit: PassageHit, public_url: str) -> dict[str, Any]:
    """A passage as something to cite: the sentence and its page."""
    passage = hit.passage
    cited = Citation(
        work_id=passage.work_id,
        title=passage.title,
        author=passage.author,
        page=passage.page,
        quote=hit.sentence[:QUOTE_CHARS],
        url=f"{public_url}/xem/{quote(passage.work_id, safe='')}/{passage.page}",
        rights=passage.rights,
    )
    return {"citation": asdict(cited), "meta": ""}
