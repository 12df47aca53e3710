"""Examples for the judge: exchanged names are no answers, lines have their page."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from evaluation.answer_judge.batches import Case, batch
from evaluation.answer_judge.examples import Example, Text, carelessly, exchanged, lines
from evaluation.answer_judge.states import Held

TEXTS = [
    Text("a", "vi", "", ("Lê Văn Bình sinh năm 1800.", "Ông mất năm 1880.")),
    Text("b", "vi", "", ("Trần Thị Lan sinh năm 1810.",)),
]
FOUND = [
    Example("Năm nào Lê Văn Bình sinh?", "a", "1800", "own"),
    Example("Năm nào Trần Thị Lan sinh?", "b", "1810", "own"),
]


def test_an_exchanged_name_does_not_stand_in_the_passage() -> None:
    made = [each for seed in range(9) for each in exchanged(TEXTS, FOUND, seed)]
    assert made
    for each in made:
        assert each.answer is None
        name = "Trần Thị Lan" if each.passage == "a" else "Lê Văn Bình"
        assert name in each.question


def test_careless_questions_have_no_mark() -> None:
    assert all("?" not in each.question for seed in range(9) for each in carelessly(FOUND, seed))


def test_every_line_over_the_demo_has_its_page() -> None:
    texts, found = lines(Path("demo/texts"))
    held = {text.id: text for text in texts}
    assert {each.kind for each in found} == {"line", "held_out"}
    assert all(each.answer is None or each.answer in held[each.passage].body for each in found)


def test_a_batch_marks_the_answering_sentence_or_none() -> None:
    text = TEXTS[0]
    at = [text.text.index(word) for word in ("1800", "1880")]
    spans = np.array([(a, a + 4) for a in at], np.int32)
    states = np.zeros((2, 768), np.int8)
    held = Held(np.arange(2, dtype=np.int32), spans, states)
    rare = np.ones(10, np.float32)
    given, gold, places = batch([Case(held, held, text, "1880")], rare)
    assert gold.tolist() == [[0, 1, 0]]
    assert places.tolist() == [[1, 1]]
    assert given.member[0].tolist() == [[1, 0], [0, 1]]
    _, gold, _ = batch([Case(held, held, text, None)], rare)
    assert gold.tolist() == [[0, 0, 1]]
