"""`thuthu chat`: talk to the running assistant in the terminal."""

from __future__ import annotations

import typer

from bot.cli import stack
from bot.cli.ask import as_text
from words import say


def chat() -> None:
    """Type and press Enter; a choice's number presses it; an empty line leaves."""
    conversation: str | None = None
    payloads: list[str] = []
    typer.echo(say("command_line", "chat.hello"))
    while text := _prompt():
        payload = _chosen(text, payloads)
        answer = stack.ask(text, conversation, payload)
        conversation = answer["conversation"]
        for reply in answer["replies"]:
            for line in as_text(reply):
                typer.echo(line)
        last = answer["replies"][-1] if answer["replies"] else {}
        payloads = [button["payload"] for button in last.get("buttons", [])]


def _prompt() -> str:
    try:
        return input("> ").strip()
    except (EOFError, KeyboardInterrupt):
        return ""


def _chosen(text: str, payloads: list[str]) -> str | None:
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 3 else 0
    return payloads[number - 1] or None if 0 < number <= len(payloads) else None
