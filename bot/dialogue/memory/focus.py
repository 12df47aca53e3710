"""The kinds of thing a turn leaves in mind: small, and enough to answer what leans on them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Seen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Shown(_Seen):
    """One of a list, by the id it is asked for with."""

    id: str
    title: str


class Works(_Seen):
    """A list of the catalogue, as shown; `asked` is what it was searched by."""

    kind: Literal["results"] = "results"
    things: tuple[Shown, ...]
    asked: str = ""


class OneWork(_Seen):
    """A work told of by itself."""

    kind: Literal["work"] = "work"
    id: str
    title: str
    author: str = ""


class EventDay(_Seen):
    """An event on the day it was shown for."""

    title: str
    day: date


class Events(_Seen):
    kind: Literal["event"] = "event"
    things: tuple[EventDay, ...]


class Topics(_Seen):
    """Rules or services told from the library's files; `intent` is what they answer."""

    kind: Literal["topic"] = "topic"
    intent: str
    ids: tuple[str, ...]
    asked: str = ""


class OpenDays(_Seen):
    """Opening hours: of the days asked for, or of the week where there is no first day."""

    kind: Literal["hours"] = "hours"
    first: date | None = None
    last: date | None = None


class Place(_Seen):
    """Where a branch is, or the library where `branch` is empty."""

    kind: Literal["place"] = "place"
    branch: str = ""


class Loans(_Seen):
    kind: Literal["loans"] = "loans"
    things: tuple[Shown, ...]


class Holds(_Seen):
    kind: Literal["holds"] = "holds"
    things: tuple[Shown, ...]


class Fees(_Seen):
    """What a reader owes, in đồng."""

    kind: Literal["fines"] = "fines"
    total: int


class Refusal(_Seen):
    """A write the library's system refused: what was wanted, of what, and why it said no."""

    kind: Literal["refusal"] = "refusal"
    write: str
    code: str
    why: str
    title: str = ""


class Answer(_Seen):
    """An answer cited from a text, with the person, work or place the question spoke of."""

    kind: Literal["answer"] = "answer"
    question: str
    spoken_of: str = ""
    quote: str = ""
    work_id: str = ""
    title: str = ""
    author: str = ""
    page: int | None = None
    rights: Literal["open", "on_site"] = "open"


class NotFound(_Seen):
    """Nothing was found for `what`: in the catalogue, or in the texts."""

    kind: Literal["not_found"] = "not_found"
    where: Literal["catalogue", "texts"]
    what: str


class Linking(_Seen):
    """The page that links a card was offered."""

    kind: Literal["link"] = "link"


class Asked(_Seen):
    """A question of ours that is open: a confirmation, a choice, a person offered."""

    kind: Literal["asked"] = "asked"
    what: str
    about: str = ""


class Unsure(_Seen):
    """A message that was not understood."""

    kind: Literal["unsure"] = "unsure"
    heard: str


Focus = Annotated[
    Works | OneWork | Events | Topics | OpenDays | Place | Loans | Holds | Fees | Refusal | Answer
    | NotFound | Linking | Asked | Unsure,
    Field(discriminator="kind"),
]  # fmt: skip
