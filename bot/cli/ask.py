"""`thuthu ask`: one message to the running assistant."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.cli import lines, stack


def ask(
    text: Annotated[str, typer.Argument(help="What the reader writes.")],
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    conversation: Annotated[str | None, typer.Option(help="Go on with this one.")] = None,
) -> None:
    """Ask the running assistant and print its answer."""
    answer = stack.ask(text, conversation)
    if json:
        lines.emit(answer)
        return
    for reply in answer["replies"]:
        for line in as_text(reply):
            typer.echo(line)


def as_text(reply: dict[str, object]) -> list[str]:
    """A reply as a terminal shows it: text, numbered cards, citations, choices."""
    shown = [str(reply["text"])] if reply["text"] else []
    for number, card in enumerate(_dicts(reply, "cards"), start=1):
        shown.append(f"  {number}. {card['title']} - {card['subtitle']}")
    for cited in _dicts(reply, "citations"):
        shown.append(f"  [{cited['title']}, tr. {cited['page']}] {cited['url']}")
    buttons = [str(button["title"]) for button in _dicts(reply, "buttons")]
    if buttons:
        shown.append("  » " + " | ".join(buttons))
    return shown


def _dicts(reply: dict[str, object], name: str) -> list[dict[str, object]]:
    value = reply.get(name)
    return value if isinstance(value, list) else []
