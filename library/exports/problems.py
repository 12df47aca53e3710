"""What is wrong with an export, for the person who can mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from words import say

Code = Literal[
    "file_missing", "file_too_large", "not_text", "not_workbook", "no_sheet", "empty",
    "column_missing", "open_quote", "too_many_rows", "value_missing", "bad_date", "bad_number",
    "bad_status", "duplicate", "shrunk", "too_many_cells", "table_missing",
]  # fmt: skip
MOST_KEPT = 200
"""Problems listed one by one; beyond that they are counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`row` counts from 1, the headings; 0 is the file as a whole.

    `values` are those the sentence names. A secret is never among them.
    """

    file: str
    row: int
    code: Code
    values: Mapping[str, str] = field(default_factory=dict)

    def told(self) -> str:
        """Vietnamese, for an administrator."""
        place = say("exports", "at_row", file=self.file, row=self.row) if self.row else self.file
        return f"{place}: {say('exports', f'problem.{self.code}', **self.values)}"


class Problems:
    """All that is found in one reading: nobody should have to mend a file row by row."""

    def __init__(self) -> None:
        self._kept: list[Problem] = []
        self.count = 0

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._kept)

    def __bool__(self) -> bool:
        return self.count > 0

    def add(self, file: str, row: int, code: Code, **values: str) -> None:
        self.count += 1
        if len(self._kept) < MOST_KEPT:
            cut = {name: value[:80] for name, value in values.items()}
            self._kept.append(Problem(file, row, code, cut))
