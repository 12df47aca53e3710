"""The sentence shown: a birth is no answer to a death, a year is wanted where one is asked for."""

from __future__ import annotations

from collections import Counter

from retrieval.index.names import Names
from retrieval.model import Passage
from retrieval.search.coverage import Weighed
from retrieval.search.gazetteer import Gazetteer
from retrieval.search.sentence import Question, best
from retrieval.search.tuning import Tuning
from retrieval.search.wanted import wanted
from retrieval.terms import terms

BORN = "Nguyễn Công Trứ sinh năm 1778 tại làng Uy Viễn, huyện Nghi Xuân."
FELL = "Sau khi triều Lê mất, gia đình trở về quê sống thanh bần."
DIED = "Ông qua đời năm 1858 tại quê nhà."


def asked(text: str) -> Question:
    words = terms(text)
    share = {word: 1 / len(words.content) for word in words.content}
    pairs = {pair: 1 / len(words.pairs) for pair in words.pairs}
    return Question(
        words,
        " ".join(words.folded),
        Weighed(share, {}),
        Weighed(pairs, {}),
        wanted(text, Gazetteer(Names(Counter(), frozenset()))),
    )


def passage(*lines: str) -> Passage:
    return Passage("t:1:1", "t", "Danh nhân", "", 1, " ".join(lines))


def test_a_death_is_answered_by_a_death_and_a_birth_by_a_birth() -> None:
    held = passage(BORN, FELL, "Ông làm quan nhiều nơi, lập hai huyện.", DIED)
    single = Tuning(sentence_beside=0.0)
    assert best(single, asked("Nguyễn Công Trứ mất năm nào"), held, ()).text == DIED
    assert best(single, asked("Nguyễn Công Trứ sinh năm nào"), held, ()).text == BORN


def test_where_no_death_is_told_nothing_is_sure() -> None:
    question = asked("Nguyễn Công Trứ mất năm nào")
    told = best(Tuning(), question, passage(BORN, FELL, DIED), ())
    silent = best(Tuning(), question, passage(BORN, FELL), ())
    assert silent.sure <= told.sure / 2


def test_a_year_told_by_the_sentence_before_is_shown_with_it() -> None:
    held = passage(BORN, "Năm 1858 ông xin ra trận.", "Cuối năm ấy ông qua đời ở quê nhà.")
    shown = best(Tuning(), asked("Nguyễn Công Trứ mất năm nào"), held, ()).text
    assert shown == "Năm 1858 ông xin ra trận. Cuối năm ấy ông qua đời ở quê nhà."
