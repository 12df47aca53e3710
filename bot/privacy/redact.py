"""Secrets typed in chat are not kept: decided by what the message is about, and by shape.

No format of a card or PIN is known here: libraries make their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from bot.privacy import harmless, shapes, slips, topics
from bot.privacy.folded import folded

Kind = Literal["pin", "identity", "card", "phone", "email"]
Asked = Literal["contact", "sign_in"]
"""What the message answers: a way to be reached was asked for; card and PIN were the subject."""
HIDDEN: Final = "•••"
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Redacted:
    """Text as it may be kept, and what was in it."""

    text: str
    kinds: frozenset[Kind] = frozenset()


def redact(text: str, asked: Asked | None = None) -> Redacted:
    """PIN and password, identity, card and phone numbers and addresses out; what names books,
    days, money and the library itself stays. `asked`: what the message answers, if anything."""
    view = folded(text)
    kinds: set[Kind] = set()
    taken: list[Span] = []
    for kind, (start, end) in _found(view.text, asked):
        kinds.add(kind)
        taken.append(view.typed(start, end))
    if not taken:
        return Redacted(text)
    return Redacted(_without(text, taken), frozenset(kinds))


def about_secret(text: str) -> bool:
    """Whether a message names a PIN or password: what follows it may be one."""
    return _names_secret(folded(text).text)


def asks_contact(text: str) -> bool:
    """Whether a person's words ask for a telephone number or an address."""
    return bool(topics.CONTACT.search(folded(text).text))


def _without(text: str, taken: list[Span]) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in sorted(taken):
        if start > at or not pieces:
            pieces += [text[at:start], HIDDEN]
        at = max(at, end)
    return "".join([*pieces, text[at:]])


def _found(text: str, asked: Asked | None) -> Iterator[tuple[Kind, Span]]:
    safe = harmless.spans(text)
    if asked == "contact":
        safe += [match.span() for match in shapes.PHONE.finditer(text)]
    yield from _secrets(text, safe, asked)
    yield from _identities(text, safe)
    yield from _contacts(text, safe, asked)
    yield from _cards(text, safe, asked)


def _names_secret(text: str) -> bool:
    if topics.ABOUT_BOOK.search(text):
        return False
    if any(p.search(text) for p in (topics.CREDENTIAL, topics.LOGIN_WITH)) or slips.names_secret(
        text
    ):
        return True
    if not topics.HOMONYM.search(text):
        return False
    return bool(topics.ACCOUNT.search(text)) or not topics.ASKS_BOOK.search(text)


def _secrets(text: str, safe: list[Span], asked: Asked | None) -> Iterator[tuple[Kind, Span]]:
    named = _names_secret(text)
    if named:
        yield from (("pin", span) for span in _named(text, safe))
    yield from (("pin", span) for span in _by_short_names(text))
    if topics.SENT_CODE.search(text) or shapes.CARD_ALONE.search(text):
        for match in shapes.CODE.finditer(text):
            if not harmless.covers(safe, *match.span("secret")):
                yield "pin", match.span("secret")
    for pattern in (shapes.MADE_UP, shapes.MADE_UP_TURNED) if named else (shapes.MADE_UP_MK,):
        for match in pattern.finditer(text):
            if slips.is_made_up(match["secret"]):
                yield "pin", match.span("secret")
    signing_in = topics.SIGN_IN.search(text) is not None
    if signing_in or asked == "sign_in":
        for match in shapes.ENTERED.finditer(text):
            if not harmless.covers(safe, *match.span("secret")):
                yield "pin", match.span("secret")
    if signing_in or not topics.BOOKISH.search(text):
        yield from _pairs(text, safe)
    if asked == "sign_in" and (alone := shapes.ONLY_NUMBER.fullmatch(text)):
        yield "pin", alone.span("secret")


def _named(text: str, safe: list[Span]) -> Iterator[Span]:
    """In a message that names a PIN or password."""
    for pattern in (shapes.BOUND, shapes.MINE_TURNED):
        yield from (match.span("secret") for match in pattern.finditer(text))
    yield from (match.span() for match in shapes.GLUED.finditer(text))
    yield from _worded(text, safe)
    if topics.ASKS_BOOK.search(text) and not topics.CREDENTIAL.search(text):
        return
    for pattern in (shapes.RUN, shapes.SPOKEN, shapes.COUNTED):
        for match in pattern.finditer(text):
            if not harmless.covers(safe, *match.span()):
                yield match.span()


def _by_short_names(text: str) -> Iterator[Span]:
    """After «mk», which mostly means «mình», and «mã của em»."""
    yield from (match.span("secret") for match in shapes.CODE_OF_MINE.finditer(text))
    for match in shapes.SHORT_MK.finditer(text):
        if match["is"] or not shapes.LIKE_YEAR.fullmatch(match["secret"]):
            yield match.span("secret")


def _pairs(text: str, safe: list[Span]) -> Iterator[tuple[Kind, Span]]:
    """A card and what opens it, side by side."""
    for match in shapes.PAIR.finditer(text):
        if not harmless.covers(safe, *match.span("card")):
            yield "pin", match.span("secret")
            yield "card", match.span("card")


def _worded(text: str, safe: list[Span]) -> Iterator[Span]:
    """Passwords with letters in them."""
    for match in shapes.MIXED.finditer(text):
        plain = harmless.covers(safe, *match.span()) or shapes.EMAIL.fullmatch(match[0])
        if not plain and (len(match[0]) >= 6 or shapes.NEXT.search(text[: match.end()])):
            yield match.span()
    for match in shapes.WORDED.finditer(text):
        said = match["secret"].strip(" .\"'»”")
        said = shapes.AFTER.split(said)[0]
        if said and len(said.split()) <= 4 and not topics.QUESTION.search(said):
            start = match.start("secret") + match["secret"].index(said)
            yield start, start + len(said)


def _identities(text: str, safe: list[Span]) -> Iterator[tuple[Kind, Span]]:
    about = bool(topics.IDENTITY.search(text))
    patterns = [shapes.IDENTITY_12, shapes.BANK]
    if about:
        patterns.append(shapes.IDENTITY_ANY)
    elif not topics.BOOKISH.search(text):
        patterns.append(shapes.IDENTITY_9)
    for pattern in patterns:
        for match in pattern.finditer(text):
            if not harmless.covers(safe, *match.span()):
                yield "identity", match.span()


def _contacts(text: str, safe: list[Span], asked: Asked | None) -> Iterator[tuple[Kind, Span]]:
    if asked == "contact":
        return
    for match in shapes.PHONE.finditer(text):
        if not harmless.covers(safe, *match.span()):
            yield "phone", match.span()
    for match in shapes.EMAIL.finditer(text):
        yield "email", match.span()


def _cards(text: str, safe: list[Span], asked: Asked | None) -> Iterator[tuple[Kind, Span]]:
    patterns = [shapes.CARD_ALONE]
    if topics.CARD.search(text) or topics.CREDENTIAL.search(text) or asked == "sign_in":
        patterns.append(shapes.CARD_SHAPE)
    for pattern in patterns:
        for match in pattern.finditer(text):
            if not harmless.covers(safe, *match.span()):
                yield "card", match.span()
