"""Commands that work on the store."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from bot.cli.stored import on_store
from bot.store import staff


def test_the_work_is_done_on_the_store_that_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THUTHU_HOME", str(tmp_path))
    assert on_store(staff.count, str) == 0


def test_a_store_that_cannot_be_reached_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("THUTHU_DATABASE_URL", f"sqlite:///{tmp_path}/file/store.sqlite")
    with pytest.raises(typer.Exit):
        on_store(staff.count, lambda error: "kho không trả lời")
    assert "kho không trả lời" in capsys.readouterr().err
