"""What goes first is taken first, alone; nothing is lost at the end."""

from __future__ import annotations

import threading

from bot.store.jobs import Jobs


def test_the_first_line_is_taken_before_the_others_and_apart() -> None:
    jobs = Jobs[str]()
    jobs.put("turn", first=False)
    jobs.put("webhook", first=True)
    jobs.put("send", first=False)
    jobs.put("webhook 2", first=True)
    assert jobs.next(64) == (["webhook", "webhook 2"], True)
    assert jobs.next(1) == (["turn"], False)
    assert jobs.next(64) == (["send"], False)


def test_what_waits_at_the_end_is_still_taken() -> None:
    jobs = Jobs[str]()
    jobs.put("turn", first=False)
    jobs.end()
    assert jobs.next(64) == (["turn"], False)
    assert jobs.next(64) == ([], False)


def test_others_give_way_and_keep_their_order() -> None:
    jobs = Jobs[str]()
    jobs.put("last", first=False)
    assert not jobs.pressed(["second", "third"])
    jobs.put("webhook", first=True)
    assert jobs.pressed(["second", "third"])
    assert jobs.next(64) == (["webhook"], True)
    assert jobs.next(64) == (["second", "third", "last"], False)


def test_rest_empties_both_lines() -> None:
    jobs = Jobs[str]()
    jobs.put("turn", first=False)
    jobs.put("webhook", first=True)
    assert jobs.rest() == ["webhook", "turn"]
    jobs.end()
    assert jobs.next(64) == ([], False)


def test_a_waiting_taker_is_woken() -> None:
    jobs, found = Jobs[str](), []
    taker = threading.Thread(target=lambda: found.extend(jobs.next(64)[0]))
    taker.start()
    jobs.put("webhook", first=True)
    taker.join(5)
    assert found == ["webhook"]
