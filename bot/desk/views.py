"""What the desk's page is told: the queue, a conversation, hits with their citations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any
from urllib.parse import quote

from bot.store import files, handoffs, transcript
from bot.store.conversations import Conversations
from bot.store.database import Transaction
from bot.store.handoffs import Handoff
from bot.store.links import Links
from bot.store.staff import Staff
from bot.store.steps import Step
from bot.store.transcript import Message
from clock import HANOI
from connectors.messages import Attachment, Citation
from retrieval.model import PassageHit, WorkHit

DELIVERY = {"waiting": "waiting_to_send", "dead": "send_failed", "unknown": "unsure"}
QUOTE_CHARS = 400


def queue(
    db: Transaction, conversations: Conversations, staff: Staff, now: float
) -> dict[str, list[dict[str, Any]]]:
    """DeskHandoffs by where they stand, the longest waiting first."""
    groups: dict[str, list[dict[str, Any]]] = {
        "waiting": [],
        "mine": [],
        "others": [],
        "closed": [],
    }
    for handoff in handoffs.listed(db):
        groups[_group(handoff, staff)].append(_row(db, conversations, handoff, now))
    return groups


def _group(handoff: Handoff, staff: Staff) -> str:
    if handoff.state == "claimed":
        return "mine" if handoff.staff_id == staff.id else "others"
    return handoff.state


def _row(
    db: Transaction, conversations: Conversations, handoff: Handoff, now: float
) -> dict[str, Any]:
    conversation = conversations.get(db, handoff.conversation_id)
    return {
        "id": handoff.conversation_id,
        "reader": (conversation.name if conversation else None) or "",
        "reason": handoff.reason,
        "summary": handoff.summary,
        "minutes": max(0, int((now - handoff.opened) // 60)),
        "staff": handoff.staff or "",
    }


def conversation(
    db: Transaction,
    conversations: Conversations,
    links: Links,
    handoff: Handoff,
    words: Mapping[str, str],
) -> dict[str, Any]:
    """The whole transcript and why the assistant gave up. Never the card."""
    found = conversations.get(db, handoff.conversation_id)
    return {
        "id": handoff.conversation_id,
        "reader": (found.name if found else None) or "",
        "channel": found.channel if found else "",
        "linked": links.patron(db, handoff.conversation_id) is not None,
        "reason": handoff.reason,
        "summary": handoff.summary,
        "trail": [_step(each, words) for each in handoff.trail],
        "messages": _messages(db, handoff.conversation_id, words),
    }


def _step(done: Step, words: Mapping[str, str]) -> str:
    """One step of the assistant in a librarian's words."""
    return words[f"step_{done.kind}"].format(**dict(done.values))


def _messages(
    db: Transaction, conversation_id: str, words: Mapping[str, str]
) -> list[dict[str, Any]]:
    said = transcript.of(db, conversation_id)
    keys = [file.key for message in said for file in message.files if file.key]
    kept = files.standing(db, conversation_id, keys)
    return [
        _message(m) | {"files": [_file(f, conversation_id, kept, words) for f in m.files]}
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
        "at": f"{datetime.fromtimestamp(message.at, HANOI):%H:%M}",
        "delivery": DELIVERY.get(message.delivery or "", ""),
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
    return {"citation": asdict(cited), "meta": meta}


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
