"""What was understood is shown where a wrong completion would mislead."""

from __future__ import annotations

from bot.dialogue.port import TurnInput, TurnResult
from bot.dialogue.replies import load
from bot.dialogue.turn.leaning import taken_as
from bot.dialogue.turn.understood import told_as_understood
from bot.dialogue.understanding.in_context import Meant
from connectors.messages import Reply

ASKED = TurnInput("c1", "t1", "quê ở đâu")
WHOLE = Meant("whole", "ask_reference", {"question": "Nguyễn Du quê ở đâu"})


def test_an_answer_stands_under_its_whole_question() -> None:
    turn = taken_as(ASKED, WHOLE)
    told = told_as_understood(turn, TurnResult((Reply("Tiên Điền."),), ("answered",)), load())
    assert told.replies[0].text == "(Nguyễn Du quê ở đâu)\nTiên Điền."


def test_hours_speak_for_themselves() -> None:
    turn = taken_as(ASKED, WHOLE)
    result = TurnResult((Reply("Mở 7:30."),), ("info_told",))
    assert told_as_understood(turn, result, load()).replies == result.replies


def test_a_correction_is_an_act_of_its_own() -> None:
    turn = taken_as(ASKED, Meant("correct", "opening_hours", {"question": "6/12/2026"}))
    told = told_as_understood(turn, TurnResult((Reply("Nghỉ."),), ("info_told",)), load())
    assert told.acts == ("corrected", "info_told")


def test_a_message_put_right_without_a_need_is_understood_anew() -> None:
    turn = taken_as(ASKED, Meant("correct", text="giờ mở cửa thứ bảy"))
    assert (turn.payload, turn.text) == (None, "giờ mở cửa thứ bảy")
