"""`thuthu staff …`: who may sign in at the desk."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, TypeVar

import typer

from bot.cli import lines
from bot.cli.stored import on_store
from bot.desk import signing
from bot.desk.accounts import USERNAME
from bot.store import audit, staff, staff_sessions
from bot.store.database import Transaction
from bot.store.staff import ROLES, Account, Role
from clock import HANOI
from words import of, say

T = TypeVar("T")
HELP = of("command_line")["staff"]
ACTOR = "thuthu staff"
app = typer.Typer(help=HELP["all"], no_args_is_help=True)
Username = Annotated[str, typer.Argument(help=HELP["username"])]
Json = Annotated[bool, typer.Option("--json", help=HELP["json"])]


@app.command("list", help=HELP["list"])
def show(json: Json = True) -> None:
    """One JSON line each."""
    for each in _run(staff.accounts):
        seen = datetime.fromtimestamp(each.seen, HANOI).isoformat("T", "seconds")
        lines.emit(
            {
                "username": each.username,
                "name": each.name,
                "role": each.role,
                "closed": each.closed is not None,
                "seen": seen if each.seen else None,
            }
        )


@app.command(help=HELP["add"])
def add(
    username: Username,
    name: Annotated[str, typer.Option(help=HELP["name"])],
    role: Annotated[str, typer.Option(help=HELP["role"])] = "librarian",
) -> None:
    """The password is made up and printed once."""
    known = next((each for each in ROLES if each == role), None)
    if known is None:
        lines.fail(_say("no_role", roles=", ".join(ROLES)))
    if not re.fullmatch(USERNAME, username):
        lines.fail(_say("bad_username"))
    password = signing.made_up()
    if not _run(lambda db: _made(db, username, name, password, known)):
        lines.fail(_say("taken", username=username), code=1)
    lines.emit({"username": username, "name": name, "role": role, "password": password})


@app.command(help=HELP["reset"])
def reset(username: Username) -> None:
    """Another password, printed once; every session of theirs ends."""
    password = signing.made_up()
    kept = signing.hashed(password)

    def renew(db: Transaction, found: Account) -> None:
        signing.new_password(db, found.id, kept)
        staff.reopen(db, found.id)
        audit.write(db, ACTOR, "staff_reset", username, time.time())

    _run(lambda db: _of(db, username, renew))
    lines.emit({"username": username, "password": password})


@app.command(help=HELP["close"])
def close(username: Username) -> None:
    """Nobody signs in with it any more; their readers go back to the queue within a minute."""

    def shut(db: Transaction, found: Account) -> bool:
        if not staff.close(db, found.id, time.time()):
            return False
        staff_sessions.end_all(db, found.id)
        audit.write(db, ACTOR, "staff_close", username, time.time())
        return True

    if not _run(lambda db: _of(db, username, shut)):
        lines.fail(_say("last"), code=1)
    lines.emit({"username": username, "closed": True})


def _made(db: Transaction, username: str, name: str, password: str, role: Role) -> bool:
    made = signing.add(db, username, name, password, role)
    if made:
        audit.write(db, ACTOR, "staff_add", username, time.time())
    return made


def _of(db: Transaction, username: str, work: Callable[[Transaction, Account], T]) -> T:
    found = staff.account(db, username)
    if found is None:
        lines.fail(_say("unknown", username=username), code=1)
    return work(db, found)


def _run(work: Callable[[Transaction], T]) -> T:
    return on_store(work, lambda error: _say("store_down", error=error))


def _say(key: str, **values: object) -> str:
    return say("command_line", f"staff.{key}", **values)
