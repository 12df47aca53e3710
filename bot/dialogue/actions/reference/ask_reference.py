"""An answer from the digitized texts: the sentence that answers, and the page to prove it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote, urlencode

from bot.dialogue.actions.button import button
from bot.dialogue.actions.catalogue.cards import work_cards
from bot.dialogue.actions.catalogue.query import SAME_PERSON
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.people.free_text import free_text
from bot.dialogue.actions.reference.answer_seen import answer_seen
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk import wording
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.actions.trouble import search_down
from bot.dialogue.memory import NotFound
from bot.dialogue.plain import plain
from bot.store.steps import step
from connectors.messages import Button, Citation
from retrieval.model import PassageHit, PassageResults, SearchUnavailable, WorkQuery
from retrieval.search.shown import PRONOUN
from vietnamese.reading import fold

NAME = re.compile(r"\b[A-ZĐÀ-Ỹ][\w'’]*(?:\s+[A-ZĐÀ-Ỹ][\w'’]*){1,4}")
"""Two to five capitalised words in a row: a person spoken of."""
LINKING = re.compile(r"^(?:(?:à|thế|vậy|còn|mà|rồi|ừ|ờ)[\s,]+)+(?=\S+\s+\S)", re.IGNORECASE)
"""`thế ông ấy mất năm nào`: words that tie the question to the one before, not searched for."""
BOOKS = 3
"""Works on the subject offered where the texts have no answer."""
MARKED_LENGTH = 200
"""Characters of the sentence carried in the page's address; enough to find it again."""


async def ask_reference(context: ActionContext, services: Services) -> Outcome:
    """Extractive, with its citation; else an honest no and the offer of a librarian."""
    question = _question(context)
    say = Say(context, services)
    if not question:
        return Outcome((say.reply("reference.what"),), ("asked_slot",))
    found = await asyncio.to_thread(services.searcher.passages, question)
    if isinstance(found, SearchUnavailable):
        return search_down(context, services, found.reason)
    if found.answered and found.hits:
        return _answer(say, question, found.hits[0])
    if found.doubtful and found.hits:
        return _doubtful(say, question, found)
    return await _nothing(say, question, found.missed)


def _answer(say: Say, question: str, hit: PassageHit) -> Outcome:
    cited = citation(say.services.public_url, hit)
    buttons = [button(say("button.librarian"), "ask_librarian", {"question": question})]
    if cited.rights == "open":
        buttons.insert(0, Button(say("button.page", page=cited.page), url=cited.url))
    reply = say.reply(
        "reference.answer" if cited.rights == "open" else "reference.answer_on_site",
        citations=[cited],
        buttons=buttons,
        sentence=_readable(say, hit),
        title=cited.title,
        author=cited.author,
        page=cited.page,
    )
    slots: dict[str, object] = {"pending": None}
    if person := _person(question, f"{cited.title}. {hit.passage.text}"):
        slots["last_person"] = person
    trail = step("texts", what=question, title=cited.title, page=cited.page)
    seen = answer_seen(question, cited, hit.passage.text)
    return Outcome((reply,), ("answered",), slots, trail=(trail,), seen=(seen,))


def _doubtful(say: Say, question: str, found: PassageResults) -> Outcome:
    """A passage that may bear on the question, shown as such and not as its answer; what was asked
    about and does not stand there is said."""
    hit = found.hits[0]
    cited = citation(say.services.public_url, hit)
    key = "reference.doubtful_without" if found.missed else "reference.doubtful"
    buttons = [button(say("button.send"), "ask_librarian", {"question": question})]
    if cited.rights == "open":
        buttons.insert(0, Button(say("button.page", page=cited.page), url=cited.url))
    reply = say.reply(
        key,
        citations=[cited],
        buttons=buttons,
        sentence=_readable(say, hit),
        title=cited.title,
        page=cited.page,
        missed=_named(say, found.missed),
    )
    pending = {"kind": "send_question", "question": question}
    trail = step("texts", what=question, title=cited.title, page=cited.page)
    return Outcome((reply,), ("answer_doubtful",), {"pending": pending}, trail=(trail,))


def _readable(say: Say, hit: PassageHit) -> str:
    """The sentence, with the person whom its first word means beside that word."""
    sentence = hit.sentence.strip()
    match = PRONOUN.match(sentence) if hit.spoken_of else None
    if match is None or hit.spoken_of in sentence:
        return sentence
    return say(
        "reference.pronoun",
        pronoun=match[0],
        name=hit.spoken_of,
        rest=sentence[match.end() :].strip(),
    )


def _named(say: Say, missed: Sequence[str]) -> str:
    return wording.joined([wording.titled(name) for name in missed])


async def _nothing(say: Say, question: str, missed: Sequence[str]) -> Outcome:
    """Nothing in the texts, and the books that are about what was asked."""
    outcome = not_found(say, question, missed)
    books = await asyncio.to_thread(
        say.services.searcher.works, WorkQuery(subject=free_text(question), limit=BOOKS)
    )
    if isinstance(books, SearchUnavailable) or not books.hits:
        return outcome
    works = tuple(hit.work for hit in books.hits)
    beside = say.reply("reference.books", cards=await work_cards(say, works))
    slots = {**outcome.slots, "last_list": [work.id for work in works], "last_kind": "works"}
    return replace(outcome, replies=(*outcome.replies, beside), slots=slots)


def not_found(say: Say, question: str, missed: Sequence[str] = ()) -> Outcome:
    """Nothing in the texts: said so, and a librarian may look further."""
    reply = say.reply(
        "reference.not_found_of" if missed else "reference.not_found",
        missed=_named(say, missed),
        buttons=[
            button(say("button.send"), "ask_librarian", {"question": question}),
            button(say("button.no_thanks"), "deny"),
        ],
    )
    pending = {"kind": "send_question", "question": question}
    trail = (step("texts_nothing", what=question),)
    unknown = (NotFound(where="texts", what=question),)
    slots = {"pending": pending}
    return Outcome((reply,), ("answer_not_found",), slots, trail=trail, seen=unknown)


def citation(public_url: str, hit: PassageHit) -> Citation:
    """The page with the sentence marked; a text read on site only has no page to open."""
    passage = hit.passage
    mark = urlencode({"cau": hit.sentence.strip()[:MARKED_LENGTH]}, quote_via=quote)
    page = f"{public_url}/xem/{quote(passage.work_id, safe='')}/{passage.page}"
    return Citation(
        work_id=passage.work_id,
        title=passage.title,
        author=passage.author,
        page=passage.page,
        quote=hit.sentence.strip(),
        url=f"{page}?{mark}" if passage.rights == "open" else "",
        rights=passage.rights,
    )


def _question(context: ActionContext) -> str:
    """The message, with `ông ấy` replaced by the person last spoken of."""
    question = LINKING.sub("", context.meant.strip())
    person = context.slots.get("last_person")
    folded = fold(question).lower()
    match = SAME_PERSON.search(folded)
    if match and isinstance(person, str) and len(folded) == len(question):
        return f"{question[: match.start()]}{person}{question[match.end() :]}"
    return question


def _person(question: str, text: str) -> str:
    """A name in the question; one typed without capitals is known by its spelling in the text."""
    match = NAME.search(question)
    if match is not None:
        return match[0]
    asked = f" {plain(question)} "
    named = (found[0] for found in NAME.finditer(text))
    return next((name for name in named if f" {plain(name)} " in asked), "")
