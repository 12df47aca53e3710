"""Messages that lean on what was shown, in every way of typing, and messages that do not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.dialogue.memory import (
    Answer,
    EventDay,
    Events,
    Fees,
    Focus,
    Holds,
    Loans,
    Memory,
    OneWork,
    OpenDays,
    Refusal,
    Shown,
    Topics,
    Works,
)
from bot.dialogue.understanding.in_context import InContext, Meant
from clock import FixedClock
from connectors.messages import Reply
from library import facts
from tests.fakes.reading_room import MORNING
from vietnamese.reading import fold

FACTS = facts.load(Path("demo/library"))
READER = InContext(lambda: FACTS, FixedClock(MORNING))
SHOWN = (Shown(id="w1", title="Tắt đèn"), Shown(id="w2", title="Số đỏ"))
DU = Answer(
    question="Nguyễn Du sinh năm nào", spoken_of="Nguyễn Du", quote="Nguyễn Du sinh năm 1765",
    work_id="dt001", title="Nguyễn Du", page=1,
)  # fmt: skip
PHU = Answer(
    question="Trần Phú soạn Luận cương khi nào", spoken_of="Trần Phú", work_id="dt105",
    quote="Luận cương được thông qua tại Hội nghị lần thứ nhất, họp tháng 10 năm 1930", page=4,
)  # fmt: skip
EVENT = Events(things=(EventDay(title="Giờ kể chuyện", day=date(2026, 11, 28)),))
SATURDAY = OpenDays(first=date(2026, 12, 5), last=date(2026, 12, 5))
CARD = Topics(intent="card_registration", ids=("card_child",), asked="làm thẻ cho con")
RULE = Topics(intent="borrowing_rules", ids=("rules_general",), asked="mượn mấy cuốn")
WORK = OneWork(id="w1", title="Tắt đèn", author="Ngô Tất Tố")
REFUSED = Refusal(write="renew", code="on_hold_by_another", why="có người chờ", title="Tắt đèn")
EVERY: tuple[Focus, ...] = (
    DU, EVENT, SATURDAY, CARD, RULE, WORK, REFUSED, Fees(total=2000), Loans(things=SHOWN),
    Holds(things=SHOWN), Works(things=SHOWN, asked="văn học"),
)  # fmt: skip


def heard(text: str, *shown: Focus) -> Meant | None:
    return READER.understand(text, Memory((), (Reply("vừa nói"),)).after(shown))


DETAILS = [
    ("buổi ấy mấy giờ", EVENT, "when"),
    ("bựa nớ mấy giờ bắt đầu rứa o", EVENT, "when"),
    ("có mất phí không", EVENT, "price"),
    ("đăng ký ở đâu", EVENT, "signup"),
    ("tổ chức ở phòng mô hè", EVENT, "where"),
    ("cần mang gì", CARD, "bring"),
    ("phải đem theo giấy tờ chi", CARD, "bring"),
    ("phí bao nhiêu", CARD, "price"),
    ("mấy ngày thì lấy được", CARD, "long"),
    ("dày bao nhiêu trang", WORK, "pages"),
    ("ai dịch vậy", WORK, "translator"),
    ("nộp tiền chỗ nào", Fees(total=2000), "where"),
    ("bao giờ tới lượt", Holds(things=SHOWN), "position"),
]


@pytest.mark.parametrize(("text", "shown", "aspect"), DETAILS)
@pytest.mark.parametrize("typed", [str, fold, str.upper], ids=["accents", "bare", "capitals"])
def test_a_detail_is_of_what_was_shown(text: str, shown: Focus, aspect: str, typed: object) -> None:
    meant = heard(typed(text), shown)  # type: ignore[operator]
    assert meant is not None
    assert (meant.intent, meant.entities["about"]) == ("ask_detail", shown.kind)
    assert meant.entities["aspect"] == aspect or typed is fold


@pytest.mark.parametrize(
    "text", ["cớ chi mà không được", "vì sao không được", "răng nỏ được", "sao lại thế", "why not"]
)
def test_a_why_is_of_the_refusal(text: str) -> None:
    meant = heard(text, REFUSED)
    assert meant is not None
    assert meant.intent == "ask_reason"


@pytest.mark.parametrize(
    ("text", "shown", "whole"),
    [
        ("quê ở đâu", DU, "Nguyễn Du quê ở đâu"),
        ("ông mất năm nào", DU, "Nguyễn Du mất năm nào"),
        ("mất ở bệnh viện nào", PHU, "Trần Phú mất ở bệnh viện nào"),
        ("tác phẩm chính của cụ", DU, "tác phẩm chính của Nguyễn Du"),
        ("vậy cha cụ", DU, "cha Nguyễn Du"),
        ("thế Nguyễn Công Trứ thì sao", DU, "Nguyễn Công Trứ sinh năm nào"),
        ("à nhầm, Nguyễn Huy Tự cơ", DU, "Nguyễn Huy Tự sinh năm nào"),
        ("hội nghị đó họp ở đâu", PHU, "Hội nghị lần thứ nhất họp ở đâu"),
    ],
)
def test_a_question_is_made_whole(text: str, shown: Answer, whole: str) -> None:
    meant = heard(text, shown)
    assert meant is not None
    assert (meant.intent, meant.entities["question"]) == ("ask_reference", whole)


def test_books_about_the_person_are_looked_for() -> None:
    meant = heard("thư viện có sách về cụ không", DU)
    assert meant is not None
    assert meant.intent == "find_book"
    assert "Nguyễn Du" in meant.entities["question"]


@pytest.mark.parametrize("text", ["thế chủ nhật", "vậy còn chủ nhật thì sao", "the chu nhat"])
def test_a_weekday_is_of_the_week_just_told(text: str) -> None:
    meant = heard(text, SATURDAY)
    assert meant is not None
    assert (meant.intent, meant.entities["question"]) == ("opening_hours", "6/12/2026")


def test_another_branch_is_asked_of_the_same_work() -> None:
    meant = heard("ở Kỳ Anh có không", WORK)
    assert meant is not None
    assert (meant.intent, meant.entities["work_id"]) == ("check_availability", "w1")
    assert meant.entities["branch"] == "KYANH"


@pytest.mark.parametrize("text", ["nguồn ở đâu vậy", "trích từ đâu thế", "trang mấy", "source?"])
def test_the_source_is_of_the_answer_alone(text: str) -> None:
    meant = heard(text, DU)
    assert meant is not None
    assert meant.intent == "ask_source"
    assert heard(text, SATURDAY) is None or heard(text, SATURDAY).intent != "ask_source"  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["nhắc lại giùm", "nói lại được không", "nói chậm lại"])
def test_once_more(text: str) -> None:
    meant = heard(text, SATURDAY)
    assert meant is not None
    assert meant.intent == "repeat"


ALONE = [
    "gia hạn sách giúp mình", "tìm sách về trồng bưởi", "cho mình gặp thủ thư",
    "xem sách đang mượn", "làm thẻ thư viện", "cảm ơn nhiều nhé", "có wifi không",
    "đề nghị thư viện mua cuốn Sapiens",
]  # fmt: skip


@pytest.mark.parametrize("shown", EVERY, ids=lambda focus: focus.kind)
@pytest.mark.parametrize("text", ALONE)
def test_a_need_of_its_own_leans_on_nothing(text: str, shown: Focus) -> None:
    assert heard(text, shown) is None


def test_another_title_is_held_and_never_wished_for() -> None:
    meant = heard("đặt thêm cuốn Dế Mèn phiêu lưu ký nữa", Holds(things=SHOWN))
    assert meant is not None
    assert (meant.intent, meant.entities["title"]) == ("place_hold", "Dế Mèn phiêu lưu ký")


@pytest.mark.parametrize("text", [text for text, _, _ in DETAILS] + ["vì sao", "quê ở đâu"])
def test_a_first_message_leans_on_nothing(text: str) -> None:
    assert READER.understand(text, Memory()) is None


@pytest.mark.parametrize("text", ["", " ", "?", "x" * 5000, "\ud800", "đ" * 299, "(((", "\\"])
def test_hostile_text_is_read(text: str) -> None:
    for shown in EVERY:
        heard(text, shown)


@pytest.mark.parametrize("place", ["cuốn thứ hai", "quyển số 2", "cuốn cuối"])
@pytest.mark.parametrize("frame", ["không phải cuốn đó, {} cơ", "nhầm, {} mới đúng"])
@pytest.mark.parametrize("typed", [str, fold])
def test_another_place_of_the_list_is_that_work(frame: str, place: str, typed: type[str]) -> None:
    found = heard(typed(frame.format(place)), Works(things=SHOWN, asked="văn học"))
    assert found is not None
    assert (found.intent, found.entities) == ("show_details", {"ordinal": "2"})


@pytest.mark.parametrize("person", ["ông ấy", "bà ấy", "tác giả này", "cụ nớ"])
@pytest.mark.parametrize("rest", ["còn gì nữa không", "còn cuốn nào khác"])
def test_what_else_a_person_wrote_is_no_detail_of_the_work(person: str, rest: str) -> None:
    found = heard(f"của {person} {rest}", WORK)
    assert found is None or found.meaning != "ask_detail"
