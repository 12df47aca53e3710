"""`thuthu labels …`: what librarians labelled at the desk becomes training data, after a look."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Annotated, TypeVar

import typer

from bot.cli import lines
from bot.cli.stored import on_store
from bot.dialogue.understanding import learnt, marked
from bot.settings import Settings
from bot.store import labels as store
from bot.store.database import Transaction
from bot.store.labels import Label

app = typer.Typer(help="Misunderstood messages that librarians labelled.", no_args_is_help=True)
T = TypeVar("T")
Json = Annotated[bool, typer.Option("--json", help="Always on: one line each.")]


@app.command("list")
def show(json: Json = True) -> None:
    """Labels that wait for review, one JSON line each."""
    for label in _waiting():
        lines.emit(
            {
                "id": label.id,
                "text": label.text,
                "intent": label.intent,
                "marked": label.marked,
                "by": label.staff,
                "at": time.strftime("%Y-%m-%dT%H:%M:%S", time.localtime(label.at)),
            }
        )


@app.command()
def review(
    yes: Annotated[bool, typer.Option("--yes", help="Take all without asking.")] = False,
) -> None:
    """Look at each label, take it for training or drop it; then run `thuthu setup --only train`."""
    waiting = _waiting()
    taken: list[Label] = []
    dropped: list[int] = []
    for label in waiting:
        verdict = "y" if yes else _asked(label)
        if verdict == "q":
            break
        if verdict == "y" and marked.fault(label.marked, marked.offered(label.text)) is None:
            taken.append(label)
        elif verdict in ("n", "y"):
            dropped.append(label.id)
    home = Settings().home
    try:
        new = learnt.add(home, [(label.intent, label.marked) for label in taken]) if taken else 0
    except (learnt.LearntError, OSError) as error:
        lines.fail(str(error), code=1)
    _run(lambda db: store.settle(db, [label.id for label in taken], "taken"))
    _run(lambda db: store.settle(db, dropped, "dropped"))
    lines.emit(
        {
            "waiting": len(waiting),
            "taken": len(taken),
            "new_lines": new,
            "dropped": len(dropped),
            "file": str(home / learnt.FILE),
        }
    )
    if new:
        lines.say("now run: thuthu setup --only train, and restart")


def _asked(label: Label) -> str:
    lines.say(f"\n{label.marked}\n  -> {label.intent}   ({label.staff})")
    while True:
        answer = typer.prompt("take it? [y]es, [n]o (drop), [l]ater, [q]uit", err=True)
        verdict = str(answer).strip().lower()[:1]
        if verdict in ("y", "n", "l", "q"):
            return verdict


def _waiting() -> list[Label]:
    return _run(store.waiting)


def _run(work: Callable[[Transaction], T]) -> T:
    return on_store(work, lambda error: f"the store does not answer: {error}")
