"""What a question asks for, and what its names, marks and capitals change."""

from __future__ import annotations

from collections import Counter

import pytest

from retrieval.index.names import Names
from retrieval.model import Passage, PassageHit
from retrieval.search.canonical import canonical
from retrieval.search.gazetteer import Gazetteer
from retrieval.search.sentence import read
from retrieval.search.shown import spoken_of
from retrieval.search.voice import Candidate, spoken
from retrieval.search.wanted import about, tells_kind, wanted
from retrieval.terms import folded_line

KNOWN = Gazetteer(
    Names(
        Counter({"Lê Văn Bình": 3, "An Hòa": 2, "Trần Thị Lan": 1}),
        frozenset({("Lê Văn Bình", "Tĩnh Trai"), ("Tĩnh Trai", "Tử Minh")}),
    )
)


def test_a_name_is_known_with_and_without_accents_and_by_its_other_names() -> None:
    assert len(KNOWN) == 5
    assert KNOWN.found("lê văn bình sinh năm nào") == ("Lê Văn Bình",)
    assert KNOWN.found("le van binh sinh nam nao") == ("Lê Văn Bình",)
    assert set(KNOWN.forms("Tử Minh")) == {"tu minh", "tinh trai", "le van binh"}


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Lê Văn Bình sinh năm nào", "when"),
        ("Ai là thầy của Lê Văn Bình", "who"),
        ("Làng An Hòa có bao nhiêu hộ", "how_many"),
        ("Vé vào An Hòa bao nhiêu tiền", "price"),
        ("Lê Văn Bình quê ở đâu", "where"),
    ],
)
def test_the_kind_of_answer(question: str, kind: str) -> None:
    assert wanted(question, KNOWN).kind == kind


def test_a_year_a_price_and_another_name_are_told_or_not() -> None:
    def tells(question: str, sentence: str) -> bool:
        return tells_kind(wanted(question, KNOWN), sentence, folded_line(sentence))

    assert tells("Lê Văn Bình mất khi nào", "Ông mất năm 1880.")
    assert not tells("Lê Văn Bình mất khi nào", "Ông mất ở quê nhà.")
    assert not tells("Vé vào An Hòa bao nhiêu tiền", "Khách đến An Hòa rất đông.")
    assert tells("Ai dạy Lê Văn Bình", "Lê Văn Bình học với Trần Thị Lan.")
    assert not tells("Ai dạy Lê Văn Bình", "Lê Văn Bình học rất giỏi.")


def test_a_relation_asked_of_must_be_told() -> None:
    want = wanted("Vợ của Lê Văn Bình là ai", KNOWN)
    assert not all(told.search("cha ong la le van an") for told in want.told)
    assert all(told.search("vo ong la tran thi lan") for told in want.told)


def test_what_a_passage_does_not_speak_of() -> None:
    want = wanted("Lê Văn Bình viết bài thơ Mưa chiều năm nào", KNOWN)
    assert about(want, "Tĩnh Trai viết Mưa chiều năm 1860.") == ()
    assert about(want, "Trần Thị Lan ở An Hòa.") == ("Lê Văn Bình", "mua chieu")
    assert wanted("Nguyễn Bất Kỳ sinh năm nào", KNOWN).strangers == ("Nguyễn Bất Kỳ",)


@pytest.mark.parametrize(
    "typed",
    [
        "Lê Văn Bình sinh năm nào?",
        "lê văn bình sinh năm nào",
        "LÊ VĂN BÌNH SINH NĂM NÀO?",
        "  Lê Văn Bình sinh năm nào ?! ",
    ],
)
def test_marks_and_capitals_change_nothing(typed: str) -> None:
    assert canonical(typed, KNOWN) == "Lê Văn Bình sinh năm nào"


def candidate(height: int, sentence: str = "Ông mất năm 1880.", missed: str = "") -> Candidate:
    hit = PassageHit(Passage("t:1:1", "t", "T", "", 1, sentence), float(height), sentence)
    return Candidate(hit, height, True, (missed,) if missed else ())


def test_each_fault_takes_a_step_and_now_takes_two() -> None:
    then, now = wanted("Lê Văn Bình mất năm nào", KNOWN), wanted("Giám đốc hiện nay là ai", KNOWN)
    assert spoken(then, [candidate(2)], 5).answered
    other = spoken(then, [candidate(2, missed="An Hòa")], 5)
    assert (other.answered, other.doubtful, other.missed) == (False, True, ("An Hòa",))
    asked = spoken(now, [candidate(2)], 5)
    assert not asked.answered
    assert not asked.doubtful
    assert spoken(now, [candidate(2, "Hiện nay ông là giám đốc.")], 5).answered
    assert not spoken(then, [], 5).hits


def test_a_pronoun_is_the_person_of_the_sentences_before_or_of_the_title() -> None:
    lines = read("Sách", "Lê Văn Bình sinh năm 1800.\n\nÔng mất năm 1880.\n\nNhà vua rất tiếc.")
    assert spoken_of(lines, 1, "Sách") == "Lê Văn Bình"
    assert spoken_of(lines, 0, "Sách") == ""
    alone = read("Sách", "Ông mất năm 1880.")
    assert spoken_of(alone, 0, "Lê Văn Bình: một đời thầy") == "Lê Văn Bình"
    assert spoken_of(alone, 0, "Địa chí") == ""
