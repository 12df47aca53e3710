"""What is remembered: the latest first, older things with their age, stored and taken up."""

from __future__ import annotations

from datetime import date

import pytest

from bot.dialogue.memory import (
    Answer,
    EventDay,
    Events,
    Memory,
    OpenDays,
    Shown,
    Works,
    stored,
    taken_up,
)
from bot.dialogue.memory.memory import FRESH_TURNS, KEPT_TURNS, MOST

WORKS = Works(things=(Shown(id="w1", title="Tắt đèn"),), asked="Tắt đèn")
HOURS = OpenDays(first=date(2026, 11, 28), last=date(2026, 11, 28))
EVENTS = Events(things=(EventDay(title="Giờ kể chuyện", day=date(2026, 11, 28)),))


def test_the_latest_stands_first_and_ages() -> None:
    memory = Memory().after((WORKS,)).after((HOURS,)).after(())
    assert [(each.focus.kind, each.age) for each in memory.seen] == [("hours", 1), ("results", 2)]


def test_of_two_things_of_one_turn_the_last_shown_is_the_first() -> None:
    memory = Memory().after((WORKS, EVENTS))
    assert [each.focus.kind for each in memory.seen] == ["event", "results"]


def test_of_a_kind_shown_again_only_the_new_one_stays() -> None:
    later = HOURS.model_copy(update={"first": date(2026, 12, 5)})
    memory = Memory().after((HOURS,)).after((later,))
    assert memory.latest(OpenDays) == later
    assert len(memory.seen) == 1


def test_nothing_old_is_leant_on_and_in_the_end_it_is_forgotten() -> None:
    memory = Memory().after((WORKS,))
    for _ in range(FRESH_TURNS + 1):
        memory = memory.after(())
    assert memory.fresh() == ()
    for _ in range(KEPT_TURNS):
        memory = memory.after(())
    assert memory.seen == ()


def test_what_is_stored_comes_back_and_stays_small() -> None:
    memory = Memory()
    for kind in (WORKS, HOURS, EVENTS, Answer(question="q", spoken_of="Nguyễn Du")):
        memory = memory.after((kind,))
    assert taken_up(stored(memory)).seen == memory.seen
    assert len(memory.seen) <= MOST


@pytest.mark.parametrize("value", [None, [], "x", [{"focus": {"kind": "unknown"}}], {"a": 1}, 3])
def test_what_cannot_be_read_is_an_empty_memory(value: object) -> None:
    assert taken_up(value).seen == ()
