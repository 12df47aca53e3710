"""The evaluation counts what it says: spans strict and lenient, each found span used once."""

from __future__ import annotations

import pytest

from bot.dialogue.port import Entity
from evaluation.spans import Spans

ROW = {
    "text": "tìm Tắt đèn của Ngô Tất Tố",
    "intent": "find_book",
    "entities": [
        {"entity": "title", "value": "Tắt đèn"},
        {"entity": "author", "value": "Ngô Tất Tố"},
    ],
}


def entity(kind: str, typed: str) -> Entity:
    start = str(ROW["text"]).find(typed)
    return Entity(kind, typed, typed, start, start + len(typed))


def test_exact_spans_are_right_in_both_ways() -> None:
    spans = Spans()
    spans.add(ROW, [entity("title", "Tắt đèn"), entity("author", "Ngô Tất Tố")])
    assert (spans.report()["f1_strict"], spans.report()["f1_lenient"]) == (100.0, 100.0)


def test_a_part_is_right_only_leniently() -> None:
    spans = Spans()
    spans.add(ROW, [entity("title", "Tắt"), entity("author", "Ngô Tất Tố")])
    assert (spans.report()["f1_strict"], spans.report()["f1_lenient"]) == (50.0, 100.0)


def test_another_kind_is_a_miss_and_an_invention() -> None:
    spans = Spans()
    spans.add(ROW, [entity("subject", "Tắt đèn")])
    assert spans.report()["f1_lenient"] == 0.0
    assert len(spans.faults) == 3


def test_social_needs_have_no_entities_to_score() -> None:
    spans = Spans()
    spans.add({**ROW, "intent": "ask_reference"}, [])
    assert spans.report()["by_entity"] == {}


def test_a_value_that_does_not_stand_in_the_text_is_an_error_of_the_file() -> None:
    with pytest.raises(ValueError, match="does not stand"):
        Spans().add({**ROW, "entities": [{"entity": "title", "value": "Số đỏ"}]}, [])
