"""The sentences of this room, in Vietnamese: `words.yaml` beside it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml


def say(key: str, **values: object) -> str:
    """The sentence of that key with its values. Raises KeyError for one that is not there."""
    return _sentences()[key].format(**values)


@cache
def _sentences() -> dict[str, str]:
    text = files(__package__).joinpath("words.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))
