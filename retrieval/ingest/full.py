"""A full disk, however a library says it, as one error with one sentence."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

_FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def full_disk_told(sentence: str) -> Iterator[None]:
    """Raises OSError (ENOSPC) with the sentence where what is done within fills the disk."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if not is_full(error):
            raise
        raise DiskFullError(errno.ENOSPC, sentence) from error


class DiskFullError(OSError):
    """No room was left. The message is the sentence alone."""

    def __str__(self) -> str:
        return str(self.strerror)


def is_full(error: BaseException | None) -> bool:
    """Of the system, or of SQLite, which has a code of its own; also where undoing failed next."""
    while error is not None:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return True
        if isinstance(error, OSError) and error.errno in _FULL:
            return True
        error = error.__cause__ or error.__context__
    return False
