"""A store whose key is gone is not opened, and no new key is put in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.opened import KEY_FILE, KeyLostError, open_store


def _filled(home: Path) -> Path:
    store = open_store(home)
    store.database.run_now(lambda db: store.conversations.find_or_open(db, "web", "a", None, 1.0))
    store.database.close()
    return home / "secrets" / KEY_FILE


def test_it_opens_again(tmp_path: Path) -> None:
    _filled(tmp_path)
    open_store(tmp_path).database.close()


@pytest.mark.parametrize("left", [None, b"", b"short", b"0" * 64])
def test_a_key_that_is_lost_empty_cut_or_another(tmp_path: Path, left: bytes | None) -> None:
    path = _filled(tmp_path)
    path.unlink()
    if left is not None:
        path.write_bytes(left)
    with pytest.raises(KeyLostError, match=KEY_FILE):
        open_store(tmp_path)
    assert path.exists() == (left is not None)


def test_files_are_their_owner_s_alone(tmp_path: Path) -> None:
    _filled(tmp_path)
    assert {p.stat().st_mode & 0o777 for p in tmp_path.glob("store.sqlite*")} == {0o600}
