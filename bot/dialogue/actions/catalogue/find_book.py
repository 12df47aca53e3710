"""Items of the catalogue by anything a reader names."""

from __future__ import annotations

import re

from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue import query
from bot.dialogue.actions.catalogue.cards import work_cards
from bot.dialogue.actions.catalogue.retrieve import Found, retrieve_works
from bot.dialogue.actions.catalogue.titles import covered, described
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.actions.trouble import search_down
from bot.dialogue.memory import Focus, NotFound, OneWork, Shown, Works
from bot.dialogue.plain import plain
from bot.dialogue.port import Act
from bot.store.steps import Step, step
from connectors.messages import Button
from retrieval.model import SearchUnavailable, Work, WorkQuery

NEAR = 0.7
"""Share of the words asked for that a work must have to be called found."""
_ABOUT = re.compile(
    r"\b(?:ve|day|hoc|chu de|the loai|tai lieu|luan van|giao trinh|huong dan|ky thuat|de thi"
    r"|on thi)\b"
)
_ONE = re.compile(r"\b(?:cuon|quyen|bo)\b(?! (?:nao|gi|mo|chi)\b)")


async def find_book(context: ActionContext, services: Services) -> Outcome:
    """Up to five works, or an honest no with what to do next."""
    tries = query.queries(context)
    if not tries:
        say = Say(context, services)
        return Outcome((say.reply("find.what"),), ("asked_slot",))
    return await listed(context, services, tries)


async def listed(
    context: ActionContext,
    services: Services,
    tries: tuple[WorkQuery, ...],
    *,
    act: Act = "works_listed",
    key: str = "find.listed",
) -> Outcome:
    """The list of the first try that finds something."""
    found = await retrieve_works(services, tries)
    if isinstance(found, SearchUnavailable):
        return search_down(context, services, found.reason)
    if not found.works:
        return nothing(context, services, found)
    far = key == "find.listed" and not near(found)
    if far and names_one(context, found.query.text):
        return nothing(context, services, found)
    say = Say(context, services)
    if found.unsure:
        key = "find.unsure"
    elif found.relaxed:
        key = "find.relaxed"
    elif far:
        key = "find.near"
    elif key == "find.listed" and not asked_for(found.query):
        key = "find.filtered"
    elif len(found.works) == 1 and key == "find.listed":
        key = "find.one"
    reply = say.reply(
        key,
        cards=await work_cards(say, found.works),
        buttons=more_button(say, found),
        count=found.total,
        what=asked_for(found.query),
    )
    return Outcome((reply,), (act,), memory(found), trail=(_trail(found),), seen=seen(found))


def nothing(context: ActionContext, services: Services, found: Found) -> Outcome:
    say = Say(context, services)
    wanted = asked_for(found.query)
    buttons = [
        button(say("button.suggest"), "suggest_purchase", {"title": wanted}),
        button(say("button.librarian"), "ask_librarian"),
    ]
    if found.did_you_mean:
        buttons.insert(0, button(found.did_you_mean, "find_book", {"question": found.did_you_mean}))
    key = "find.none_but" if found.did_you_mean else "find.none"
    reply = say.reply(key, buttons=buttons, what=wanted)
    slots = {"last_query": query.as_slot(found.query), "last_list": None, "last_work": None}
    missed = (NotFound(where="catalogue", what=wanted),)
    return Outcome((reply,), ("nothing_found",), slots, trail=(_trail(found),), seen=missed)


def near(found: Found) -> bool:
    """Whether some work has most of the words asked for; a title or author was checked before."""
    words = plain(found.query.text)
    if not words or found.query.title or found.query.author:
        return True
    return any(covered(words, described(work)) >= NEAR for work in found.works)


def names_one(context: ActionContext, wanted: str) -> bool:
    """Whether a message asks for one work by its name, not for works about something."""
    if _ABOUT.search(context.folded):
        return False
    written = wanted[:1].isupper() and len(wanted.split()) > 2
    return written or _ONE.search(context.folded) is not None


def more_button(say: Say, found: Found) -> tuple[Button, ...]:
    shown = found.query.offset + len(found.works)
    return (button(say("button.more"), "more_results"),) if found.total > shown else ()


def memory(found: Found) -> dict[str, object]:
    """What later turns refer to: the list, the one work meant, its author."""
    meant = _meant(found)
    author = found.query.author or (meant.authors[0] if meant and meant.authors else "")
    return {
        "last_kind": "works",
        "last_list": [work.id for work in found.works],
        "last_query": query.as_slot(found.query),
        "last_work": meant.id if meant else None,
        "last_person": author or None,
    }


def seen(found: Found) -> tuple[Focus, ...]:
    """The list, and the one work meant where there is one."""
    shown = tuple(Shown(id=work.id, title=work.title) for work in found.works)
    listed = Works(things=shown, asked=asked_for(found.query))
    meant = _meant(found)
    return (listed,) if meant is None else (listed, one_seen(meant))


def one_seen(work: Work) -> OneWork:
    return OneWork(id=work.id, title=work.title, author=next(iter(work.authors), ""))


def asked_for(wanted: WorkQuery) -> str:
    """The query in a reader's words, for the sentence around the list."""
    return (
        " ".join(
            part
            for part in (wanted.title, wanted.subject, wanted.author, wanted.publisher, wanted.isbn)
            if part
        )
        or wanted.text
    )


def _meant(found: Found) -> Work | None:
    """The one work asked for: the only one, or the only title the words name."""
    if len(found.works) == 1:
        return found.works[0]
    words = plain(found.query.title or found.query.text)
    exact = [work for work in found.works if plain(work.title) == words]
    named = exact or [work for work in found.works if _says_whole(words, work.title)]
    return named[0] if exact or len(named) == 1 else None


def _says_whole(words: str, title: str) -> bool:
    return f" {plain(title)} " in f" {words} "


def _trail(found: Found) -> Step:
    what = asked_for(found.query)
    if not found.total:
        return step("catalogue_nothing", what=what)
    titles = "; ".join(work.title for work in found.works)
    return step("catalogue", what=what, count=found.total, title=titles)
