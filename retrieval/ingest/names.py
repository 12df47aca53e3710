"""Authors as catalogued: often several people in one field."""

from __future__ import annotations

from collections.abc import Iterable


def apart(fields: Iterable[str]) -> tuple[str, ...]:
    """Each once, in their order; `A; B` are two. A comma parts nobody: `Surname, Name` is one."""
    names = (name.strip() for field in fields for name in field.split(";"))
    return tuple(dict.fromkeys(name for name in names if name))
