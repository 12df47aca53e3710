"""A reply as consultation messages: text of at most 2,000 characters, at most five buttons."""

from __future__ import annotations

from connectors.messages import Button, Capabilities, Citation, Rate, Rendered, Reply
from connectors.plain_text import as_plain_text, title, words
from connectors.split import characters, clean, shorten, split

PREFIX = "#lib:"
"""Before every payload; a click comes back as the reader's text, and nobody types this."""
MAX_CHARS = 2_000
MAX_PAYLOAD = 1_000
MAX_MESSAGES = 2


def capabilities(
    *, rps: float = 5.0, title_chars: int = 20, free_hours: int = 48, hard_hours: int = 168
) -> Capabilities:
    """What the Official Account can show; the figures in doubt are settings."""
    return Capabilities(
        max_chars=MAX_CHARS,
        buttons=5,
        button_title_chars=title_chars,
        cards=False,
        push=False,
        typing=False,
        free_window_hours=free_hours,
        hard_window_hours=hard_hours,
        payload_bytes=MAX_PAYLOAD,
        turn_messages=MAX_MESSAGES,
        rate=Rate(per_chat=1.0, overall=rps),
    )


def render(reply: Reply, can: Capabilities) -> Rendered:
    """Text in at most two messages, the buttons under the last, one page image if there is
    room for it."""
    told = as_plain_text(reply, can)
    dropped = list(told.dropped)
    texts = split(told.text, MAX_CHARS)
    if len(texts) > MAX_MESSAGES:
        dropped.append(f"text after {MAX_MESSAGES * MAX_CHARS} characters")
        rest = words()["cut"]
        kept = shorten(texts[MAX_MESSAGES - 1], MAX_CHARS - characters(rest) - 2)
        texts = (*texts[: MAX_MESSAGES - 1], f"{kept}\n\n{rest}")
    payloads: list[dict[str, object]] = [{"text": text} for text in texts]
    shown = [_button(button, can) for button in told.buttons]
    if shown and payloads:
        template = {"type": "template", "payload": {"buttons": shown}}
        payloads[-1] = {**payloads[-1], "attachment": template}
    image = _page_image(reply)
    if image is not None and len(payloads) < _count(told.text, image):
        payloads.append(_image(image.title, image.page, str(image.image_url)))
    elif image is not None:
        dropped.append("page image")
    return Rendered(tuple(payloads), tuple(dropped), told.choices)


def message_count(reply: Reply, can: Capabilities) -> int:
    """How many payloads `render` gives: the text is laid out, nothing is split or shaped."""
    return _count(as_plain_text(reply, can).text, _page_image(reply))


def _count(text: str, image: Citation | None) -> int:
    """A text over the limit takes all messages there are: two."""
    length = characters(clean(text))
    texts = MAX_MESSAGES if length > MAX_CHARS else min(length, 1)
    return min(texts + (image is not None), MAX_MESSAGES)


def _page_image(reply: Reply) -> Citation | None:
    return next((c for c in reply.citations if c.image_url and c.rights == "open"), None)


def _button(button: Button, can: Capabilities) -> dict[str, object]:
    shown: dict[str, object] = {"title": title(button, can)}
    if button.url:
        return {**shown, "type": "oa.open.url", "payload": {"url": button.url}}
    return {**shown, "type": "oa.query.hide", "payload": f"{PREFIX}{button.payload}"}


def _image(work: str, page: int | None, url: str) -> dict[str, object]:
    caption = work if page is None else f"{work}, {words()['page'].format(page=page)}"
    element = {"media_type": "image", "url": url}
    return {
        "text": shorten(caption, 200),
        "attachment": {
            "type": "template",
            "payload": {"template_type": "media", "elements": [element]},
        },
    }
