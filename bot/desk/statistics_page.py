"""The page of statistics, and its files for the yearly report."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from bot.desk import form_door, sheets
from bot.desk.deps import DeskDeps
from bot.desk.render import HEADERS, Pages
from bot.desk.sheets import Cell
from bot.desk.statistics import Figures, Spread, figures
from bot.store import audit, statistics
from bot.store.database import Transaction
from bot.store.staff import Staff
from bot.store.statistics import Question, TicketRow
from clock import HANOI
from words import of

Bars = list[tuple[str, int]]
LONGEST_DAYS = 400
Day = Annotated[date | None, Query()]


def router(deps: DeskDeps) -> APIRouter:
    """`/desk/thong-ke`."""
    routes = APIRouter(prefix="/desk/thong-ke", include_in_schema=False)
    run, now = deps.store.database.run, deps.now
    pages = Pages(deps.library_name)
    words = pages.words
    said: Mapping[str, str] = of("desk_statistics")
    reading: Any = Depends(form_door.page(deps, "statistics", words["not_allowed"]))

    def span(first: date | None, last: date | None) -> tuple[date, date]:
        """The wished days, at most LONGEST_DAYS; the month until today."""
        today = deps.clock.today()
        end = min(last or today, today + timedelta(days=1))
        begun = first or end.replace(day=1)
        return max(min(begun, end), end - timedelta(days=LONGEST_DAYS)), end

    async def looked(
        first: date, last: date, who: Staff, action: str
    ) -> tuple[list[TicketRow], list[Question], list[str], Figures]:
        begin, end = _begins(first), _begins(last + timedelta(days=1))

        def look(
            db: Transaction,
        ) -> tuple[list[TicketRow], list[Question], list[str]]:
            audit.write(db, who.username, action, f"{first}..{last}", now())
            return (
                statistics.tickets(db, begin, end),
                statistics.questions(db, begin, end),
                statistics.wishes(db, begin, end),
            )

        tickets, asked, wishes = await run(look)
        return tickets, asked, wishes, await asyncio.to_thread(figures, tickets, asked)

    @routes.get("")
    async def page(tu: Day = None, den: Day = None, who: Staff = reading) -> Response:
        first, last = span(tu, den)
        _, _, wishes, found = await looked(first, last, who, "statistics")
        return pages.html(
            "statistics.html",
            said=said,
            staff=who.name,
            csrf=who.csrf,
            first=first,
            last=last,
            found=found,
            wishes=wishes[:20],
            charts=charts(found, words, said),
            answered=_waits(found.first_response, said),
            resolved=_waits(found.resolution, said),
        )

    @routes.get("/{form}")
    async def file(
        form: Literal["phieu.csv", "thong-ke.xlsx"],
        tu: Day = None,
        den: Day = None,
        who: Staff = reading,
    ) -> Response:
        first, last = span(tu, den)
        tickets, _, wishes, found = await looked(first, last, who, "export")
        rows = ticket_rows(tickets, words, said)
        named = f"{first:%Y%m%d}-{last:%Y%m%d}-{form}"
        headers = HEADERS | {"Content-Disposition": f'attachment; filename="{named}"'}
        if form == "phieu.csv":
            return Response(sheets.as_csv(rows), media_type=sheets.CSV_TYPE, headers=headers)
        book: dict[str, Sequence[Sequence[Cell]]] = {
            said["sheet_sums"]: sum_rows(found, words, said),
            said["sheet_tickets"]: rows,
            said["wishes"]: [[each] for each in wishes],
        }
        data = await asyncio.to_thread(sheets.as_xlsx, book)
        return Response(data, media_type=sheets.XLSX_TYPE, headers=headers)

    return routes


def charts(
    found: Figures, words: Mapping[str, str], said: Mapping[str, str]
) -> list[tuple[str, Bars]]:
    """(title, bars) of each table, named in words."""
    days = said["weekdays"].split(",")
    channel = {name: words.get(f"channel_{name}", name) for name, _ in found.asked_by_channel}
    return [
        (said["asked_by_channel"], [(channel[name], n) for name, n in found.asked_by_channel]),
        (said["asked_by_weekday"], [(days[day].strip(), n) for day, n in found.asked_by_weekday]),
        (said["asked_by_hour"], [(f"{hour}h", n) for hour, n in found.asked_by_hour]),
        (
            said["by_channel"],
            [(words.get(f"channel_{name}", name), n) for name, n in found.by_channel],
        ),
        (said["by_read"], [(f"{n} {words[f'read_{n}']}", count) for n, count in found.by_read]),
        (said["by_subject"], [(_subject(name, words), n) for name, n in found.by_subject]),
        (
            said["by_outcome"],
            [(words.get(f"outcome_{name}", name), n) for name, n in found.by_outcome],
        ),
        (said["by_staff"], list(found.by_staff)),
    ]


def ticket_rows(
    tickets: Sequence[TicketRow], words: Mapping[str, str], said: Mapping[str, str]
) -> list[list[Cell]]:
    """A heading and a row for each ticket; nobody who asked is named."""
    rows: list[list[Cell]] = [[part.strip() for part in said["columns"].split(",")]]
    for each in tickets:
        rows.append(
            [
                each.id,
                words.get(f"channel_{each.channel}", each.channel),
                words.get(f"reason_{each.reason}", each.reason),
                _shown(each.opened),
                _shown(each.claimed),
                _shown(each.answered),
                _shown(each.closed),
                words.get(f"outcome_{each.outcome}", each.outcome),
                each.read_level,
                _subject(each.subject, words) if each.read_level else "",
                each.staff,
            ]
        )
    return rows


def sum_rows(found: Figures, words: Mapping[str, str], said: Mapping[str, str]) -> list[list[Cell]]:
    """Every figure of the page, one below the other."""
    rows: list[list[Cell]] = [
        [said[key], getattr(found, key)]
        for key in ("asked", "conversations", "assistant", "person", "nothing", "lost", "tickets",
                    "open")
    ]  # fmt: skip
    for key, wait in (("first_response", found.first_response), ("resolution", found.resolution)):
        rows.append([said[key], _waits(wait, said)])
    tables = [*charts(found, words, said), (said["zero_results"], found.zero_results)]
    for title, bars in tables:
        rows += [[], [title]]
        rows += [[name, count] for name, count in bars]
    return rows


def _waits(wait: Spread, said: Mapping[str, str]) -> str:
    if wait.median is None or wait.p90 is None:
        return said["no_wait"]
    return said["waits"].format(
        median=_minutes(wait.median), p90=_minutes(wait.p90), count=wait.count
    )


def _minutes(seconds: float) -> str:
    """Hours and minutes on a clock's face, seconds below an hour."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}"


def _subject(subject: str, words: Mapping[str, str]) -> str:
    name = words.get(f"subject_{subject}") if subject else words["subject_none"]
    return f"{subject} {name}".strip()


def _shown(at: float | None) -> str:
    return "" if at is None else f"{datetime.fromtimestamp(at, HANOI):%Y-%m-%d %H:%M}"


def _begins(day: date) -> float:
    return datetime.combine(day, time(), HANOI).timestamp()
