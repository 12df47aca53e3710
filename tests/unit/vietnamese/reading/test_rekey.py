"""Text typed again: repeatable, lined up with the original, and what each style says it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.reading import fold, nfc
from vietnamese.reading.rekey import STYLES, rekey

TEXT = "Tìm sách được xuất bản sau 2015, của Nguyễn Đình Thi"


@pytest.mark.parametrize(
    ("style", "typed"),
    [
        ("clean", TEXT),
        ("no_accents", "Tim sach duoc xuat ban sau 2015, cua Nguyen Dinh Thi"),
        ("telex", "Timf sachs dduwowcj xuaats banr sau 2015, cuar Nguyeenx Ddinhf Thi"),
        ("vni", "Tim2 sach1 d9u7o7c5 xua6t1 ban3 sau 2015, cua3 Nguye6n4 D9inh2 Thi"),
    ],
)
def test_rekey_types_as_the_style_says(style: str, typed: str) -> None:
    assert rekey(TEXT, style) == typed


def test_rekey_refuses_an_unknown_style() -> None:
    with pytest.raises(ValueError, match="morse"):
        rekey(TEXT, "morse")


@pytest.mark.parametrize("style", STYLES)
@given(text=st.text(max_size=60), seed=st.integers(0, 9))
def test_rekey_is_repeatable_and_keeps_the_blanks(style: str, text: str, seed: int) -> None:
    typed = rekey(text, style, seed)
    assert typed == rekey(text, style, seed)
    assert len(typed.split()) == len(nfc(text).split())


@given(seed=st.integers(0, 999))
def test_a_typo_is_one_slip_in_one_word(seed: int) -> None:
    pairs = zip(TEXT.split(), rekey(TEXT, "typo", seed).split(), strict=True)
    changed = [(right, typed) for right, typed in pairs if right != typed]
    assert len(changed) == 1
    assert abs(len(changed[0][0]) - len(changed[0][1])) <= 1


@given(seed=st.integers(0, 999))
def test_partial_accents_lose_marks_only(seed: int) -> None:
    assert fold(rekey(TEXT, "partial_accents", seed)) == fold(TEXT)
