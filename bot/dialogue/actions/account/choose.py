"""Which of a reader's own loans or holds a message means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.dialogue.actions.catalogue.mention import THAT, placed
from bot.dialogue.actions.catalogue.titles import ENOUGH, covered, says
from bot.dialogue.actions.context import ActionContext, plain
from vietnamese.phrases.negation import EXCEPT

ALL = re.compile(r"\b(?:het|tat ca|toan bo|ca hai|ca ba|moi cuon|cac cuon)\b")


@dataclass(frozen=True, slots=True)
class Own:
    """A loan or hold of the reader, in the order shown."""

    id: str
    title: str
    biblio_id: str = ""


def choose(context: ActionContext, own: Sequence[Own], pressed: str = "") -> tuple[str, ...]:
    """Ids meant, in the order of `own`; empty when the message names none.

    `pressed` is the id a button carried; one that is not the reader's own chooses nothing.
    """
    if pressed:
        return tuple(each.id for each in own if each.id == pressed)
    words = context.folded
    if (excepted := EXCEPT.search(words)) and ALL.search(words[: excepted.start()]):
        left_out = _titled(words[excepted.end() :], own)
        return tuple(each.id for each in own if each.id not in left_out) if left_out else ()
    named = _titled(words, own)
    if named:
        return tuple(each.id for each in own if each.id in named)
    places = placed(context, len(own))
    if places is not None:
        return tuple(own[place].id for place in sorted(places))
    return _pointed(context, own)


def _pointed(context: ActionContext, own: Sequence[Own]) -> tuple[str, ...]:
    """By a recognised title, or `cuốn đó` for the work last spoken of."""
    if wanted := plain(" ".join(context.all("title"))):
        return tuple(each.id for each in own if covered(wanted, plain(each.title)) >= ENOUGH)
    if THAT.search(context.folded):
        return tuple(each.id for each in own if each.biblio_id == context.slots.get("last_work"))
    return ()


def _titled(words: str, own: Sequence[Own]) -> set[str]:
    return {each.id for each in own if says(words, each.title)}
