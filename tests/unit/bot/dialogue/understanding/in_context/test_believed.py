"""The engine's own opinion of a message against its reading in context."""

from __future__ import annotations

import pytest

from bot.dialogue.port import Entity, Understood
from bot.dialogue.understanding.in_context import Meant, believed

SURE = Meant("ask_detail", "ask_detail", {"aspect": "when"})
LOOSE = Meant("ask_detail", "ask_detail", {"aspect": "when"}, sure=False)
FIXED = Meant("correct", "ask_reference", {"question": "q"})


def alone(intent: str, confidence: float, *entities: str) -> Understood:
    found = tuple(Entity("title", words, words, 0, 0) for words in entities)
    return Understood(intent, confidence, (intent,), found)


@pytest.mark.parametrize(
    ("meant", "opinion", "expected"),
    [
        (SURE, None, True),
        (LOOSE, None, False),
        (SURE, alone("opening_hours", 0.9), True),
        (LOOSE, alone("opening_hours", 0.9), False),
        (SURE, alone("renew_loan", 0.9), False),
        (LOOSE, alone("renew_loan", 0.7), False),
        (LOOSE, alone("nlu_fallback", 0.4), True),
        (SURE, alone("find_book", 0.7), True),
        (SURE, alone("find_book", 0.7, "Số đỏ"), False),
        (SURE, alone("opening_hours", 0.3, "Hà Nội xưa"), False),
        (FIXED, alone("deny", 0.99), True),
        (FIXED, alone("find_book", 0.9), True),
        (SURE, alone("ask_detail", 1.0), True),
    ],
)
def test_who_is_believed(meant: Meant, opinion: Understood | None, expected: bool) -> None:
    assert believed(meant, opinion) is expected


def test_naming_the_thing_in_focus_is_naming_nothing_else() -> None:
    meant = Meant("ask_detail", "ask_detail", known="tat den ngo to")
    assert believed(meant, alone("show_details", 0.4, "Tắt đèn"))
