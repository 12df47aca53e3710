"""What the actions of one turn leave, and no other turn's."""

from __future__ import annotations

from bot.dialogue.port import TurnResult, Understood
from bot.dialogue.rasa.reply_buffer import ReplyBuffer
from connectors.messages import Reply

ONE = TurnResult((Reply("một"),), ("greeted",), (Understood("greet", 0.9),))
TWO = TurnResult((Reply("hai"),), ("helped",), (Understood("help", 0.8),))


def test_actions_of_a_turn_are_put_together_and_understood_once() -> None:
    buffer = ReplyBuffer()
    assert [buffer.put("c", "1", ONE), buffer.put("c", "1", TWO)] == [1, 2]
    found = buffer.collect("c")
    assert found is not None
    assert [reply.text for reply in found.replies] == ["một", "hai"]
    assert found.understood == ONE.understood


def test_what_was_not_understood_yet_is_told_by_a_later_action() -> None:
    buffer = ReplyBuffer()
    buffer.put("c", "1", TurnResult((Reply("một"),)))
    buffer.put("c", "1", TWO)
    found = buffer.collect("c")
    assert found is not None and found.understood == TWO.understood


def test_a_lost_turn_is_replaced_by_the_next() -> None:
    buffer = ReplyBuffer()
    buffer.put("c", "1", ONE)
    assert buffer.put("c", "2", TWO) == 1
    assert not buffer.holds("c", "1")
    assert buffer.collect("c") == TWO


def test_it_is_collected_once_and_by_its_conversation() -> None:
    buffer = ReplyBuffer()
    buffer.put("c", "1", ONE)
    assert buffer.collect("d") is None
    assert buffer.holds("c", "1")
    assert buffer.collect("c") == ONE
    assert buffer.collect("c") is None
    assert not buffer.holds("c", "1")


def test_effects_without_words_are_no_speaking() -> None:
    buffer = ReplyBuffer()
    assert buffer.put("c", "1", TurnResult(acts=("renewed",))) == 0
    assert not buffer.holds("c", "1")
