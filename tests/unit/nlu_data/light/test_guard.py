"""Only the right token, and never an empty one."""

from __future__ import annotations

import pytest

from nlu_data.light.guard import allowed


@pytest.mark.parametrize(
    ("given", "token", "right"),
    [
        ("a", "a", True),
        ("b", "a", False),
        ("", "a", False),
        ("", "", False),
        ("\ud800", "a", False),
    ],
)
def test_the_token(given: str, token: str, right: bool) -> None:
    assert allowed(given, token) == right
