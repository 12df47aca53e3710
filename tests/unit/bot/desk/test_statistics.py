"""D19: totals equal the rows; files that a spreadsheet does not run."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from random import Random

import openpyxl
import pytest

from bot.desk import sheets
from bot.desk.statistics import figures, kind, spread
from bot.desk.statistics_page import charts, sum_rows, ticket_rows
from bot.store.statistics import Question, TicketRow
from clock import HANOI
from tests.browser.payloads import PAYLOADS
from words import of

WORDS, SAID = of("desk"), of("desk_statistics")
START = datetime(2026, 11, 1, tzinfo=HANOI).timestamp()
CHANNELS = ("web", "zalo", "telegram")
ACTS = ((), ("answered",), ("nothing_found",), ("asked_meaning",), ("handed_over",))
FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "  =1", "\r=1")


def _month(seed: int) -> tuple[list[TicketRow], list[Question]]:
    chance = Random(seed)
    tickets, asked = [], []
    for n in range(200):
        opened = START + chance.random() * 30 * 86_400
        closed = opened + chance.random() * 9000 if chance.random() < 0.8 else None
        tickets.append(
            TicketRow(
                n, chance.choice(CHANNELS), "asked", opened, opened + 60, opened + 90, closed,
                chance.choice(("answered", "partly")) if closed else "",
                chance.randint(1, 6) if closed else None,
                chance.choice(("", "800", "900")) if closed else "", "Mai" if closed else "",
            )
        )  # fmt: skip
    for n in range(500):
        at = START + chance.random() * 30 * 86_400
        asked.append(
            Question(chance.choice(CHANNELS), f"c{n % 70}", at, "tìm sách", chance.choice(ACTS))
        )
    return tickets, asked


@pytest.mark.parametrize("seed", range(5))
def test_d19_every_table_adds_up_to_its_rows(seed: int) -> None:
    tickets, asked = _month(seed)
    found = figures(tickets, asked)
    closed = [each for each in tickets if each.closed is not None]
    assert found.asked == len(asked) == found.assistant + found.person + found.nothing + found.lost
    for table in (found.asked_by_channel, found.asked_by_hour, found.asked_by_weekday):
        assert sum(count for _, count in table) == len(asked)
    assert sum(count for _, count in found.by_channel) == found.tickets == len(tickets)
    for closed_table in (found.by_read, found.by_subject, found.by_outcome, found.by_staff):
        assert sum(count for _, count in closed_table) == len(closed)
    assert found.open == len(tickets) - len(closed)
    assert found.resolution.count == len(closed)
    assert len(ticket_rows(tickets, WORDS, SAID)) == len(tickets) + 1
    assert charts(found, WORDS, SAID) and sum_rows(found, WORDS, SAID)


def test_nothing_at_all_is_no_fault() -> None:
    found = figures([], [])
    assert found.asked == found.tickets == 0 and found.first_response.median is None
    assert sum_rows(found, WORDS, SAID)


def test_a_message_is_counted_once_by_who_answered() -> None:
    def asked(*acts: str) -> str:
        return kind(Question("web", "c", START, "x", acts))

    assert asked() == asked("answered", "handed_over") == "person"
    assert asked("answer_not_found") == "nothing" and asked("asked_meaning") == "lost"
    assert asked("works_listed") == "assistant"


def test_the_spread_is_of_those_that_came_to_it() -> None:
    tickets = [
        TicketRow(n, "web", "asked", 0.0, None, float(n) if n else None, None, "", None, "", "")
        for n in range(11)
    ]
    found = spread(tickets, lambda each: each.answered)
    assert (found.count, found.median) == (10, 5.5)
    assert found.p90 == pytest.approx(9.1)


@pytest.mark.parametrize("text", [*FORMULAS, *PAYLOADS[:10]])
def test_no_cell_is_a_formula(text: str) -> None:
    rows = [[text, 5, None]]
    told = next(csv.reader(io.StringIO(sheets.as_csv(rows).decode("utf-8-sig"))))
    assert not told[0].lstrip().startswith(("=", "+", "-", "@"))
    book = openpyxl.load_workbook(io.BytesIO(sheets.as_xlsx({"a": rows})))
    cell = book.active["A1"]
    assert cell.data_type == "s" and book.active["B1"].value == 5
