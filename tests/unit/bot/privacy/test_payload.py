"""What no button of ours sends is not kept; what one sends is, without secrets."""

from __future__ import annotations

import pytest

from bot.privacy.payload import UNKNOWN, clean


@pytest.mark.parametrize(
    "payload",
    ["/greet", "r1.0123456789abcdef012345", '/show_details{"work_id": "TT0912345678"}',
     '/find_book{"title": "1984", "isbn": "9780140449136"}'],
)  # fmt: skip
def test_ours_stays(payload: str) -> None:
    assert clean(payload) == (payload, frozenset())


@pytest.mark.parametrize(
    "payload",
    ["2468 là mã pin", "restart", "/restart now", "/a{", '/greet{"a": {"b": 1}}', "/greet[1]",
     "/x" + "y" * 3_000, "", "/greet{" + "[" * 900],
)  # fmt: skip
def test_a_form_that_is_none_of_ours_is_not_kept(payload: str) -> None:
    assert clean(payload) == (UNKNOWN, frozenset())


def test_a_secret_in_a_value_is_taken_out() -> None:
    kept, kinds = clean('/link_account{"pin": "2468", "question": "mã pin của em là 7319"}')
    assert "2468" not in kept and "7319" not in kept
    assert kinds == {"pin"}
