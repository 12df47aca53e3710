"""A reply as plain texts of at most 2,000 characters; choices are numbers to type."""

from __future__ import annotations

from connectors.messages import Capabilities, Rate, Rendered, Reply
from connectors.plain_text import as_plain_text
from connectors.split import split

MAX_CHARS = 2_000
CAPABILITIES = Capabilities(
    max_chars=MAX_CHARS,
    buttons=0,
    button_title_chars=MAX_CHARS,
    cards=False,
    push=True,
    typing=True,
    payload_bytes=0,
    rate=Rate(per_chat=1.0, overall=5.0),
)


def render(reply: Reply) -> Rendered:
    """Pure. Without `parse_mode` there is nothing to escape."""
    told = as_plain_text(reply, CAPABILITIES)
    payloads: list[dict[str, object]] = [{"text": text} for text in split(told.text, MAX_CHARS)]
    dropped = list(told.dropped)
    image = next((c for c in reply.citations if c.image_url and c.rights == "open"), None)
    if image is not None:
        payloads.append({"photo": str(image.image_url)})
    return Rendered(tuple(payloads), tuple(dropped), told.choices)
