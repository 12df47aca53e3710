"""Rasa ends when whoever started it is gone, however it went: kill -9 too.

The starter holds the other end of standard input and writes nothing. Its end is our end: else an
orphan keeps the port, and the next start finds it taken.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time

GRACE_SECONDS = 3.0


def hold() -> None:
    """Watch standard input from a thread; at its end the whole process group is ended."""
    threading.Thread(target=_watch, name="leash", daemon=True).start()


def _watch() -> None:
    with contextlib.suppress(OSError, ValueError):
        while sys.stdin.buffer.read(1):
            continue
    os.killpg(os.getpgrp(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(os.getpgrp(), signal.SIGKILL)
