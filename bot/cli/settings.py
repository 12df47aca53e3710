"""`thuthu settings`: every setting, what it does and what it is unless set, as a table."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from pydantic import SecretStr
from pydantic_settings import BaseSettings

from bot.delivery.channels.settings import ChannelSettings
from bot.settings import CHECKOUT, Settings
from bot.settings_library import LibrarySettings

PREFIX = "THUTHU_"
PARTS: tuple[tuple[str, type[BaseSettings]], ...] = (
    ("The assistant", Settings),
    ("The library's own system", LibrarySettings),
    ("Channels and notices", ChannelSettings),
)
ELSEWHERE = (
    ("PYTHON310", "Rasa's Python 3.10, asked for first by `make run` and `make test`."),
    ("THUTHU_TYPING", "`off`: text is taken as typed; `python`: the search in C is not used."),
    ("THUTHU_EVAL_DATA", "Folder of the evaluation data; tests that need it skip without."),
    ("THUTHU_TEST_DATABASE", "A PostgreSQL URL that the store's tests may empty."),
    ("THUTHU_EXAMPLES", "Examples of each property test; unset: a few."),
    ("THUTHU_FUZZ", "Hostile texts given to the reader of typed text."),
)
"""Read where they are used, outside the settings proper."""


def settings() -> None:
    """The table that stands in docs/reference/settings.md."""
    sys.stdout.write(table())


def table() -> str:
    """Markdown."""
    found = [
        "# Settings",
        "",
        "Environment variables, or lines of `.env` in the project's folder. Made from the code by "
        "`thuthu settings`; a test holds both alike.",
    ]
    for title, settings_class in PARTS:
        found += ["", f"## {title}", "", "| setting | unless set | what it does |", "|---|---|---|"]
        found += _rows(settings_class)
    found += ["", "## Elsewhere", "", "| setting | what it does |", "|---|---|"]
    found += [f"| `{name}` | {what} |" for name, what in ELSEWHERE]
    return "\n".join(found) + "\n"


def _rows(settings_class: type[BaseSettings]) -> Iterator[str]:
    parent = settings_class.__base__ or BaseSettings
    inherited = parent.model_fields if issubclass(parent, BaseSettings) else {}
    for name, field in settings_class.model_fields.items():
        if name in inherited:
            continue  # told as a part of its own
        default = _shown(field.get_default(call_default_factory=True))
        yield f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |"


def _shown(value: object) -> str:
    """Paths of the project without where it stands; a group of weights by its own page."""
    if isinstance(value, SecretStr) or value in ("", None):
        return ""
    if isinstance(value, str | int | float | bool):
        return f"`{value}`".lower() if isinstance(value, bool) else f"`{value}`"
    text = str(value)
    if text.startswith(str(CHECKOUT)):
        return f"`{text.removeprefix(str(CHECKOUT)).lstrip('/')}`"
    return "[measured defaults](search.md)"
