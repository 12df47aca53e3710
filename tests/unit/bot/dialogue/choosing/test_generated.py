"""Generated choices in every way of typing: the set that was meant, and never what was denied."""

from __future__ import annotations

import os
from collections import Counter
from random import Random

import pytest

from bot.dialogue.choosing import Choice, Chosen, Thing, Unclear, choose
from vietnamese.reading import read
from vietnamese.reading.rekey import rekey

TITLES = (
    "Tắt đèn", "Đắc nhân tâm", "Mắt biếc", "Số đỏ", "Lão Hạc", "Nhà giả kim", "Dế Mèn phiêu lưu ký",
    "Không gia đình", "Truyện Kiều", "Kỹ thuật trồng cam và quýt", "Hai số phận", "Bỉ vỏ",
    "Cho tôi xin một vé đi tuổi thơ", "Đất rừng phương Nam", "Tuổi thơ dữ dội",
)  # fmt: skip
ORDINALS = ("thứ nhất", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu")
COUNTS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu")
STYLES = ("clean", "no_accents", "telex", "vni", "partial_accents")
EXAMPLES = max(600, int(os.environ.get("THUTHU_EXAMPLES", "0")) // 2)
RIGHT = {"clean": 0.995, "partial_accents": 0.98}
"""Share that must be right; in the other styles what was typed is read first."""
RIGHT_READ = 0.96
Meant = tuple[str, frozenset[int], frozenset[int]]
"""(message, places meant: none where it must not be acted on, places denied)"""


def _name(draw: Random, things: list[Thing], at: int) -> str:
    forms = [
        f"cuốn {things[at].title}", things[at].title, f"quyển {things[at].title}",
        f"cuốn {ORDINALS[at]}", f"cuốn số {at + 1}",
    ]  # fmt: skip
    if at == 0:
        forms.append("cuốn đầu tiên")
    if at == len(things) - 1:
        forms.append("cuốn cuối cùng")
    return draw.choice(forms)


def _message(draw: Random, things: list[Thing]) -> Meant:
    every = frozenset(range(len(things)))
    a, b, c = draw.sample(range(len(things)), 3)
    x, y, z = (_name(draw, things, at) for at in (a, b, c))
    few = draw.randrange(2, len(things))
    nobody: frozenset[int] = frozenset()
    said: list[Meant] = [
        ("gia hạn hết giúp mình", every, nobody),
        ("gia hạn tất cả nhé", every, nobody),
        (f"gia hạn hết trừ {x}", every - {a}, frozenset({a})),
        (f"gia hạn tất cả, ngoại trừ {x} và {y}", every - {a, b}, frozenset({a, b})),
        (f"gia hạn hết, chừa {x} ra nha", every - {a}, frozenset({a})),
        (f"gia hạn hết, riêng {x} thì thôi", every - {a}, frozenset({a})),
        (f"gia hạn {x}", frozenset({a}), nobody),
        (f"gia hạn giúp mình {x} được không", frozenset({a}), nobody),
        (f"gia hạn {x} và {y}", frozenset({a, b}), nobody),
        (f"gia hạn {x}, {y} với {z}", frozenset({a, b, c}), nobody),
        (f"không phải {x} mà là {y}", frozenset({b}), frozenset({a})),
        (f"không phải {x}, {y} cơ", frozenset({b}), frozenset({a})),
        (f"đừng gia hạn {x}, gia hạn {y} thôi", frozenset({b}), frozenset({a})),
        (f"{x} thì thôi, gia hạn {y}", frozenset({b}), frozenset({a})),
        (f"không gia hạn {x}, chỉ gia hạn {y} với {z}", frozenset({b, c}), frozenset({a})),
        (f"không phải {x}, cũng không phải {y}", nobody, frozenset({a, b})),
        (f"đừng gia hạn {x}", nobody, frozenset({a})),
        (f"không lấy {x} đâu", nobody, frozenset({a})),
        (f"gia hạn {COUNTS[few]} cuốn đầu", frozenset(range(few)), nobody),
        (f"gia hạn {COUNTS[few]} cuốn cuối", every - frozenset(range(len(things) - few)), nobody),
        (f"gia hạn từ cuốn {ORDINALS[a]} trở đi", frozenset(range(a, len(things))), nobody),
        (f"{x} để sau, còn mấy cuốn kia gia hạn hết", every - {a}, frozenset({a})),
        ("đừng gia hạn nữa", nobody, every),
    ]  # fmt: skip
    return draw.choice(said)


def _drawn(draw: Random) -> tuple[list[Thing], Meant]:
    titles = draw.sample(TITLES, draw.randrange(3, 6))
    things = [Thing(str(n), title) for n, title in enumerate(titles)]
    return things, _message(draw, things)


def _right(found: Choice | None, meant: frozenset[int]) -> bool:
    if meant:
        return isinstance(found, Chosen) and {int(each) for each in found.ids} == meant
    return isinstance(found, Unclear)


@pytest.mark.parametrize("style", STYLES)
def test_generated_choices(style: str) -> None:
    draw = Random(20261123)
    wrong: Counter[str] = Counter()
    for number in range(EXAMPLES):
        things, (message, meant, denied) = _drawn(draw)
        typed = message if style == "clean" else rekey(message, style, number)
        found = choose(message if style == "clean" else read(typed).meant, things)
        taken = {int(each) for each in found.ids} if isinstance(found, Chosen) else set()
        assert not taken & denied, f"{typed!r} -> {found} of {[t.title for t in things]}"
        if not _right(found, meant):
            wrong[f"{typed} -> {found} of {[t.title for t in things]}"] += 1
    share = 1 - sum(wrong.values()) / EXAMPLES
    assert share >= RIGHT.get(style, RIGHT_READ), (share, list(wrong)[:12])
