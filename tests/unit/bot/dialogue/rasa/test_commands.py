"""Readers give Rasa no commands; our buttons give the intents alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.dialogue.rasa.commands import INTENTS, MOST_TYPED, known, message, plain

ROOT = Path(__file__).resolve().parents[5]


@pytest.mark.parametrize(
    "payload", ["/greet", '/show_details{"work_id": "TT1"}', "/ask_librarian", "/privacy"]
)
def test_our_own_are_known(payload: str) -> None:
    assert known(payload)
    assert message("", payload) == payload


@pytest.mark.parametrize(
    "payload",
    ["/restart", "/session_start", "/back", "/nlu_fallback", "/renew_submit", "/ask_hold_work",
     "/?", "greet", "//greet", "/greet now"],
)  # fmt: skip
def test_others_are_not(payload: str) -> None:
    assert not known(payload)
    assert not message("", payload).startswith("/")


@pytest.mark.parametrize(
    ("typed", "words"), [("/restart", "restart"), (" / /menu", "menu"), ("24/7", "24/7"), ("/", "")]
)
def test_words_are_words(typed: str, words: str) -> None:
    assert plain(typed) == words


def test_the_length_is_bounded() -> None:
    assert len(plain("a" * 10_000)) == MOST_TYPED


def test_every_need_of_the_domain_may_be_meant() -> None:
    domain = yaml.safe_load((ROOT / "nlu_data/domain/intents.yml").read_text(encoding="utf-8"))
    needs = {next(iter(i)) if isinstance(i, dict) else i for i in domain["intents"]}
    assert needs - {"nlu_fallback"} == INTENTS
