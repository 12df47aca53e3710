"""D14: roles, sessions, and a name that strangers do not shut out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection

from bot.desk import signing
from bot.desk.roles import MAY, may
from bot.desk.signing import Visitor
from bot.store import staff, staff_sessions
from bot.store.database import Database, open_database, sqlite_url
from bot.store.staff import ROLES, Staff

T = TypeVar("T")
NOW = 1_795_399_200.0
HOME = Visitor("10.0.0.1", "Firefox")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Database]:
    database = open_database(sqlite_url(tmp_path))
    database.run_now(lambda db: signing.ensure_first(db, "mat-khau-dai"))
    database.run_now(lambda db: signing.add(db, "mai", "Mai", "mat-khau-mai"))
    yield database
    database.close()


def _in(store: Database, name: str, visitor: Visitor = HOME) -> tuple[str, str]:
    def come(db: Connection) -> tuple[str, str]:
        staff_id, _ = signing.known(db, name)
        assert staff_id is not None
        return signing.open_session(db, staff_id, NOW, name=name, visitor=visitor)

    return store.run_now(come)


def _who(store: Database, token: str) -> Staff | None:
    return store.run_now(lambda db: signing.signed_in(db, token, NOW))


def _tries(store: Database, visitor: Callable[[int], Visitor], count: int) -> list[bool]:
    return [
        store.run_now(lambda db, n=n: signing.admit(db, "mai", visitor(n), NOW))
        for n in range(count)
    ]


def test_the_first_looks_after_the_accounts_and_the_last_of_them_stays(store: Database) -> None:
    first = store.run_now(lambda db: staff.account(db, "thuthu"))
    assert first is not None and first.role == "administrator"
    assert not store.run_now(lambda db: staff.close(db, first.id, NOW))
    assert not store.run_now(lambda db: staff.set_role(db, first.id, "head"))
    mai = store.run_now(lambda db: staff.account(db, "mai"))
    assert mai is not None and mai.role == "librarian"
    assert store.run_now(lambda db: staff.set_role(db, mai.id, "administrator"))
    assert store.run_now(lambda db: staff.close(db, first.id, NOW))
    assert store.run_now(lambda db: signing.known(db, "thuthu"))[0] is None


def test_d14_the_matrix_of_roles() -> None:
    assert set(MAY) == {"see_all", "shared_words", "statistics", "accounts"}
    assert [[may(role, right) for right in MAY] for role in ROLES] == [
        [False, False, False, False], [True, True, True, False], [True, True, True, True],
    ]  # fmt: skip


def test_a_closed_account_is_out_at_once(store: Database) -> None:
    token, _ = _in(store, "mai")
    mai = _who(store, token)
    assert mai is not None
    assert store.run_now(lambda db: staff.close(db, mai.id, NOW))
    assert _who(store, token) is None


def test_sessions_are_listed_by_a_name_that_opens_nothing_and_ended_one_by_one(
    store: Database,
) -> None:
    here, _ = _in(store, "mai")
    there, _ = _in(store, "mai", Visitor("10.0.0.2", "Chrome"))
    mai = _who(store, here)
    assert mai is not None
    listed = store.run_now(lambda db: staff_sessions.of_staff(db, mai.id, NOW))
    assert {each.agent for each in listed} == {"Firefox", "Chrome"}
    assert _who(store, signing.named(there)) is None
    assert store.run_now(lambda db: staff_sessions.end(db, mai.id, signing.named(there)))
    assert not store.run_now(lambda db: staff_sessions.end(db, mai.id, "%" * 16))
    assert _who(store, there) is None and _who(store, here) is not None


def test_another_password_ends_the_other_sessions(store: Database) -> None:
    here, _ = _in(store, "mai")
    there, _ = _in(store, "mai", Visitor("10.0.0.2", "Chrome"))
    mai = _who(store, here)
    assert mai is not None
    made = signing.hashed("mat-khau-moi")
    store.run_now(lambda db: signing.new_password(db, mai.id, made, but=here))
    assert _who(store, here) is not None and _who(store, there) is None
    assert signing.matches("mat-khau-moi", store.run_now(lambda db: signing.known(db, "mai"))[1])


def test_strangers_tries_do_not_shut_the_name_to_its_owner(store: Database) -> None:
    _, browser = _in(store, "mai")
    assert all(_tries(store, lambda n: Visitor(f"203.0.113.{n % 50}"), 100))
    assert not any(_tries(store, lambda n: Visitor(f"198.51.100.{n}"), 3))
    assert all(_tries(store, lambda _: Visitor("203.0.113.1", browser=browser), 5))
    assert not any(_tries(store, lambda _: Visitor("203.0.113.1", browser=browser), 1))


def test_from_one_address_five_tries_for_a_name(store: Database) -> None:
    assert _tries(store, lambda _: Visitor("203.0.113.9"), 6) == [True] * 5 + [False]
    assert store.run_now(lambda db: signing.admit(db, "thuthu", Visitor("203.0.113.9"), NOW))
