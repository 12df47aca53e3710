"""The search in C, where it was compiled at set-up: many times as fast as in Python.

The library is plain C and named by its source, so that one serves both Pythons and none is
ever older than what it was made from. Without it `restore.py` does the same, only slower;
`THUTHU_TYPING=python` asks for that.
"""

from __future__ import annotations

import ctypes
import math
import os
import sys
import zlib
from array import array
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from vietnamese.reading.counts import Counts
from vietnamese.reading.restore import Best, Search
from vietnamese.reading.slots import Slot

SOURCE = Path(__file__).with_name("path.c")
_ARRAYS: Final = (
    "chance", "after", "lean", "pair_counts", "triple_counts",
    "pair_at", "second", "triple_at", "third", "triple_sums",
)  # fmt: skip
"""In the order of `struct model`."""


def library() -> Path:
    """Where the compiled library of this source and machine belongs."""
    source = zlib.crc32(SOURCE.read_bytes())
    return SOURCE.with_name(f"path-{sys.platform}-{os.uname().machine}-{source:08x}.so")


def searcher(counts: Counts) -> Search | None:
    """The compiled search through these counts; None where it was not compiled."""
    found = _function()
    if found is None or not len(counts.chance):
        return None
    search: Any = found
    arrays = [getattr(counts, name) for name in _ARRAYS]
    model = (ctypes.c_void_p * len(arrays))(*(values.buffer_info()[0] for values in arrays))

    def through(slots: Sequence[Slot], opens: Sequence[bool], _keep: Any = arrays) -> Best:
        size = len(slots)
        if not size:
            return Best([], [], [], 0.0)
        widths = array("i", [len(slot.choices) for slot in slots])
        chosen, runners = array("i", bytes(4 * size)), array("i", bytes(4 * size))
        shares = array("d", bytes(8 * size))
        log = search(
            model, b"".join([slot.packed for slot in slots]), widths.buffer_info()[0],
            bytes(opens), size, chosen.buffer_info()[0], shares.buffer_info()[0],
            runners.buffer_info()[0],
        )  # fmt: skip
        if math.isnan(log):
            raise MemoryError("no memory for a search of readings")
        return Best(chosen.tolist(), shares.tolist(), runners.tolist(), log)

    return through


@cache
def _function() -> Any:
    if os.environ.get("THUTHU_TYPING") == "python":
        return None
    try:
        search = ctypes.CDLL(str(library())).search
    except (OSError, AttributeError):
        return None
    pointer = ctypes.c_void_p
    search.argtypes = [
        pointer, ctypes.c_char_p, pointer, ctypes.c_char_p, ctypes.c_int, pointer, pointer, pointer
    ]  # fmt: skip
    search.restype = ctypes.c_double
    return search
