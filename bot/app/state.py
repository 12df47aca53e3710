"""What health looks at besides the parts that answer: the disk and the key."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.privacy.seal import Sealer
from bot.store.opened import KEY_FILE

LEAST_FREE = 200_000_000
"""Bytes: below this an index build or a rush of messages fills the disk within hours."""


def disk(home: Path) -> str:
    """Why the disk under `home` will not do; empty while there is room."""
    try:
        free = shutil.disk_usage(home).free
    except OSError as error:
        return f"not readable: {type(error).__name__}"
    return "" if free >= LEAST_FREE else f"full: {free // 1_000_000} MB left"


def key(home: Path, sealer: Sealer) -> str:
    """Why the next start would not open what is stored; empty while the key in use is on the
    disk."""
    try:
        kept = (home / "secrets" / KEY_FILE).read_bytes()
    except OSError as error:
        return f"lost: {type(error).__name__}"
    same = Sealer(kept).digest(KEY_FILE) == sealer.digest(KEY_FILE)
    return "" if same else "not the one in use"
