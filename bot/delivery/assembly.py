"""Delivery assembled over a store, a turn and channels: the door in, workers, sender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.delivery.channels import media
from bot.delivery.inbox_door import InboxDoor
from bot.delivery.intake import Intake
from bot.delivery.sender.limits import Limiter
from bot.delivery.sender.outgoing_part import DispatchPolicy
from bot.delivery.sender.sender import SenderDeps
from bot.delivery.sender.window import WindowPolicy
from bot.delivery.signals import Signals
from bot.delivery.worker.admission import AdmissionControl
from bot.delivery.worker.worker import WORKERS, WorkerDeps
from bot.dialogue.turn.turn import TurnDeps, say
from bot.store.choices import Choices
from bot.store.facts import ChannelFacts
from bot.store.opened import Store
from clock import Clock
from connectors.messages import Reply
from connectors.port import Channel


@dataclass(frozen=True, slots=True)
class Delivery:
    """The way of a message, in and out."""

    intake: Intake
    worker: WorkerDeps
    sender: SenderDeps


def open_door(store: Store, clock: Clock, signals: Signals) -> InboxDoor:
    """With an admission control of its own, which the workers share."""
    return InboxDoor(store, clock, signals.inbox, AdmissionControl(WORKERS))


def assemble(
    door: InboxDoor,
    signals: Signals,
    turn: TurnDeps,
    channels: Mapping[str, Channel],
    policies: Mapping[str, WindowPolicy],
) -> Delivery:
    """`channels` by name, `policies` for those that have windows."""
    store, clock = door.store, door.clock
    choices = Choices(store.sealer)
    policy = DispatchPolicy(
        store.conversations, channels, choices, ChannelFacts(store.sealer), Limiter(clock), policies
    )
    doubt = Reply(say(turn, "turn.doubt", 0), sender="system")
    return Delivery(
        Intake(door, turn.engine.forget),
        WorkerDeps(store, turn, clock, signals, choices, channels, media.seen, door.admission),
        SenderDeps(store.database, policy, clock, signals.outbox, doubt),
    )
