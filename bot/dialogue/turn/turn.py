"""The heart: the owner answers. A librarian's conversation is left to the librarian."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Literal

from bot.dialogue.memory import NOTHING, Memory
from bot.dialogue.port import Effects, Engine, EngineFailure, TurnInput, TurnResult
from bot.dialogue.rasa.commands import known
from bot.dialogue.replies import Replies
from bot.dialogue.turn import commands
from bot.dialogue.turn.leaning import BY_ITSELF, Leaning
from bot.dialogue.turn.needs import Needs
from bot.dialogue.turn.several import in_order
from bot.dialogue.turn.understood import told_as_understood
from bot.dialogue.turn.waiting import STOP, Standing, leaves, rest
from bot.store.conversations import Conversation
from bot.store.handoffs import HandoffRequest
from bot.store.inbox import InboxRow
from bot.store.link_tokens import Redeemed
from bot.store.steps import step
from connectors.messages import Button, Reply

Redeem = Callable[[str, str], Awaitable[Redeemed | None]]
"""(conversation id, code) -> the card that the code links, if it does."""

_CODE = re.compile(r"^\s*[BCDFGHJKLMNPQRSTVWXZ]{8}\s*$", re.IGNORECASE)
NOTICES = {
    "/notices_on": True, "/nhac-han": True, "bật nhắc": True, "bat nhac": True,
    "/notices_off": False, "/tat-nhac": False, "tắt nhắc": False, "tat nhac": False,
}  # fmt: skip
UNREAD = {
    "image": "turn.photo",
    "audio": "turn.voice",
    "sticker": "turn.sticker",
    "contact": "turn.contact",
    "other": "turn.other",
}
"""What is said to something without words, by its kind; to the rest `turn.attachment`."""

HIDDEN = {
    "pin": "turn.pin_typed",
    "identity": "turn.identity_typed",
    "card": "turn.card_typed",
    "phone": "turn.contact_typed",
    "email": "turn.contact_typed",
}
"""What is said of something that was taken out of a message, the gravest first."""


@dataclass(frozen=True, slots=True)
class TurnDeps:
    """What a turn works with."""

    engine: Engine
    fallback: Engine
    needs: Needs
    redeem: Redeem
    replies: Replies
    leaning: Leaning = BY_ITSELF


async def take_turn(
    row: InboxRow,
    conversation: Conversation,
    patron_id: str | None,
    deps: TurnDeps,
    standing: Standing | None = None,
    *,
    memory: Memory = NOTHING,
) -> TurnResult:
    """Never raises for what a reader wrote; engines report failures as values. `standing` is the
    reader's place among those who wait for a librarian, `memory` what the conversation
    remembers."""
    if row.payload is None and _CODE.match(row.text):
        linked = await _linked(row, conversation, deps, memory)
        if linked is not None:
            return linked
    if conversation.owner == "librarian":
        return TurnResult(_hidden(row, deps, "system"), trail=(step("with_librarian"),))
    if conversation.owner == "queue":
        return await _waiting(row, conversation, patron_id, deps, memory, standing=standing)
    if row.payload == STOP:
        return TurnResult((Reply(say(deps, "turn.not_waiting", row.id)),), ("info_told",))
    return await _taken(row, conversation, patron_id, deps, memory)


async def _taken(
    row: InboxRow,
    conversation: Conversation,
    patron_id: str | None,
    deps: TurnDeps,
    memory: Memory,
) -> TurnResult:
    wanted = NOTICES.get((row.payload or row.text).strip().lower())
    if wanted is not None:
        return _notices(row, patron_id, deps, on=wanted)
    warning = _hidden(row, deps, "bot")
    if warning and not any(letter.isalnum() for letter in row.text):
        return TurnResult(warning, ("info_told",))
    result = await _answered(row, conversation, patron_id, deps, memory)
    return replace(result, replies=(*warning, *result.replies))


def _hidden(row: InboxRow, deps: TurnDeps, sender: Literal["bot", "system"]) -> tuple[Reply, ...]:
    """That something in the message was not kept, by the gravest kind."""
    for kind, key in HIDDEN.items():
        if kind in row.hidden:
            link = Button(say(deps, "button.link", row.id), "/link_account")
            buttons = (link,) if sender == "bot" and kind in ("pin", "card") else ()
            return (Reply(say(deps, key, row.id), buttons, sender=sender),)
    return ()


async def _waiting(
    row: InboxRow,
    conversation: Conversation,
    patron_id: str | None,
    deps: TurnDeps,
    memory: Memory,
    *,
    standing: Standing | None,
) -> TurnResult:
    """Who waits for a librarian is answered all the same, told that one will come, and let out."""
    if row.payload == STOP or (row.payload is None and leaves(row.text)):
        left = TurnResult(
            (Reply(say(deps, "turn.left_queue", row.id)),), ("left_queue",),
            effects=Effects(take_back=True),
        )  # fmt: skip
        asked = rest(row.text) if row.payload is None else ""
        if not asked:
            return left
        asking = replace(row, text=asked)
        return left.then(await _taken(asking, conversation, patron_id, deps, memory))
    result = await _taken(row, conversation, patron_id, deps, memory)
    told = _still_waiting(row, deps, standing)
    button = Button(say(deps, "button.stop_waiting", row.id), STOP)
    if result.effects.handoff is not None or not result.replies:
        return TurnResult((Reply(told, (button,)),), ("waiting_told",), result.understood)
    last = result.replies[-1]
    last = replace(last, text=f"{last.text}\n\n{told}", buttons=(*last.buttons, button))
    acts = (*result.acts, "waiting_told")
    return replace(result, replies=(*result.replies[:-1], last), acts=acts)


def _still_waiting(row: InboxRow, deps: TurnDeps, standing: Standing | None) -> str:
    if standing is None:
        return say(deps, "turn.still_waiting", row.id)
    if standing.minutes is None:
        return say(deps, "turn.waiting_place", row.id, place=standing.place)
    return say(deps, "turn.waiting_minutes", row.id, place=standing.place, minutes=standing.minutes)


async def _linked(
    row: InboxRow, conversation: Conversation, deps: TurnDeps, memory: Memory
) -> TurnResult | None:
    """The right code links the card whoever holds the conversation, and leaves it to them; None
    for any other eight letters."""
    card = await deps.redeem(conversation.id, row.text.strip().upper())
    if card is None:
        return None
    text, link = say(deps, "turn.linked", row.id), Effects(link=(card.patron_id, card.consent))
    if conversation.owner == "librarian" or (conversation.owner == "queue" and not card.asked):
        return TurnResult((Reply(text, sender="system"),), ("linked",), effects=link)
    if not card.asked:
        tell_me = Button(say(deps, "button.notices_on", row.id), "/notices_on")
        return TurnResult((Reply(text, (tell_me,)),), ("linked",), effects=link)
    payload = card.asked if card.asked.startswith("/") else None
    asked = replace(row, text=card.asked, payload=payload)
    answer = await _answered(asked, conversation, card.patron_id, deps, memory)
    return TurnResult((Reply(text),), ("linked",), effects=link).then(answer)


def _notices(row: InboxRow, patron_id: str | None, deps: TurnDeps, *, on: bool) -> TurnResult:
    """Only a linked reader can be told of loans."""
    if on and patron_id is None:
        link = Button(say(deps, "button.link", row.id), "/link_account")
        return TurnResult((Reply(say(deps, "notice.link_first", row.id), (link,)),), ("info_told",))
    text = say(deps, "notice.on" if on else "notice.off", row.id)
    return TurnResult((Reply(text),), ("info_told",), effects=Effects(notices=on))


async def _answered(
    row: InboxRow,
    conversation: Conversation,
    patron_id: str | None,
    deps: TurnDeps,
    memory: Memory,
) -> TurnResult:
    if row.attachments and not row.text.strip() and row.payload is None:
        key = UNREAD.get(row.files[0].kind if row.files else "", "turn.attachment")
        return TurnResult((Reply(say(deps, key, row.id)),), ("info_told",))
    if row.payload is not None and not known(row.payload):
        return TurnResult((Reply(say(deps, "turn.stale", row.id)),), ("info_told",))
    text, payload = (row.text, row.payload) if row.payload else commands.read(row.text)
    asked = TurnInput(
        conversation_id=conversation.id,
        turn_id=str(row.id),
        text=text,
        payload=payload,
        patron_id=patron_id,
        channel=conversation.channel,
        attachments=row.attachments,
        memory=memory,
    )
    if not row.text.strip() and asked.payload is None:
        return TurnResult((Reply(say(deps, "turn.empty", row.id)),), ("asked_meaning",))
    asked = await deps.leaning.read(asked)
    cut = await deps.needs.split(asked)
    if isinstance(cut, EngineFailure):
        return await _spare(asked, cut, deps)
    return in_order(await _each(cut, deps))


async def _each(cut: list[TurnInput], deps: TurnDeps) -> list[TurnResult]:
    """In order; a later need may lean on what an earlier one of the same message showed."""
    if len(cut) == 1:
        return [await _one(cut[0], deps)]
    results: list[TurnResult] = []
    memory = cut[0].memory
    for turn in cut:
        leaning = await deps.leaning.read(replace(turn, memory=memory))
        results.append(await _one(leaning, deps))
        memory = memory.after(results[-1].seen)
    return results


async def _one(asked: TurnInput, deps: TurnDeps) -> TurnResult:
    answer = await deps.engine.turn(asked)
    if not isinstance(answer, TurnResult):
        answer = await _spare(asked, answer, deps)
    return told_as_understood(asked, answer, deps.replies) if asked.meaning else answer


async def _spare(asked: TurnInput, failure: EngineFailure, deps: TurnDeps) -> TurnResult:
    if failure.acting:
        return _in_doubt(asked, failure, deps)
    spare = await deps.fallback.turn(asked)
    if isinstance(spare, TurnResult):
        return replace(spare, degraded=failure.reason)
    return trouble(deps, asked.turn_id, f"{failure.reason}; {spare.reason}")


def _in_doubt(asked: TurnInput, failure: EngineFailure, deps: TurnDeps) -> TurnResult:
    """Nobody knows what the action came to: not said to have failed, and a librarian looks."""
    reply = Reply(say(deps, "turn.in_doubt", asked.turn_id))
    wanted = HandoffRequest("unconfirmed_write", say(deps, "turn.in_doubt_summary", asked.turn_id))
    return TurnResult(
        (reply,), ("failed",), effects=Effects(handoff=wanted), trail=(step("write_doubtful"),),
        degraded=failure.reason,
    )  # fmt: skip


def trouble(deps: TurnDeps, turn_id: object, why: str) -> TurnResult:
    """Nothing could answer: the reader is told, and offered a librarian."""
    button = Button(say(deps, "button.librarian", turn_id), "/ask_librarian")
    reply = Reply(say(deps, "turn.trouble", turn_id), (button,))
    return TurnResult((reply,), ("failed",), degraded=why)


def say(deps: TurnDeps, key: str, turn_id: object, **values: object) -> str:
    """A sentence of the turn itself, in the common form of address."""
    return deps.replies.text(key, str(turn_id), deps.replies.address(""), values)
