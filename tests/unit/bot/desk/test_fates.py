"""D7: what became of a reply is told with its reason and what can be done."""

from __future__ import annotations

import pytest

from bot.desk.fates import told
from bot.store.outbox import Fate
from words import of

WORDS = of("desk")


@pytest.mark.parametrize(
    ("reason", "choices", "word"),
    [
        ("window closed", ["rewrite"], "im lặng"),
        ("-232: window closed", ["rewrite"], "im lặng"),
        ("window costs money", ["pay", "rewrite"], "trả phí"),
        ("blocked by the reader", ["rewrite"], "chặn"),
        ("quota", ["again", "rewrite"], "hạn mức"),
        ("render: ValueError", ["rewrite"], "hiển thị"),
        ("status 503", ["again", "rewrite"], "status 503"),
        ("{reason} <b>", ["again", "rewrite"], "{reason} <b>"),
    ],
)
def test_a_refusal(reason: str, choices: list[str], word: str) -> None:
    found = told(Fate("dead", reason, 3), WORDS)
    assert found["label"] == WORDS["send_failed"]
    assert found["choices"] == choices and word in found["why"]


def test_a_doubt_says_that_a_second_try_may_be_a_second_message() -> None:
    found = told(Fate("unknown", "no answer", 1), WORDS)
    assert "hai tin" in found["why"] and found["choices"] == ["again", "rewrite"]


def test_what_is_on_its_way_or_arrived_has_no_choices() -> None:
    assert told(Fate("waiting", "", 0), WORDS)["choices"] == []
    assert told(None, WORDS) == {"label": "", "why": "", "choices": []}
    assert told(Fate("sending", "", 0), WORDS)["label"] == ""
