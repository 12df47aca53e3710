"""What a message answers, where its words alone do not tell: the last ones of the conversation."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from bot.privacy.redact import Asked, about_secret, asks_contact
from bot.store import schema
from bot.store.codec import load, load_reply

_SAID = schema.messages
_HEARD = schema.inbox
_LAST_SAID = (
    select(_SAID.c.who, _SAID.c.reply, _SAID.c.facts)
    .where(_SAID.c.conversation_id == bindparam("conversation"), _SAID.c.who != "reader")
    .order_by(_SAID.c.id.desc())
    .limit(1)
)
_LAST_HEARD = (
    select(_HEARD.c.body)
    .where(_HEARD.c.conversation_id == bindparam("conversation"))
    .order_by(_HEARD.c.id.desc())
    .limit(1)
)


def asked(db: Connection, conversation_id: str) -> Asked | None:
    """`contact` where the assistant or a librarian asked how to reach the reader; `sign_in` where
    card and PIN were just the subject; None in any other talk."""
    of = {"conversation": conversation_id}
    said = db.execute(_LAST_SAID, of).one_or_none()
    if said is not None:
        acts = load(said.facts).get("acts", ())
        by_person = said.who == "librarian" and asks_contact(load_reply(said.reply).text)
        if "contact_asked" in acts or by_person:
            return "contact"
        if "link_offered" in acts:
            return "sign_in"
    heard = db.execute(_LAST_HEARD, of).scalar_one_or_none()
    if heard is not None and about_secret(str(load(heard).get("text", ""))):
        return "sign_in"
    return None
