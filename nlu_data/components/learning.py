"""How the judges learn: from all lines, or from new ones on top of what ships."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from random import Random

import numpy as np

from nlu_data.components.judges import MEANING_SHARE, SHARPNESS, Head, Judges, together
from nlu_data.components.regression import balanced, fit
from nlu_data.components.words import Views

C = 12.0
STEPS = 100
NEW_STEPS = 30
REPLAYED = 600
"""Known lines learnt again beside new ones, so that what was right stays right."""
NEW_COUNT = 3.0
"""What a line of the library's own counts beside one that is replayed."""


@dataclass
class Line:
    """A training line and its hash; `read` gives its ways of being read, the first as typed."""

    intent: str
    hash: int
    read: Callable[[], Sequence[str]]

    @cached_property
    def views(self) -> tuple[str, ...]:
        """Read only where it is learnt: reading all of them takes half of a set-up's time."""
        return tuple(self.read())


def learn(lines: Sequence[Line], head: Head | None, classes: Sequence[str]) -> Judges:
    """Everything from nothing: a minute or two."""
    texts = [view for line in lines for view in line.views]
    labels = np.array([classes.index(line.intent) for line in lines for _ in line.views])
    views = Views.counted(texts)
    start = np.zeros((views.size, len(classes)), np.float32), np.zeros(len(classes), np.float32)
    weights = balanced(labels, len(classes))
    table, offset = fit(views.rows(texts), labels, start, weights=weights, C=C, steps=STEPS)
    known = frozenset(line.hash for line in lines)
    return Judges(list(classes), views, table, offset, head, known)


def learn_more(
    base: Judges,
    lines: Sequence[Line],
    meanings: Callable[[Sequence[str]], np.ndarray | None],
) -> Judges:
    """`base` and its unknown lines: seconds. Without meanings the words learn alone."""
    new = [line for line in lines if line.hash not in base.lines]
    if not new:
        return base
    known = [line for line in lines if line.hash in base.lines]
    replayed = Random(0).sample(known, min(REPLAYED, len(known)))  # noqa: S311 - repeatable
    base = _with_classes(base, [line.intent for line in new])
    chosen = [*new, *replayed]
    texts = [view for line in chosen for view in line.views]
    labels = np.array([base.classes.index(line.intent) for line in chosen for _ in line.views])
    weights = np.array(
        [NEW_COUNT if line.hash not in base.lines else 1.0 for line in chosen for _ in line.views]
    )
    said = meanings(texts) if base.head is not None else None
    scale, offset = 1.0, np.zeros((1, len(base.classes)), np.float32)
    if said is not None and base.head is not None:
        scale = SHARPNESS * (1 - MEANING_SHARE)
        offset = together(np.zeros(1), base.head.scores(said))
    start = base.table, base.offset * scale
    rows = base.views.rows(texts) * scale
    table, moved = fit(rows, labels, start, weights=weights, C=C, steps=NEW_STEPS, offset=offset)
    lines_known = base.lines | {line.hash for line in new}
    return replace(base, table=table, offset=moved / scale, lines=frozenset(lines_known))


def read_head(path: Path, classes: Sequence[str]) -> Head | None:
    """The head in the order of `classes`; one it does not know is the least likely."""
    if not path.exists():
        return None
    with np.load(path, allow_pickle=False) as parts:
        known = [str(name) for name in parts["classes"]]
        return _ordered(Head(parts["table"], parts["offset"]), known, classes)


def _with_classes(base: Judges, names: Sequence[str]) -> Judges:
    classes = [*base.classes, *sorted(set(names) - set(base.classes))]
    more = len(classes) - len(base.classes)
    table = np.pad(base.table, ((0, 0), (0, more)))
    offset = np.pad(base.offset, (0, more), constant_values=float(base.offset.min()))
    head = None if base.head is None else _ordered(base.head, base.classes, classes)
    return replace(base, classes=classes, table=table, offset=offset, head=head)


def _ordered(head: Head, known: Sequence[str], classes: Sequence[str]) -> Head:
    table = np.zeros((len(head.table), len(classes)), np.float32)
    offset = np.full(len(classes), float(head.offset.min()), np.float32)
    for at, name in enumerate(classes):
        if name in known:
            table[:, at] = head.table[:, known.index(name)]
            offset[at] = head.offset[known.index(name)]
    return Head(table, offset)
