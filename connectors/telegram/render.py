"""A reply as Telegram messages: plain text without markup, an inline keyboard under the last.

No `parse_mode`: there is nothing to escape and nothing to break, and links stay clickable.
"""

from __future__ import annotations

from connectors.messages import Button, Capabilities, Choice, Rate, Rendered, Reply
from connectors.plain_text import as_plain_text, title
from connectors.split import split, utf16

CAPABILITIES = Capabilities(
    max_chars=4_096,
    buttons=12,
    button_title_chars=40,
    cards=False,
    push=True,
    typing=True,
    payload_bytes=64,
    rate=Rate(per_chat=1.0, overall=25.0),
)
COMFORT = 4_000
"""Units; the limit is 4,096 after entities are found, and long messages throttle sooner."""
IN_A_ROW = 5
WIDE = 14
"""Characters; two longer titles beside each other are cut on a small phone."""


def render(reply: Reply) -> Rendered:
    """Pure. Payloads hold `text` and perhaps `keyboard`: rows of titles with data or address."""
    told = as_plain_text(reply, CAPABILITIES, press_cards=True)
    payloads: list[dict[str, object]] = [{"text": t} for t in split(told.text, COMFORT, utf16)]
    numbers = told.choices[: len(reply.cards)]
    rows = [*_numbers(numbers), *_rows(told.buttons)]
    if rows and payloads:
        payloads[-1]["keyboard"] = rows
    return Rendered(tuple(payloads), told.dropped, told.choices)


def _numbers(choices: tuple[Choice, ...]) -> list[list[dict[str, str]]]:
    """One card: its own button. Several: their numbers, five in a row."""
    if len(choices) == 1:
        return [[{"text": choices[0].title, "data": choices[0].payload}]]
    keys = [{"text": str(choice.number), "data": choice.payload} for choice in choices]
    return [keys[at : at + IN_A_ROW] for at in range(0, len(keys), IN_A_ROW)]


def _rows(buttons: tuple[Button, ...]) -> list[list[dict[str, str]]]:
    """Two short ones beside each other, a long one alone."""
    rows: list[list[dict[str, str]]] = []
    for button in buttons:
        key = _key(button)
        last = rows[-1] if rows else []
        fits = len(last) == 1 and max(len(last[0]["text"]), len(key["text"])) <= WIDE
        if fits:
            last.append(key)
        else:
            rows.append([key])
    return rows


def _key(button: Button) -> dict[str, str]:
    shown = title(button, CAPABILITIES)
    if button.url:
        return {"text": shown, "url": button.url}
    return {"text": shown, "data": button.payload}
