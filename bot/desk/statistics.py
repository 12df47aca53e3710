"""A span of time in figures. Pure: every table is counted from the same rows, so totals agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import quantiles

from bot.store.statistics import Question, TicketRow
from clock import HANOI
from vietnamese.reading import fold

EMPTY_ACTS = frozenset({"nothing_found", "answer_not_found"})
LOST_ACTS = frozenset({"asked_meaning", "failed", "out_of_scope_told"})
PERSON_ACTS = frozenset({"handed_over", "ticket_opened"})
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and 90th percentile in seconds of `count` tickets; None of none."""

    count: int
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Tables are (value, count) pairs. `by_*` count tickets, `asked_by_*` readers' messages."""

    asked: int
    conversations: int
    assistant: int
    person: int
    nothing: int
    lost: int
    asked_by_channel: list[tuple[str, int]]
    asked_by_hour: list[tuple[int, int]]
    asked_by_weekday: list[tuple[int, int]]
    tickets: int
    open: int
    by_channel: list[tuple[str, int]]
    by_read: list[tuple[int, int]]
    by_subject: list[tuple[str, int]]
    by_outcome: list[tuple[str, int]]
    by_staff: list[tuple[str, int]]
    first_response: Spread
    resolution: Spread
    zero_results: list[tuple[str, int]]


def figures(tickets: Sequence[TicketRow], questions: Sequence[Question]) -> Figures:
    """All of a span."""
    kinds = Counter(kind(each) for each in questions)
    closed = [each for each in tickets if each.closed is not None]
    return Figures(
        asked=len(questions),
        conversations=len({each.conversation_id for each in questions}),
        assistant=kinds["assistant"],
        person=kinds["person"],
        nothing=kinds["nothing"],
        lost=kinds["lost"],
        asked_by_channel=_most(each.channel for each in questions),
        asked_by_hour=_all(range(24), (_at(each).hour for each in questions)),
        asked_by_weekday=_all(range(7), (_at(each).weekday() for each in questions)),
        tickets=len(tickets),
        open=len(tickets) - len(closed),
        by_channel=_most(each.channel for each in tickets),
        by_read=_all(range(1, 7), (each.read_level for each in closed if each.read_level)),
        by_subject=_most(each.subject for each in closed if each.read_level),
        by_outcome=_most(each.outcome for each in closed),
        by_staff=_most(each.staff for each in closed if each.staff),
        first_response=spread(tickets, lambda each: each.answered),
        resolution=spread(tickets, lambda each: each.closed),
        zero_results=zero_results(questions),
    )


def kind(question: Question) -> str:
    """Who answered a message: each is counted once."""
    acts = set(question.acts)
    if not acts or acts & PERSON_ACTS:
        return "person"
    if acts & EMPTY_ACTS:
        return "nothing"
    return "lost" if acts & LOST_ACTS else "assistant"


def spread(tickets: Iterable[TicketRow], end: Callable[[TicketRow], float | None]) -> Spread:
    """From the opening of each ticket to a moment of it, where it has come."""
    ends = ((each, end(each)) for each in tickets)
    took = sorted(max(0.0, at - each.opened) for each, at in ends if at is not None)
    if not took:
        return Spread(0, None, None)
    if len(took) == 1:
        return Spread(1, took[0], took[0])
    cuts = quantiles(took, n=10, method="inclusive")
    return Spread(len(took), cuts[4], cuts[8])


def zero_results(questions: Iterable[Question]) -> list[tuple[str, int]]:
    """What was looked for and not found, as first typed, accents or none alike."""
    typed: dict[str, str] = {}
    found: Counter[str] = Counter()
    for each in questions:
        if set(each.acts) & EMPTY_ACTS and each.text.strip():
            key = " ".join(fold(each.text).split())
            typed.setdefault(key, " ".join(each.text.split()))
            found[key] += 1
    return [(typed[key], count) for key, count in found.most_common(MOST_LISTED)]


def _at(question: Question) -> datetime:
    return datetime.fromtimestamp(question.at, HANOI)


def _most(values: Iterable[str]) -> list[tuple[str, int]]:
    return Counter(values).most_common()


def _all(every: Iterable[int], values: Iterable[int]) -> list[tuple[int, int]]:
    found = Counter(values)
    return [(each, found[each]) for each in every]
