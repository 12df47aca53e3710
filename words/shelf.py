"""The shelf of sentences: what ships, with a library's own laid over it, read again on change."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml

from clock.watched import Watched

SHIPPED = Path(__file__).parent
UNCHECKED = ("reader/address", "reader/cues")
"""Tables, not sentences: a library's own entries stand beside what ships."""


class WordsError(ValueError):
    """A file of sentences cannot be used; the message names the file and the key."""


Tree = dict[str, Any]


class Words:
    """All parts, with the files of `own` laid over them. Raises WordsError."""

    def __init__(
        self, own: Path | None = None, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        folders = [own] if own is not None else []
        self._parts = Watched(lambda: _read_all(own), folders, (WordsError,), monotonic=monotonic)

    @property
    def fault(self) -> str:
        """Why the library's latest sentences are not said; empty when they are."""
        return self._parts.fault

    def of(self, part: str) -> Mapping[str, Any]:
        """The sentences of a part, as they stand now. KeyError for no such part."""
        return self._parts()[part]

    def parts(self) -> Mapping[str, Mapping[str, Any]]:
        """All of them; the same object until a file changes."""
        return self._parts()


def use(own: Path | None) -> Words:
    """From now on the sentences in `own` go before those that ship. Raises WordsError."""
    global _current  # noqa: PLW0603 - as with a language: one for the whole process
    _current = Words(own)
    return _current


def of(part: str) -> Mapping[str, Any]:
    """The sentences of a part, as they stand now."""
    return _current.of(part)


def say(part: str, key: str, **values: object) -> str:
    """One sentence, its places filled. `key` may name a section first: `says.saved`."""
    found: Any = _current.of(part)
    for name in key.split("."):
        found = found[name]
    return str(found).format(**values) if values else str(found)


def fault() -> str:
    """Why the library's latest sentences are not said; empty when they are."""
    return _current.fault


def _read_all(own: Path | None) -> dict[str, Tree]:
    parts = {part: dict(tree) for part, tree in _shipped().items()}
    if own is None or not own.is_dir():
        return parts
    for path in sorted(own.rglob("*.yaml")):
        part = path.relative_to(own).with_suffix("").as_posix()
        if part not in parts:
            raise WordsError(f"{path}: no such part; there are {', '.join(sorted(parts))}")
        parts[part] = _laid_over(parts[part], _read(path), f"{path}", part)
    return parts


@cache
def _shipped() -> Mapping[str, Tree]:
    return {
        path.relative_to(SHIPPED).with_suffix("").as_posix(): _read(path)
        for path in sorted(SHIPPED.rglob("*.yaml"))
    }


def _read(path: Path) -> Tree:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise WordsError(f"{path}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise WordsError(f"{path}: {error}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise WordsError(f"{path}: expected names with sentences")
    return {str(key): value for key, value in content.items()}


def _laid_over(shipped: Tree, own: Tree, file: str, part: str) -> Tree:
    """The shipped tree with every sentence that `own` gives in its place."""
    merged = dict(shipped)
    for key, value in own.items():
        if part in UNCHECKED:
            merged[key] = value
            continue
        if key not in shipped:
            raise WordsError(f"{file}: {key} is not a sentence of this part")
        merged[key] = _fitting(shipped[key], value, f"{file}: {key}")
    return merged


def _fitting(shipped: Any, value: Any, where: str) -> Any:
    """`value`, of the shipped one's form and with no place that it does not offer."""
    if isinstance(shipped, dict):
        if not isinstance(value, dict):
            raise WordsError(f"{where}: expected names with sentences")
        return _laid_over(shipped, {str(k): v for k, v in value.items()}, where, "")
    texts = value if isinstance(value, list) else [value]
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise WordsError(f"{where} needs a sentence")
    offered = {place for text in _texts(shipped) for place in places(text, where)}
    for text in texts:
        if unknown := places(text, where) - offered:
            told = ", ".join(sorted(offered)) or "none"
            raise WordsError(f"{where}: unknown place {sorted(unknown)}; offered: {told}")
    return value


def _texts(value: Any) -> list[str]:
    return [str(text) for text in value] if isinstance(value, list) else [str(value)]


def places(text: str, where: str) -> set[str]:
    """The names in braces. Raises WordsError for a brace that is none."""
    try:
        parts = list(Formatter().parse(text))
    except ValueError as error:
        raise WordsError(f"{where}: {error}") from error
    if any(spec or conversion for _, name, spec, conversion in parts if name is not None):
        raise WordsError(f"{where}: a place is a name in braces and nothing more")
    return {name for _, name, _, _ in parts if name is not None}


_current = Words()
