"""A write to the library system: asked first, done only on a yes to exactly that, told as it came.

Renewing, holding and cancelling a hold are the same act with other words. What was confirmed is
remembered with its turn, so that a turn repeated after a crash repeats the write's key and is
given the recorded outcome; and a write whose outcome is unknown goes to a librarian.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.dialogue.actions.account.account import Action, account
from bot.dialogue.actions.button import button
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.people.handoff import hand_over
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.memory import Asked, Focus
from bot.dialogue.port import Act
from bot.store.steps import Step
from connectors.messages import Reply

CarryOut = Callable[[ActionContext, Services, str, tuple[str, ...]], Awaitable[Outcome]]
"""(context, services, patron id, what was confirmed): does it and tells what happened."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one write: its sentence, act and step; `doubtful` when nobody knows."""

    line: str
    act: Act
    step: Step
    doubtful: bool = False
    seen: tuple[Focus, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmedWrite:
    """`confirm` is the slot of the yes, `left` the sentence for anything else."""

    task: str
    confirm: str
    clear: Mapping[str, Any]
    left: str
    carry_out: CarryOut

    async def submit(
        self, context: ActionContext, services: Services, patron_id: str, wanted: tuple[str, ...]
    ) -> Outcome:
        """Do what was confirmed; anything but yes leaves everything as it was."""
        done = {**self.clear, "task": "idle"}
        if context.slots.get(self.confirm) != "yes":
            return Outcome((Say(context, services).reply(self.left),), ("cancelled",), done)
        remembered = {"turn": context.turn_id, "task": self.task, "things": list(wanted)}
        outcome = await self.carry_out(context, services, patron_id, wanted)
        return replace(outcome, slots={**outcome.slots, **done, "submitted": remembered})


def confirmed(write: ConfirmedWrite, wanted: Callable[[ActionContext], tuple[str, ...]]) -> Action:
    """The action that ends the form of `write`, for a linked reader."""

    @account
    async def submit(context: ActionContext, services: Services, patron_id: str) -> Outcome:
        return await write.submit(context, services, patron_id, wanted(context))

    return submit


def asking(say: Say, key: str, *, context: ActionContext, **values: Any) -> Outcome:
    """Yes or no to `<key>.confirm`; after another answer in between, `<key>.back_confirm`."""
    buttons = [button(say("button.yes"), "affirm"), button(say("button.no"), "deny")]
    shape = "back_confirm" if context.spoken else "confirm"
    reply = say.reply(f"{key}.{shape}", buttons=buttons, **values)
    return Outcome((reply,), ("asked_confirm",), seen=(Asked(what="confirm", about=key),))


def all_told(say: Say, reply: Reply, told: Iterable[Told], doubt: str) -> Outcome:
    """One bubble for all that was written; a librarian besides, where the outcome is unknown:
    `doubt` is their line for the queue."""
    each = tuple(told)
    acts = tuple(dict.fromkeys(one.act for one in each))
    seen = tuple(focus for one in each for focus in one.seen)
    outcome = Outcome((reply,), acts, trail=tuple(one.step for one in each), seen=seen)
    if not any(one.doubtful for one in each):
        return outcome
    handed = hand_over(say, "unconfirmed_write", doubt, key="handoff.checking")
    return replace(
        outcome,
        replies=(reply, *handed.replies),
        acts=acts + handed.acts,
        slots=handed.slots,
        effects=handed.effects,
    )
