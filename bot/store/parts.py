"""The parts of one message: what arrived as several events, each known by the channel's name of it.

The pictures of an album, messages forwarded together, a long text cut by the reader's own app:
they are gathered while the message waits, and answered once. An edit changes the part it names.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select, update

from bot.store import events, schema, transcript
from bot.store.codec import dump, load, load_reply
from connectors.messages import Attachment, Inbound, Reply

GATHER_SECONDS = 1.0
"""After each part; Telegram delivers those of an album within tenths of a second."""
LATE_SECONDS = 60.0
"""A part whose delivery was repeated still belongs to an act that was answered meanwhile."""
LOOKED_AT = 500
"""Messages of a conversation in which an edited one is looked for: Telegram allows edits for two
days, and few readers write as much."""
_INBOX, _MESSAGES = schema.inbox, schema.messages


def gathered(
    db: Connection, conversation_id: str, inbound: Inbound, body: dict[str, Any], now: float
) -> bool:
    """True when the event was the part of a message stored before, and is kept with it. Another
    message ends the gathering. `body` is the event's own, redacted."""
    last = db.execute(
        select(_INBOX)
        .where(_INBOX.c.conversation_id == conversation_id)
        .order_by(_INBOX.c.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None:
        return False
    whole = load(last.body)
    late = last.state != "waiting"
    joined = _joins(whole, inbound) and now - max(last.received, last.ready) < LATE_SECONDS
    if not joined or (late and inbound.text):
        if last.ready and not late:
            _set(db, last.id, ready=0.0)
        return False
    if late:
        _after(db, conversation_id, last.id, body, now)
    else:
        _set(db, last.id, body=dump(_merged(whole, body)), ready=until(inbound, now))
    events.keep(
        db, channel=inbound.channel, event_id=inbound.event_id, kind="part", now=now,
        conversation_id=conversation_id,
    )  # fmt: skip
    return True


def until(inbound: Inbound, now: float) -> float:
    """When the message may be taken: once no more parts are to come."""
    return now + GATHER_SECONDS if inbound.act or inbound.unfinished else 0.0


def edit(db: Connection, conversation_id: str, ref: str, text: str) -> bool:
    """The message that the channel calls `ref` gets new words, answered or not; no other does."""
    waiting = db.execute(
        select(_INBOX.c.id, _INBOX.c.body).where(
            _INBOX.c.conversation_id == conversation_id, _INBOX.c.state.in_(("waiting", "running"))
        )
    )
    for row in waiting:
        body = load(row.body)
        if _reworded(body.get("parts", []), ref, text):
            changed = body | {"text": joined(body["parts"]), "edited": True}
            _set(db, row.id, body=dump(changed))
            return True
    return _edit_said(db, conversation_id, ref, text)


def edited(db: Connection, inbox_id: int) -> tuple[str, list[dict[str, str]]] | None:
    """The words and parts of a claimed message that was edited since; None where it was not."""
    found = db.execute(select(_INBOX.c.body).where(_INBOX.c.id == inbox_id)).scalar_one_or_none()
    body = load(found) if found else {}
    return (body["text"], body["parts"]) if body.get("edited") else None


def joined(parts: list[dict[str, str]]) -> str:
    """The words of all parts, one below the other."""
    return "\n".join(part["text"] for part in parts if part["text"])


def _joins(whole: dict[str, Any], inbound: Inbound) -> bool:
    """A part of the same act in the same topic, or what follows an unfinished text."""
    if whole.get("payload") or inbound.payload or whole.get("thread") != inbound.thread:
        return False
    if whole.get("unfinished"):
        return bool(inbound.text) and not inbound.attachments and inbound.act is None
    return inbound.act is not None and whole.get("act") == inbound.act


def _merged(whole: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    parts = [*whole["parts"], *body["parts"]]
    return whole | {
        "parts": parts,
        "text": joined(parts),
        "files": [*whole["files"], *body["files"]],
        "hidden": sorted({*whole["hidden"], *body["hidden"]}),
        "unfinished": body["unfinished"],
    }


def _after(
    db: Connection, conversation_id: str, inbox_id: int, body: dict[str, Any], now: float
) -> None:
    """A late picture of an album that was answered: kept beside it, not answered again."""
    files = [transcript.sent(Attachment(**file)) for file in body["files"]]
    transcript.add(
        db, conversation_id, "reader", Reply(""), now,
        facts={"files": files, "parts": body["parts"]}, inbox_id=inbox_id,
    )  # fmt: skip


def _edit_said(db: Connection, conversation_id: str, ref: str, text: str) -> bool:
    said = db.execute(
        select(_MESSAGES.c.id, _MESSAGES.c.reply, _MESSAGES.c.facts)
        .where(_MESSAGES.c.conversation_id == conversation_id, _MESSAGES.c.who == "reader")
        .order_by(_MESSAGES.c.id.desc())
        .limit(LOOKED_AT)
    )
    for row in said:
        facts = load(row.facts)
        if _reworded(facts.get("parts", []), ref, text):
            reply = asdict(load_reply(row.reply)) | {"text": joined(facts["parts"])}
            db.execute(
                update(_MESSAGES)
                .where(_MESSAGES.c.id == row.id)
                .values(reply=dump(reply), facts=dump(facts))
            )
            return True
    return False


def _reworded(parts: list[dict[str, str]], ref: str, text: str) -> bool:
    """Whether one of the parts is the named one; it then has the new words."""
    named = [part for part in parts if part["ref"] == ref]
    for part in named:
        part["text"] = text
    return bool(named)


def _set(db: Connection, row_id: int, **values: object) -> None:
    db.execute(update(_INBOX).where(_INBOX.c.id == row_id).values(**values))
