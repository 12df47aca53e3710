"""A call of Rasa's action protocol, parsed once into a frozen ActionContext."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from bot.dialogue.memory import NOTHING, Memory
from bot.dialogue.plain import plain
from bot.dialogue.port import Entity, Understood
from vietnamese.reading import nfc, read


class BadCallError(ValueError):
    """The call does not have the protocol's shape; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class ActionContext:
    """What an action may know. `patron_id` comes from the app's metadata alone.

    `turn_id` is the app's; a call without one gets Rasa's id of the message, so that keys of
    writes made from it never repeat by accident.
    """

    action: str
    conversation_id: str
    turn_id: str
    patron_id: str | None = None
    channel: str = "web"
    text: str = ""
    meant: str = ""
    intent: str = ""
    confidence: float = 0.0
    ranking: tuple[tuple[str, float], ...] = ()
    entities: tuple[Entity, ...] = ()
    payload: Mapping[str, str] = field(default_factory=dict)
    """Entities of a pressed button; empty for typed text."""
    slots: Mapping[str, Any] = field(default_factory=dict)
    form: str | None = None
    requested: str | None = None
    needs: tuple[str, ...] = ()
    spoken: bool = False
    """An action of this turn has already said something."""
    memory: Memory = NOTHING

    @property
    def folded(self) -> str:
        """The message as meant, without accents, in lower case, single spaces."""
        return plain(self.meant)

    @property
    def pressed(self) -> bool:
        return self.text.startswith("/")

    @property
    def understood(self) -> Understood:
        return Understood(self.intent, self.confidence, self.needs or (self.intent,), self.entities)

    def all(self, entity: str) -> tuple[str, ...]:
        """Values of an entity in order, those of a button before those recognised."""
        pressed = (self.payload[entity],) if entity in self.payload else ()
        return pressed or tuple(e.value for e in self.entities if e.entity == entity)

    def one(self, entity: str) -> str:
        """The first value of an entity, or an empty string."""
        return next(iter(self.all(entity)), "")


def parse(call: object) -> ActionContext:
    """Raises BadCallError. Unknown fields are ignored; strings are brought to NFC."""
    body = _mapping(call, "call")
    tracker = _mapping(body.get("tracker"), "tracker")
    action = body.get("next_action")
    if not isinstance(action, str) or not action:
        raise BadCallError("next_action is missing")
    message = tracker.get("latest_message") or {}
    if not isinstance(message, Mapping):
        raise BadCallError("latest_message is not an object")
    metadata = message.get("metadata") or {}
    if not isinstance(metadata, Mapping):
        raise BadCallError("metadata is not an object")
    slots = tracker.get("slots") or {}
    loop = tracker.get("active_loop") or {}
    typed = _text(message.get("text"))
    entities, payload = _entities(message.get("entities"), pressed=typed.startswith("/"))
    text = payload.get("question", "" if typed.startswith("/") else typed)
    intent = message.get("intent") or {}
    return ActionContext(
        action=action,
        conversation_id=_text(body.get("sender_id")) or _text(tracker.get("sender_id")),
        turn_id=_text(metadata.get("turn_id")) or _text(message.get("message_id")) or uuid4().hex,
        patron_id=_text(metadata.get("patron_id")) or None,
        channel=_text(metadata.get("channel")) or "web",
        text=typed if typed.startswith("/") else text,
        meant=read(text).meant if text else "",
        intent=_intent(intent),
        confidence=_number(intent.get("confidence")) if isinstance(intent, Mapping) else 0.0,
        ranking=_ranking(message.get("intent_ranking")),
        entities=entities,
        payload=payload,
        slots=slots if isinstance(slots, Mapping) else {},
        form=_text(loop.get("name")) or None if isinstance(loop, Mapping) else None,
        requested=_text(slots.get("requested_slot")) or None
        if isinstance(slots, Mapping)
        else None,
        needs=tuple(_text(n) for n in _list(message.get("needs")) if _text(n)),
    )


def _entities(raw: object, *, pressed: bool) -> tuple[tuple[Entity, ...], dict[str, str]]:
    found = []
    payload: dict[str, str] = {}
    for each in _list(raw):
        if not isinstance(each, Mapping) or not isinstance(each.get("entity"), str):
            continue
        value = _text(each.get("value"))
        if pressed:
            payload[each["entity"]] = value
            continue
        start, end = int(_number(each.get("start"))), int(_number(each.get("end")))
        typed = _text(each.get("typed")) or value
        found.append(Entity(_text(each["entity"]), typed, value, start, end))
    return tuple(found), payload


def _intent(raw: object) -> str:
    """A message without an intent is one that was not understood."""
    return (_text(raw.get("name")) if isinstance(raw, Mapping) else "") or "nlu_fallback"


def _ranking(raw: object) -> tuple[tuple[str, float], ...]:
    rows = [r for r in _list(raw) if isinstance(r, Mapping)]
    return tuple((_text(r.get("name")), _number(r.get("confidence"))) for r in rows)


def _mapping(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadCallError(f"{name} is not an object")
    return value


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _text(value: object) -> str:
    if isinstance(value, str):
        return nfc(value)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0
