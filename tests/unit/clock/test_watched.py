"""A value read from files follows them; a broken one leaves it as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from clock.watched import LOOK_SECONDS, Watched


class Ticks:
    """Monotonic seconds, turned by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def _watched(file: Path, ticks: Ticks) -> Watched[int]:
    return Watched(
        lambda: int(file.read_text(encoding="utf-8")), [file.parent], (ValueError,), monotonic=ticks
    )


def test_a_change_is_seen_after_a_look(tmp_path: Path) -> None:
    file, ticks = tmp_path / "a.yaml", Ticks()
    file.write_text("1", encoding="utf-8")
    value = _watched(file, ticks)
    file.write_text("22", encoding="utf-8")
    assert value() == 1
    ticks.now += LOOK_SECONDS
    assert value() == 22


def test_a_broken_file_keeps_the_last_good_value_and_says_why(tmp_path: Path) -> None:
    file, ticks = tmp_path / "a.yaml", Ticks()
    file.write_text("1", encoding="utf-8")
    value = _watched(file, ticks)
    file.write_text("one", encoding="utf-8")
    ticks.now += LOOK_SECONDS
    assert value() == 1
    assert "one" in value.fault
    file.write_text("333", encoding="utf-8")
    ticks.now += LOOK_SECONDS
    assert value() == 333
    assert value.fault == ""


def test_the_first_reading_raises(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("one", encoding="utf-8")
    with pytest.raises(ValueError, match="one"):
        _watched(file, Ticks())
