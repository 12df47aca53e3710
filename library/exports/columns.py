"""The column map of one library: which file and which column holds what. Kept as YAML."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from library.model import ItemStatus

Table = Literal["patrons", "loans", "holds", "items"]
TABLES: tuple[Table, ...] = get_args(Table)
NEEDED: Mapping[Table, tuple[str, ...]] = {
    "patrons": ("card", "name", "secret"),
    "loans": ("card", "barcode", "title", "due"),
    "holds": ("card", "title"),
    "items": ("barcode", "biblio_id"),
}
"""Fields without which a table says nothing. The others may be absent from a file."""
NEEDED_TABLES: tuple[Table, ...] = ("patrons", "loans")
DATES = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S",
         "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y%m%d")  # fmt: skip


class ColumnsError(ValueError):
    """The map cannot be used; the message names the place in it."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Frozen):
    """One table: its file beside the others, its sheet where it is a workbook with several."""

    file: str = Field(min_length=1, max_length=200, pattern=r"^[^/\\\x00]+$")
    sheet: str = ""
    columns: dict[str, str] = {}
    """Heading by field, for headings that are not known by themselves."""


class Columns(_Frozen):
    """How to read a library's export; it is loaded once the needed tables are among it."""

    patrons: Source | None = None
    loans: Source | None = None
    holds: Source | None = None
    items: Source | None = None
    encoding: Literal["utf-8", "utf-16", "legacy"] = "utf-8"
    """`legacy`: a Vietnamese code of before Unicode, found out from the text of each file."""
    dates: tuple[str, ...] = DATES
    typed_as: Literal["text", "date"] = "text"
    """What patrons type beside their card: a text (PIN), or a day (of birth) in any of `dates`."""
    item_status: dict[str, ItemStatus] = {}
    """What a library's words for a copy's state mean. A copy on loan is known by the loans."""
    hold_ready: tuple[str, ...] = ()
    """Words for a hold that waits at the desk; all others wait in the queue."""
    unrestricted: tuple[str, ...] = ()
    """Words for a card in order; any other text restricts it."""

    @field_validator("patrons", "loans", "holds", "items")
    @classmethod
    def _fields_are_known(cls, value: Source | None, info: object) -> Source | None:
        table = cast(Table, getattr(info, "field_name", ""))
        if value is not None and (strange := set(value.columns) - set(headings()[table])):
            raise ValueError(f"no such fields: {', '.join(sorted(strange))}")
        return value

    def sources(self) -> dict[Table, Source]:
        """The tables that the library exports."""
        found = {table: getattr(self, table) for table in TABLES}
        return {table: source for table, source in found.items() if source is not None}


@cache
def headings() -> dict[Table, dict[str, list[str]]]:
    """Headings known by themselves, folded, by table and field."""
    text = Path(__file__).with_name("headings.yaml").read_text(encoding="utf-8")
    return cast("dict[Table, dict[str, list[str]]]", yaml.safe_load(text))


def begun(path: Path) -> Columns:
    """The map as far as it has come; an empty one where none is kept yet. Raises ColumnsError."""
    return load(path) if path.exists() else Columns()


def load(path: Path) -> Columns:
    """Raises ColumnsError."""
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
        return Columns.model_validate(found)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ColumnsError(f"{path.name}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = " > ".join(str(part) for part in first["loc"])
        raise ColumnsError(f"{path.name}: {place}: {first['msg']}") from error


def save(columns: Columns, path: Path) -> None:
    """Whole or not at all. What is as it would be anyway is left out."""
    body = columns.model_dump(exclude_defaults=True, mode="json")
    aside = path.with_name(f"{path.name}.new")
    aside.write_text(yaml.safe_dump(body, allow_unicode=True, sort_keys=False), encoding="utf-8")
    aside.replace(path)
