"""Lines of the hands: each file can be read, with the needs and marks the project knows."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from evaluation.hands import read

ROOT = Path(__file__).parents[3]
HANDS = sorted((ROOT / "nlu_data/hands").glob("*.txt"))
IN_CONTEXT = frozenset(
    "ask_reason ask_detail same_for correct ask_source stop_waiting repeat".split()
)


def _intents() -> frozenset[str]:
    domain = yaml.safe_load((ROOT / "nlu_data/domain/intents.yml").read_text(encoding="utf-8"))
    return frozenset(
        next(iter(each)) if isinstance(each, dict) else each for each in domain["intents"]
    )


@pytest.mark.parametrize("path", HANDS, ids=lambda path: path.stem)
def test_a_hand_is_whole(path: Path) -> None:
    lines = list(read(path))
    needs = {need for line in lines for need in line.needs}
    assert needs <= _intents() | IN_CONTEXT
    assert len(lines) >= 1000
    assert len({line.text.casefold() for line in lines}) == len(lines)
    for line in lines:
        assert all(value in line.text for _, value in line.entities)
        assert line.focus or not set(line.needs) & IN_CONTEXT


@pytest.mark.parametrize(
    "text", ["no heading", "## Find", "## find_book\n[x](nothing)", "## a\n[x"]
)
def test_what_cannot_be_read_is_named_by_its_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "hand.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"hand\.txt:\d"):
        list(read(path))
