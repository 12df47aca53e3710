"""`thuthu library preview|load`: a nightly export looked at, its columns kept, and loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from bot.app.library_system import exports_home
from bot.cli import lines
from bot.settings import Settings
from clock import SystemClock
from library.exports import (
    Columns,
    ColumnsError,
    Loaded,
    NotLoaded,
    Preview,
    Problem,
    Rejected,
    Source,
    preview_of,
    table_of,
)
from library.exports import load as load_export
from library.exports.columns import TABLES, Table, begun, save
from words import of

MAP = "columns.yaml"
HELP = of("command_line")["library"]
Files = Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help=HELP["file"])]


def preview(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help=HELP["file"])],
    *,
    table: Annotated[
        Literal["patrons", "loans", "holds", "items"] | None, typer.Option(help=HELP["table"])
    ] = None,
    sheet: Annotated[str, typer.Option(help=HELP["sheet"])] = "",
    column: Annotated[list[str] | None, typer.Option(help=HELP["column"])] = None,
    secret: Annotated[Literal["text", "date"] | None, typer.Option(help=HELP["secret"])] = None,
    encoding: Annotated[
        Literal["utf-8", "utf-16", "legacy"] | None, typer.Option(help=HELP["encoding"])
    ] = None,
) -> None:
    """The first 20 rows as they would be understood; how they are read is kept for loading."""
    home = _home(Settings())
    columns = _changed(_begun(home), secret=secret, encoding=encoding)
    wanted = table or table_of(file, columns, sheet)
    if wanted is None:
        lines.fail(HELP["no_table"].format(file=file.name, tables=", ".join(TABLES)), code=1)
    columns = _with(columns, wanted, file, sheet, _named(column or ()))
    found = preview_of(file.parent, wanted, columns)
    _show(found)
    if found.problems:
        raise typer.Exit(1)
    save(columns, home / MAP)
    lines.say(HELP["map_kept"].format(path=home / MAP))


def load(
    files: Files,
    fewer: Annotated[bool, typer.Option("--fewer", help=HELP["fewer"])] = False,
) -> None:
    """The whole export in place at once, or none of it; exits 1 where nothing was changed."""
    settings = Settings()
    home = _home(settings)
    folders = {path.resolve().parent for path in files}
    if len(folders) > 1:
        lines.fail(HELP["one_folder"], code=1)
    columns = _begun(home)
    for path in files:
        found = table_of(path, columns)
        if found is None:
            lines.fail(HELP["no_table"].format(file=path.name, tables=", ".join(TABLES)), code=1)
        known = columns.sources().get(found)
        columns = _with(columns, found, path, known.sheet if known else "", {})
    outcome = load_export(
        folders.pop(), columns, home, SystemClock(settings.today), shrinking_allowed=fewer
    )
    _told(outcome)


def _home(settings: Settings) -> Path:
    home = exports_home(settings)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return home


def _begun(home: Path) -> Columns:
    try:
        return begun(home / MAP)
    except ColumnsError as error:
        lines.fail(str(error), code=1)


def _changed(columns: Columns, *, secret: str | None, encoding: str | None) -> Columns:
    given = {"typed_as": secret, "encoding": encoding}
    return columns.model_copy(update={name: value for name, value in given.items() if value})


def _with(columns: Columns, table: Table, file: Path, sheet: str, named: dict[str, str]) -> Columns:
    """The map with this file for the table; headings named before stay."""
    known = columns.sources().get(table)
    kept = {**(known.columns if known else {}), **named}
    try:
        source = Source(file=file.name, sheet=sheet, columns=kept)
        return Columns.model_validate({**columns.model_dump(), table: source.model_dump()})
    except ValueError as error:
        lines.fail(str(error), code=1)


def _named(given: Sequence[str]) -> dict[str, str]:
    """`field=Heading` each."""
    parts = [each.partition("=") for each in given]
    if wrong := next((field for field, mark, heading in parts if not (mark and heading)), None):
        lines.fail(HELP["bad_column"].format(given=wrong), code=1)
    return {field.strip(): heading.strip() for field, _, heading in parts}


def _show(found: Preview) -> None:
    lines.say(HELP["preview"].format(file=found.file, table=HELP[f"table.{found.table}"]))
    if found.fields:
        heads = [HELP.get(f"field.{field}", field) for field in found.fields]
        widths = [max(map(len, cells)) for cells in zip(heads, *found.rows, strict=True)]
        for row in (heads, *found.rows):
            lines.say("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    _tell(found.problems)


def _told(outcome: Loaded | Rejected | NotLoaded) -> None:
    match outcome:
        case Loaded(as_of, _, counts, orphans):
            lines.say(HELP["loaded"].format(as_of=f"{as_of:%H:%M %d/%m/%Y}", **counts))
            if orphans:
                lines.say(HELP["orphans"].format(count=orphans))
        case Rejected(problems, count):
            _tell(problems)
            lines.fail(HELP["rejected"].format(count=count), code=1)
        case NotLoaded(reason):
            lines.fail(HELP["not_loaded"].format(reason=reason), code=1)


def _tell(problems: Sequence[Problem]) -> None:
    for problem in problems:
        lines.say(f"✗ {problem.told()}")
