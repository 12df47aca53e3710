"""Records an index cannot use: passed over and told, so that one never stops an update."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")
UNUSABLE = (ValueError, TypeError, KeyError, AttributeError, OverflowError)
"""What a stored record of another time, or a value no index can hold, raises when it is read."""
MOST_KEPT = 1_000
"""Reasons kept in a version's facts, some 100 bytes each."""


class LeftOut:
    """Reasons by record (`work 123`), those of the version before included."""

    def __init__(self, before: Mapping[str, str] | None = None) -> None:
        self.reasons = dict(before or {})

    def unless_unusable(self, record: str, make: Callable[[], T]) -> T | None:
        """What `make` gives; None where the record cannot be used, which is told."""
        self.reasons.pop(record, None)
        try:
            return make()
        except UNUSABLE as error:
            reason = f"{type(error).__name__}: {error}"[:200]
        if len(self.reasons) < MOST_KEPT:
            self.reasons[record] = reason
        sys.stderr.write(f"index: {record} left out: {reason}\n")
        return None

    def passed(self, record: str) -> None:
        """The record is deleted: nothing is left out any more."""
        self.reasons.pop(record, None)
