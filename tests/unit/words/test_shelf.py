"""A library's own sentences over those that ship: the named ones alone, refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from words import Words, WordsError


def _own(folder: Path, part: str, text: str) -> Path:
    path = folder / f"{part}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def test_one_sentence_is_changed_and_the_others_stay(tmp_path: Path) -> None:
    shipped, own = Words(), Words(_own(tmp_path, "desk", "claim: Tiếp bạn đọc này"))
    assert own.of("desk")["claim"] == "Tiếp bạn đọc này"
    assert own.of("desk")["open"] == shipped.of("desk")["open"]
    assert own.of("web") == shipped.of("web")


def test_a_sentence_of_a_section_is_changed_alone(tmp_path: Path) -> None:
    own = Words(_own(tmp_path, "web", "widget:\n  send: Gửi đi"))
    assert own.of("web")["widget"]["send"] == "Gửi đi"
    assert own.of("web")["widget"]["close"] == Words().of("web")["widget"]["close"]


@pytest.mark.parametrize(
    ("part", "text", "told"),
    [
        ("desk", "khong_co: X", "desk.yaml: khong_co is not a sentence"),
        ("desk", "claim: ''", "desk.yaml: claim needs a sentence"),
        ("desk", "claim: 5", "desk.yaml: claim needs a sentence"),
        ("desk", "already_taken: '{ai} tiếp'", "desk.yaml: already_taken: unknown place"),
        ("desk", "already_taken: '{name'", "desk.yaml: already_taken"),
        ("desk", "already_taken: '{name!r}'", "desk.yaml: already_taken: a place is a name"),
        ("desk", "- claim", "desk.yaml: expected names"),
        ("desk", "claim: [", "desk.yaml"),
        ("web", "widget: X", "web.yaml: widget: expected names"),
        ("web", "widget:\n  la: X", "web.yaml: widget: la is not"),
        ("khong-co", "a: b", "no such part"),
    ],
)
def test_what_cannot_be_said_is_refused_by_file_and_key(
    tmp_path: Path, part: str, text: str, told: str
) -> None:
    with pytest.raises(WordsError, match=told):
        Words(_own(tmp_path, part, text))


def test_a_folder_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    assert Words(tmp_path / "none").of("desk") == Words().of("desk")


def test_an_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert Words(_own(tmp_path, "desk", "# chưa sửa gì\n")).of("desk") == Words().of("desk")
