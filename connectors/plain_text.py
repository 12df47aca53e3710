"""A reply as words and a few buttons, for channels that know neither cards nor citations.

Cards become numbered paragraphs, citations their source and link, and what does not fit as a
button a number to type. Pure: what each number means comes back with the text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.messages import Button, Capabilities, Card, Choice, Citation, Reply
from connectors.split import clean, shorten
from words import of


@dataclass(frozen=True, slots=True)
class PlainText:
    """`buttons` are those that fit; `choices` what the numbers stand for."""

    text: str
    buttons: tuple[Button, ...]
    choices: tuple[Choice, ...]
    dropped: tuple[str, ...]


def words() -> Mapping[str, str]:
    return of("plain_text")


def as_plain_text(
    reply: Reply, capabilities: Capabilities, *, press_cards: bool = False
) -> PlainText:
    """`press_cards`: the channel shows the cards' numbers as buttons of its own."""
    dropped: list[str] = []
    cards, choices = _cards(reply.cards, dropped)
    buttons, typed = _room(reply.buttons, capabilities)
    numbered = _numbered(typed, len(reply.cards) + 1)
    links = [f"{clean(b.title)}: {b.url}" for b in typed if b.url]
    blocks = [
        _head(reply),
        *cards,
        _card_hint(reply.cards, choices, press=press_cards),
        *(_cited(citation) for citation in reply.citations),
        "\n".join(links),
        "\n".join(f"{choice.number}. {choice.title}" for choice in numbered),
        words()["choose"] if numbered else "",
    ]
    text = "\n\n".join(block for block in blocks if block)
    return PlainText(text, buttons, (*choices, *numbered), tuple(dropped))


def _head(reply: Reply) -> str:
    text = clean(reply.text)
    if reply.sender == "librarian" and reply.sender_name:
        return f"{words()['librarian'].format(name=clean(reply.sender_name))}\n{text}"
    return text


def _room(
    buttons: tuple[Button, ...], capabilities: Capabilities
) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """Those that fit as buttons, and those told in the text. A title too long for a button is
    shortened there and told in full."""
    most = capabilities.buttons
    return buttons[:most], buttons[most:]


def _cards(cards: tuple[Card, ...], dropped: list[str]) -> tuple[list[str], tuple[Choice, ...]]:
    blocks: list[str] = []
    choices: list[Choice] = []
    for number, card in enumerate(cards, start=1):
        head = f"{number}. {clean(card.title)}" if len(cards) > 1 else clean(card.title)
        lines = [head, clean(card.subtitle), *map(clean, card.facts), card.url or ""]
        blocks.append("\n".join(line for line in lines if line))
        pressed = [button for button in card.buttons if button.payload and not button.url]
        if pressed:
            choices.append(Choice(number, clean(pressed[0].title), pressed[0].payload))
        dropped += [f"card button {clean(button.title)}" for button in pressed[1:]]
    return blocks, tuple(choices)


def _card_hint(cards: tuple[Card, ...], choices: tuple[Choice, ...], *, press: bool) -> str:
    if not choices:
        return ""
    what = {choice.title for choice in choices}
    verb = choices[0].title if len(what) == 1 else words()["select"]
    key = "press_card" if press else "choose_card" if len(choices) > 1 else "choose_one"
    values = {"first": choices[0].number, "last": choices[-1].number}
    return words()[key].format(what=verb[:1].lower() + verb[1:], **values)


def _numbered(buttons: tuple[Button, ...], first: int) -> tuple[Choice, ...]:
    pressed = [button for button in buttons if button.payload and not button.url]
    return tuple(
        Choice(number, clean(button.title), button.payload)
        for number, button in enumerate(pressed, start=first)
    )


def _cited(citation: Citation) -> str:
    """Work, author, page, and the page's address: enough to check the answer."""
    what = ", ".join(part for part in (clean(citation.title), clean(citation.author)) if part)
    if citation.page is not None:
        what = f"{what}, {words()['page'].format(page=citation.page)}"
    return f"{words()['source'].format(what=what)}\n{citation.url}"


def title(button: Button, capabilities: Capabilities) -> str:
    """The button's title in the room it has."""
    return shorten(clean(button.title), capabilities.button_title_chars) or "…"
