"""`thuthu staff`: accounts made, renewed and shut from the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli.main import app
from bot.desk import signing
from bot.store import audit, staff
from bot.store.database import open_database, sqlite_url


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THUTHU_HOME", str(tmp_path))
    return tmp_path


def _run(*words: str, code: int = 0) -> list[dict[str, Any]]:
    done = CliRunner().invoke(app, ["staff", *words])
    assert done.exit_code == code, done.output
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def test_an_account_from_its_making_to_its_end(home: Path) -> None:
    made = _run("add", "hoa", "--name", "Trần Hoa", "--role", "administrator")[0]
    _run("add", "hoa", "--name", "Hoa khác", code=1)
    _run("add", "mai", "--name", "Mai")
    assert [row["username"] for row in _run("list")] == ["mai", "hoa"]
    renewed = _run("reset", "hoa")[0]
    assert renewed["password"] != made["password"]
    _run("close", "hoa", code=1)
    _run("close", "mai")
    _run("reset", "khong-co", code=1)
    database = open_database(sqlite_url(home))
    kept = database.run_now(lambda db: signing.known(db, "hoa"))[1]
    assert signing.matches(renewed["password"], kept)
    assert database.run_now(lambda db: signing.known(db, "mai"))[0] is None
    assert database.run_now(audit.broken) is None
    assert [each.closed is not None for each in database.run_now(staff.accounts)] == [False, True]
    database.close()


@pytest.mark.parametrize("words", [("Hoa Trần", "librarian"), ("hoa", "chief"), ("h", "head")])
def test_strange_names_and_roles_are_refused(words: tuple[str, str]) -> None:
    _run("add", words[0], "--name", "Ai", "--role", words[1], code=2)
