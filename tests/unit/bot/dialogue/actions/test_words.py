"""Reading the words of a message: what is sought, what narrows, which place, who speaks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.actions.account.yes_no import answer
from bot.dialogue.actions.catalogue.query import as_slot, queries, remembered
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.people.free_text import free_text
from bot.dialogue.actions.talk import wording
from bot.dialogue.port import Entity
from retrieval.model import WorkFilter, WorkQuery
from vietnamese.reading import read


def context(text: str, intent: str = "find_book") -> ActionContext:
    """A typed message, read as the actions read it."""
    return ActionContext("a", "c1", "t1", text=text, meant=read(text).meant, intent=intent)


@pytest.mark.parametrize(
    ("request_", "subject"),
    [
        ("tìm giúp mình sách về ong", "ong"),
        ("có cuốn Số đỏ không", "Số đỏ"),
        ("cho mình hỏi thư viện có truyện Kiều không ạ", "truyện Kiều"),
        ("tìm sách vẽ tranh", "vẽ tranh"),
        ("mình muốn tìm sách của Nguyễn Nhật Ánh", "Nguyễn Nhật Ánh"),
        ("Tôi thấy hoa vàng trên cỏ xanh", "Tôi thấy hoa vàng trên cỏ xanh"),
        ("sách", ""),
    ],
)
def test_asking_is_taken_away(request_: str, subject: str) -> None:
    assert free_text(request_) == subject


@pytest.mark.parametrize(
    ("said", "text", "narrow"),
    [
        (
            "sách tiếng anh về kinh tế sau 2015",
            "kinh tế",
            WorkFilter(year_from=2016, languages=("eng",)),
        ),
        ("tạp chí nào về nông nghiệp", "nông nghiệp", WorkFilter(formats=("magazine",))),
        ("sách thiếu nhi", "", WorkFilter(audiences=("children",))),
        ("sách học tiếng Nhật", "học tiếng Nhật", WorkFilter()),
        ("sách nói", "", WorkFilter(formats=("audiobook",))),
        ("sách về hà tĩnh còn trên kệ", "hà tĩnh", WorkFilter(available_now=True)),
        ("co sach day nau an nao dang co san khong", "dạy nấu ăn", WorkFilter(available_now=True)),
        ("sách về hà tĩnh từ 1990 đến 2000", "hà tĩnh", WorkFilter(year_from=1990, year_to=2000)),
    ],
)
def test_a_request_becomes_a_query(said: str, text: str, narrow: WorkFilter) -> None:
    query = queries(context(said))[0]
    assert (query.text, query.filter) == (text, narrow)


@pytest.mark.parametrize(
    ("said", "isbn"),
    [("ISBN 978-604-954-023-3", "9786049540233"), ("tìm 0306406152", "0306406152")],
)
def test_an_isbn_is_looked_up_as_one(said: str, isbn: str) -> None:
    assert queries(context(said))[0].isbn == isbn


@pytest.mark.parametrize(
    ("said", "meant"),
    [("ừ", True), ("ok làm đi", True), ("không cần đâu", False), ("thôi", False),
     ("mấy giờ mở cửa", None), ("dừng", None), ("", None)],
)  # fmt: skip
def test_yes_and_no(said: str, meant: bool | None) -> None:
    assert answer(context(said, "nlu_fallback")) is meant


def test_numbers_the_vietnamese_way() -> None:
    assert wording.money(1_015_000) == "1.015.000 đồng"
    assert wording.joined(["a", "b", "c"]) == "a, b và c"


HOSTILE = st.one_of(
    st.text(max_size=300),
    st.sampled_from(["", "\0", "\ud800", "ﷺ" * 50, "😀", "<script>", "sách " * 500, "ﬁ İ ß"]),
)


@given(HOSTILE)
@settings(max_examples=300, deadline=None)
def test_any_message_is_read(text: str) -> None:
    seen = context(text)
    for query in queries(seen):
        assert remembered(as_slot(query)) == query
    answer(seen)


@given(st.recursive(st.none() | st.text() | st.integers(), lambda x: st.dictionaries(st.text(), x)))
@settings(max_examples=100, deadline=None)
def test_a_slot_of_another_shape_is_no_query(slot: object) -> None:
    assert remembered(slot) is None or isinstance(remembered(slot), WorkQuery)


def test_an_audience_taken_for_a_subject_narrows_only() -> None:
    seen = context("kiếm sách cho con lớp 1")
    with_span = replace(seen, entities=(Entity("subject", "cho con", "cho con", 9, 16),))
    assert queries(with_span) == (WorkQuery(filter=WorkFilter(audiences=("children",)), limit=5),)
