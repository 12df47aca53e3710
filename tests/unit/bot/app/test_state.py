"""A full disk and a lost key are told before they cost anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import state
from bot.privacy.seal import Sealer, secret
from bot.store.opened import KEY_FILE


def test_a_key_that_is_lost_or_changed(tmp_path: Path) -> None:
    sealer = Sealer(secret(tmp_path, KEY_FILE))
    assert state.key(tmp_path, sealer) == ""
    path = tmp_path / "secrets" / KEY_FILE
    path.write_bytes(b"")
    assert state.key(tmp_path, sealer) == "not the one in use"
    path.unlink()
    assert state.key(tmp_path, sealer) == "lost: FileNotFoundError"


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert state.disk(tmp_path) == ""
    monkeypatch.setattr(state, "LEAST_FREE", 2**70)
    assert state.disk(tmp_path).startswith("full: ")
    assert state.disk(tmp_path / "gone").startswith("not readable")
