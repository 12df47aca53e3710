"""Where the last answer comes from."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from bot.dialogue.actions.button import button
from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.outcome import Outcome
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.speak import Say
from bot.dialogue.memory import Answer
from connectors.messages import Button, Citation

_CITE = re.compile(r"\btrich dan\b|\bcit(?:e|ation)\b|\bapa\b|\bmla\b|\btham khao\b")


async def ask_source(context: ActionContext, services: Services) -> Outcome:
    """Work, author, page and the sentence, with the page to open; a line to copy, where a
    citation is wanted. Facts of the house come from the library itself."""
    say, answer = Say(context, services), context.memory.latest(Answer)
    ask = button(say("button.librarian"), "ask_librarian")
    if answer is None or not answer.title:
        reply = say.reply("source.house", phone=services.facts.contacts.phone, buttons=[ask])
        return Outcome((reply,), ("clarified",))
    key = "source.cite" if _CITE.search(context.folded) else "source.answer"
    cited = _citation(services.public_url, answer)
    pages = [Button(say("button.page", page=answer.page), url=cited.url)] if cited.url else []
    reply = say.reply(
        key, citations=[cited], buttons=[*pages, ask], title=answer.title, author=answer.author,
        page=answer.page or "–", sentence=answer.quote,
    )  # fmt: skip
    return Outcome((reply,), ("clarified",), seen=(answer,))


def _citation(public_url: str, answer: Answer) -> Citation:
    mark = urlencode({"cau": answer.quote[:200]}, quote_via=quote)
    page = f"{public_url}/xem/{quote(answer.work_id, safe='')}/{answer.page}?{mark}"
    opens = answer.rights == "open" and answer.page is not None
    return Citation(
        answer.work_id, answer.title, answer.author, answer.page, answer.quote,
        page if opens else "", rights=answer.rights,
    )  # fmt: skip
