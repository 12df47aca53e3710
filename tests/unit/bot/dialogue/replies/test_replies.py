"""The replies files: complete, with only the places offered, and refused when not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.dialogue.replies import load
from bot.dialogue.replies.keys import KEYS
from words import Words, WordsError

ACTIONS = Path("bot/dialogue/actions")


def _calls() -> Iterator[tuple[str, set[str]]]:
    """Every sentence an action says by a literal key, with the places it fills."""
    for path in (*ACTIONS.rglob("*.py"), Path("bot/dialogue/fallback.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or len(node.args) != 1:
                continue
            called = node.func
            says = isinstance(called, ast.Name) and called.id == "say"
            replies = isinstance(called, ast.Attribute) and called.attr == "reply"
            key = node.args[0]
            if (says or replies) and isinstance(key, ast.Constant) and isinstance(key.value, str):
                named = {word.arg for word in node.keywords if word.arg}
                yield key.value, named - {"buttons", "cards", "citations"}


def test_every_sentence_said_is_offered_the_places_it_declares() -> None:
    for key, filled in _calls():
        assert key in KEYS, key
        assert KEYS[key] <= filled or {"count", "ready", "late"} & KEYS[key], key


def test_the_shipped_files_are_whole() -> None:
    replies = load()
    assert set(replies.variants) == set(KEYS)


@pytest.mark.parametrize(
    ("file", "text", "problem"),
    [
        ("social.yaml", "greet: Chào {name} {tuoi}", "unknown place"),
        ("social.yaml", "chao: Chào", "not a sentence"),
        ("social.yaml", "greet: ''", "needs a sentence"),
        ("social.yaml", "greet: Chào {name", "greet"),
        ("social.yaml", "greet: Chào {name.x!r}", "greet"),
        ("social.yaml", "- greet", "expected names"),
        ("social.yaml", "greet: [", "social.yaml"),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, file: str, text: str, problem: str) -> None:
    (tmp_path / "reader").mkdir()
    (tmp_path / "reader" / file).write_text(text, encoding="utf-8")
    with pytest.raises(WordsError, match=problem):
        load(Words(tmp_path))


def test_a_library_s_own_sentence_is_said_without_a_restart(tmp_path: Path) -> None:
    seconds = iter(range(0, 1000, 10))
    words = Words(tmp_path, monotonic=lambda: next(seconds))
    replies = load(words)
    (tmp_path / "reader").mkdir()
    own = tmp_path / "reader/social.yaml"
    own.write_text("goodbye: Chào tạm biệt, hẹn gặp ở thư viện.", encoding="utf-8")
    assert replies.text("goodbye", "t", replies.address(None), {}).startswith("Chào tạm biệt")
    own.write_text("goodbye: Chào {ai}", encoding="utf-8")
    assert replies.text("goodbye", "t", replies.address(None), {}).startswith("Chào tạm biệt")
    assert "social.yaml" in words.fault
    assert "goodbye" in words.fault


def test_a_retry_says_the_same_sentence() -> None:
    replies = load()
    said = {
        replies.text("greet", "t1", replies.address(None), {"name": "Thư viện"}) for _ in range(5)
    }
    assert len(said) == 1


def test_the_reader_is_called_as_they_call_themself() -> None:
    replies = load()
    text = replies.text("deny.nothing", "t1", replies.address("bác"), {})
    assert "bác" in text
    assert replies.address(None) == replies.address("ai đó")
    assert replies.address(None).reader == "bạn"
