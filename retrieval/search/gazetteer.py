"""Names of the texts, looked for in what a reader typed; and by what else a name is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from retrieval.index.names import Names
from retrieval.terms import folded_line, terms

LONGEST = 5
"""Words of a name."""


class Gazetteer:
    """Built once for an opened version; looking up is a few dictionary reads a word."""

    def __init__(self, names: Names) -> None:
        self._written: dict[str, str] = {}
        self._folded: dict[str, str] = {}
        called = {name: 1 for pair in names.same for name in pair}
        for name, _ in sorted({**called, **names.counts}.items(), key=lambda each: each[1]):
            line = " ".join(terms(name).accented)
            self._written[line] = name
            self._folded[folded_line(name)] = name
        self._same = _groups(names)

    def __len__(self) -> int:
        return len(self._written)

    def found(self, text: str) -> tuple[str, ...]:
        """Names a text has, as the texts write them, in order; the longest where several fit.

        A text without a single accent is compared without accents.
        """
        words = terms(text)
        bare = words.accented == words.folded
        line, table = (words.folded, self._folded) if bare else (words.accented, self._written)
        return _names(line, table)

    def forms(self, name: str) -> tuple[str, ...]:
        """Folded lines by which a name is called; itself first."""
        line = folded_line(name)
        return (line, *sorted(self._same.get(line, frozenset()) - {line}))


def _names(line: Sequence[str], table: dict[str, str]) -> tuple[str, ...]:
    found: list[str] = []
    at = 0
    while at < len(line):
        for size in range(min(LONGEST, len(line) - at), 1, -1):
            name = table.get(" ".join(line[at : at + size]))
            if name is not None:
                found.append(name)
                at += size
                break
        else:
            at += 1
    return tuple(dict.fromkeys(found))


def _groups(names: Names) -> dict[str, frozenset[str]]:
    """Folded name -> all names of the same one, joined over common members."""
    joined: dict[str, set[str]] = defaultdict(set)
    for pair in names.same:
        lines = {folded_line(name) for name in pair}
        whole = set(lines).union(*(joined[line] for line in lines))
        for line in whole:
            joined[line] = whole
    return {line: frozenset(whole) for line, whole in joined.items()}
