"""Branches are told apart by what is their own in a name."""

from __future__ import annotations

import pytest

from vietnamese.phrases.places import BRANCH, proper


@pytest.mark.parametrize("head", BRANCH)
def test_the_head_of_a_name_is_not_its_own(head: str) -> None:
    assert proper(f"{head} ky anh") == "ky anh"


def test_a_name_of_common_words_alone_has_nothing_of_its_own() -> None:
    assert proper("thu vien") == ""
