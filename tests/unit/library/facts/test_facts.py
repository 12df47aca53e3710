"""The facts of the demo library: they load, they compute, and mistakes name their place."""

from __future__ import annotations

import shutil
from datetime import date, datetime, time
from pathlib import Path

import pytest

from clock import HANOI
from library import facts

DEMO = Path("demo/library")


@pytest.fixture(scope="module")
def demo() -> facts.LibraryFacts:
    return facts.load(DEMO)


def test_monday_has_two_spans(demo: facts.LibraryFacts) -> None:
    day = demo.calendar.on(date(2026, 11, 23))
    assert day.spans == ((time(7, 30), time(11, 30)), (time(13, 30), time(17)))


def test_sunday_is_shut_without_a_reason(demo: facts.LibraryFacts) -> None:
    day = demo.calendar.on(date(2026, 11, 29))
    assert not day.open
    assert day.reason is None


def test_national_day_is_shut_and_says_why(demo: facts.LibraryFacts) -> None:
    day = demo.calendar.on(date(2026, 9, 2))
    assert not day.open
    assert day.reason is not None
    assert "Quốc khánh" in day.reason


def test_own_closure_wins(demo: facts.LibraryFacts) -> None:
    assert demo.calendar.on(date(2026, 12, 31)).reason == "kiểm kê kho cuối năm"


def test_tet_is_crossed_to_the_next_open_day(demo: facts.LibraryFacts) -> None:
    after = demo.calendar.next_open_day(date(2027, 2, 5))
    assert after is not None
    assert after.day == date(2027, 2, 13)


def test_next_opening_after_the_noon_break(demo: facts.LibraryFacts) -> None:
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=HANOI)
    assert not demo.calendar.is_open(noon)
    assert demo.calendar.next_open(noon) == datetime(2026, 11, 23, 13, 30, tzinfo=HANOI)


def test_saturday_evening_waits_for_monday(demo: facts.LibraryFacts) -> None:
    evening = datetime(2026, 11, 28, 19, 0, tzinfo=HANOI)
    assert demo.calendar.next_open(evening) == datetime(2026, 11, 30, 7, 30, tzinfo=HANOI)


def test_events_weekly_and_spanning(demo: facts.LibraryFacts) -> None:
    saturday = date(2026, 11, 28)
    titles = [o.event.title for o in demo.events_between(saturday, saturday)]
    assert "Giờ kể chuyện" in titles
    assert any("Nguyễn Du" in t for t in titles)


def test_topic_figures_are_filled(demo: facts.LibraryFacts) -> None:
    general = demo.topics_of("borrowing_rules")[0].text
    assert "5 cuốn" in general
    assert "1.000 đồng" in general


def test_a_mistake_names_file_and_place(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path / "facts")
    rules = tmp_path / "facts" / "rules.yaml"
    rules.write_text(rules.read_text(encoding="utf-8").replace("max_loans: 5", "max_loans: năm"))
    with pytest.raises(facts.FactsError, match="rules > max_loans"):
        facts.load(tmp_path / "facts")


def test_an_unknown_place_in_a_topic_is_named(tmp_path: Path) -> None:
    shutil.copytree(DEMO, tmp_path / "facts")
    topics = tmp_path / "facts" / "topics.yaml"
    text = topics.read_text(encoding="utf-8").replace("{max_holds}", "{max_hold}")
    topics.write_text(text, encoding="utf-8")
    with pytest.raises(facts.FactsError, match="max_hold"):
        facts.load(tmp_path / "facts")
