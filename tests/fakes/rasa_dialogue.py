"""Rasa's part of a conversation in memory: rules, forms and slots, with intents given by hand.

It follows what Rasa 3.6 does with our domain: an active form sees the message first; when its
validation fills nothing the form is rejected and the intent's action runs; a `followup` event
brings the form back; a filled form is submitted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.dialogue.actions.services import Services
from bot.dialogue.memory import NOTHING, Memory
from bot.dialogue.port import TurnResult
from bot.dialogue.rasa.actions_endpoint import handler
from bot.dialogue.rasa.reply_buffer import ReplyBuffer

DOMAIN = yaml.safe_load(Path("nlu_data/domain/dialogue.yml").read_text(encoding="utf-8"))
FORMS: dict[str, list[str]] = {
    name: form["required_slots"] for name, form in DOMAIN["forms"].items()
}
ENTERED = {
    "renew": "renew_form", "hold": "hold_form", "cancel_hold": "cancel_hold_form",
    "suggest": "suggest_form", "feedback": "feedback_form",
}  # fmt: skip
SUBMITS = {form: f"action_{task}_submit" for task, form in ENTERED.items()}


@dataclass
class Conversation:
    """`say` plays one message and returns the result of the turn."""

    services: Services
    patron_id: str | None = None
    slots: dict[str, Any] = field(default_factory=dict)
    form: str | None = None
    buffer: ReplyBuffer = field(default_factory=ReplyBuffer)
    ran: list[str] = field(default_factory=list)
    turn: int = 0
    last_replies: Any = ()
    memory: Memory = NOTHING

    async def say(
        self,
        text: str,
        intent: str,
        entities: dict[str, str] | None = None,
        *,
        ranking: tuple[str, ...] = (),
        again: bool = False,
    ) -> TurnResult:
        """`again` repeats the turn id of the message before, as a retry does."""
        self.turn += 0 if again else 1
        self.ran = []
        self.buffer.begin("c1", self.memory)
        self.message = {
            "text": text,
            "intent": {"name": intent, "confidence": 0.9},
            "intent_ranking": [{"name": name, "confidence": 0.3} for name in ranking],
            "entities": [
                {"entity": name, "value": value, "start": 0, "end": 0}
                for name, value in (entities or {}).items()
            ],
            "metadata": {"turn_id": f"t{self.turn}", "patron_id": self.patron_id},
        }
        await self._turn(intent)
        result = self.buffer.collect("c1")
        assert result is not None, f"nothing was said after {self.ran}"
        self.last_replies = result.replies
        return result

    async def lean(self, text: str, intent: str, payload: dict[str, str]) -> TurnResult:
        """A message that leans on the memory, as its payload comes back from Rasa."""
        entities = {**payload, "question": text}
        return await self.say(f"/{intent}{json.dumps(entities)}", intent, entities)

    async def press(self, title: str) -> TurnResult:
        """Press a button of the last replies, wherever it stands."""
        buttons = [b for r in self.last_replies for b in r.buttons]
        buttons += [b for r in self.last_replies for card in r.cards for b in card.buttons]
        payload = next(b.payload for b in buttons if b.title == title)
        intent, _, entities = payload.removeprefix("/").partition("{")
        return await self.say(payload, intent, json.loads("{" + entities) if entities else {})

    async def _turn(self, intent: str) -> None:
        if self.form is not None and await self._validated():
            await self._ask_or_submit()
            return
        follow = await self._run(f"action_{intent}")
        entered = ENTERED.get(self.slots.get("task", ""))
        if follow is not None:
            await self._ask_or_submit()
        elif entered is not None and f"action_{intent}" in self.ran and self._enters(intent):
            self.form = entered
            await self._ask_or_submit()

    def _enters(self, intent: str) -> bool:
        return intent in ("renew_loan", "place_hold", "cancel_hold", "suggest_purchase", "feedback")

    async def _validated(self) -> bool:
        before = dict(self.slots)
        self.filled = False
        await self._run(f"validate_{self.form}", validating=True)
        return self.filled or self.slots != before

    async def _ask_or_submit(self) -> None:
        assert self.form is not None
        missing = next((s for s in FORMS[self.form] if self.slots.get(s) is None), None)
        self.slots["requested_slot"] = missing
        if missing is not None:
            await self._run(f"action_ask_{missing}")
            return
        form, self.form = self.form, None
        await self._run(SUBMITS[form])

    async def _run(self, action: str, *, validating: bool = False) -> str | None:
        """Runs the action and applies its events; returns the form a followup names."""
        self.ran.append(action)
        answer = await handler(self.services, self.buffer)(
            {
                "next_action": action,
                "sender_id": "c1",
                "tracker": {
                    "sender_id": "c1",
                    "slots": dict(self.slots),
                    "latest_message": self.message,
                    "active_loop": {"name": self.form} if self.form else {},
                },
            }
        )
        follow = None
        for event in answer["events"]:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
                self.filled = validating or getattr(self, "filled", False)
            elif event["event"] == "active_loop":
                self.form = event["name"]
            elif event["event"] == "followup":
                follow = event["name"]
        return follow


def shown(result: TurnResult) -> str:
    """All a reader sees of a turn."""
    parts = []
    for reply in result.replies:
        parts += [reply.text, *(b.title for b in reply.buttons)]
        for card in reply.cards:
            parts += [card.title, card.subtitle, *card.facts]
    return "\n".join(parts)
