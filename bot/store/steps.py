"""What the assistant did in a turn, step by step, kept for the librarian who takes over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, cast, get_args

StepKind = Literal[
    "texts", "texts_nothing", "catalogue", "catalogue_nothing", "keywords", "held", "hold_refused",
    "hold_cancelled", "hold_not_cancelled", "renewed", "renewal_refused", "write_doubtful",
    "write_requested", "library_down", "search_down", "with_librarian",
]  # fmt: skip
KINDS: frozenset[str] = frozenset(get_args(StepKind))


@dataclass(frozen=True, slots=True)
class Step:
    """`values` fill the places of the desk's sentence for the kind (`step_<kind>`)."""

    kind: StepKind
    values: tuple[tuple[str, str], ...] = ()

    def stored(self) -> dict[str, str]:
        """As JSON keeps it."""
        return {"kind": self.kind, **dict(self.values)}


def step(kind: StepKind, **values: object) -> Step:
    """`step("texts", what="…", title="…", page=3)`."""
    return Step(kind, tuple((name, str(value)) for name, value in values.items()))


def read(rows: Iterable[object]) -> tuple[Step, ...]:
    """Steps as they were stored; what is no step of this release is left out."""
    return tuple(
        Step(
            cast(StepKind, row["kind"]),
            tuple((str(name), str(value)) for name, value in row.items() if name != "kind"),
        )
        for row in rows
        if isinstance(row, Mapping) and row.get("kind") in KINDS
    )
