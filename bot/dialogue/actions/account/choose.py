"""Which of a reader's own loans or holds a message means, and what that makes of a form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.dialogue.actions.account.yes_no import answer
from bot.dialogue.actions.catalogue.mention import THAT, ids, placed
from bot.dialogue.actions.catalogue.titles import ENOUGH, covered
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.choosing import Choice, Chosen, Thing, Unclear
from bot.dialogue.choosing import choose as choose_among
from bot.dialogue.plain import plain


@dataclass(frozen=True, slots=True)
class Own:
    """A loan or hold of the reader, in the order shown; `rank` orders by what is due first,
    `entered` by when it came to the reader."""

    id: str
    title: str
    biblio_id: str = ""
    rank: float | None = None
    entered: float | None = None


def choose(
    context: ActionContext,
    own: Sequence[Own],
    pressed: str = "",
    *,
    current: Collection[str] = (),
    giving_up: bool = False,
) -> Choice | None:
    """What the message means of `own`; None when it names none and denies nothing.

    `pressed` is the id a button carried; one that is not the reader's own chooses nothing.
    """
    if pressed:
        return _chosen(each.id for each in own if each.id == pressed)
    things = [Thing(each.id, each.title, each.rank, each.entered) for each in own]
    said = choose_among(context.meant, things, current=current, giving_up=giving_up)
    if said is not None:
        return said
    places = placed(context, len(own))
    if places is not None:
        return _chosen(own[place].id for place in sorted(places))
    return _chosen(_pointed(context, own))


def _chosen(found: Iterable[str]) -> Chosen | None:
    kept = tuple(found)
    return Chosen(kept) if kept else None


def _pointed(context: ActionContext, own: Sequence[Own]) -> tuple[str, ...]:
    """By a recognised title, or `cuốn đó` for the work last spoken of."""
    if wanted := plain(" ".join(context.all("title"))):
        return tuple(each.id for each in own if covered(wanted, plain(each.title)) >= ENOUGH)
    if THAT.search(context.folded):
        return tuple(each.id for each in own if each.biblio_id == context.slots.get("last_work"))
    return ()


@dataclass(frozen=True, slots=True)
class Form:
    """The slots of a form that chooses among own things and asks for a yes."""

    things: str
    confirm: str
    shown: str
    """The slot with the ids in the order they were shown."""
    giving_up: bool = False

    def in_order(self, context: ActionContext, own: Sequence[Own]) -> list[Own]:
        """As shown before, if it was; what came since stands last."""
        place = {each: n for n, each in enumerate(ids(context.slots.get(self.shown)))}
        return sorted(own, key=lambda each: place.get(each.id, len(place)))

    def choose(self, context: ActionContext, own: Sequence[Own], pressed: str) -> Choice | None:
        """A change of what is to be confirmed starts from that."""
        confirming = context.requested == self.confirm
        current = ids(context.slots.get(self.things)) if confirming else ()
        return choose(
            context, self.in_order(context, own), pressed, current=current,
            giving_up=self.giving_up,
        )  # fmt: skip

    def answered(self, context: ActionContext, found: Choice | None) -> Outcome:
        """What an answer fills: a set of things is asked about again, whatever yes stands beside
        it; a denial of all of them is a no; one that cannot be placed asks which."""
        confirming = context.requested == self.confirm
        current = ids(context.slots.get(self.things))
        said = answer(context) if confirming else None
        if isinstance(found, Chosen) and not (said and set(found.ids) == set(current)):
            return Outcome(slots={self.things: list(found.ids), self.confirm: None})
        if isinstance(found, Unclear) and (confirming or found.denied or found.why != "denied"):
            none_left = confirming and (not found.denied or set(current) <= set(found.denied))
            if none_left and found.why == "denied":
                return Outcome(slots={self.confirm: "no"})
            return Outcome(slots={self.things: None, self.confirm: None})
        if said is None:
            return Outcome()
        return Outcome(slots={self.confirm: "yes" if said else "no"})
