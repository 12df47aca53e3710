"""Say a sentence of the replies files to the reader of this turn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.dialogue.actions.context import ActionContext
from bot.dialogue.actions.services import Services
from bot.dialogue.actions.talk.address import address_of
from connectors.messages import Button, Card, Citation, Reply


@dataclass(frozen=True, slots=True)
class Say:
    """The voice of one turn: `say("greet")` is a sentence, `say.reply("greet")` a bubble."""

    context: ActionContext
    services: Services

    def __call__(self, key: str, **values: object) -> str:
        address = self.services.replies.address(address_of(self.context))
        return self.services.replies.text(key, self.context.turn_id, address, values)

    def reply(
        self,
        key: str,
        *,
        buttons: Iterable[Button] = (),
        cards: Iterable[Card] = (),
        citations: Iterable[Citation] = (),
        **values: object,
    ) -> Reply:
        return Reply(self(key, **values), tuple(buttons), tuple(cards), tuple(citations))
