"""The desk's door: cookies, rotation, throttling, CSRF on every write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import delete, select

from bot.desk import sign_in, signing
from bot.store import schema
from evaluation.assistant_fixture import AssistantFixture
from tests.conftest import PASSWORD

pytestmark = pytest.mark.stack
WRITES = ("claim", "release", "pass-on", "close", "reply", "draft", "again", "reopen")
BODY = {
    "close": {"read_level": 1, "subject": "800", "outcome": "answered"},
    "pass-on": {"to": 1},
    "draft": {"text": "a"},
    "again": {"message_id": 1},
    "reply": {"text": "a", "key": "k" * 8},
}


@pytest.fixture
def web(started: AssistantFixture) -> Iterator[httpx.Client]:
    started.app.store.database.run_now(lambda db: db.execute(delete(schema.throttles)))
    with httpx.Client(base_url=started.app.settings.public_url, timeout=20) as client:
        yield client


def _try(web: httpx.Client, password: str, name: str = "thuthu") -> httpx.Response:
    page = web.get("/desk/dang-nhap")
    csrf = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert csrf
    form = {"username": name, "password": password, "csrf": csrf[1]}
    return web.post("/desk/dang-nhap", data=form)


def _csrf(web: httpx.Client) -> str:
    found = re.search(r'data-csrf="([^"]+)"', web.get("/desk").text)
    assert found
    return found[1]


def test_the_cookie_is_kept_from_scripts_and_other_sites(web: httpx.Client) -> None:
    answer = _try(web, PASSWORD)
    assert answer.status_code == httpx.codes.SEE_OTHER
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("thuthu_desk="))
    for word in ("HttpOnly", "SameSite=strict", "Path=/desk"):
        assert word in cookie


def test_the_cookie_is_secure_behind_https(started: AssistantFixture, web: httpx.Client) -> None:
    url = "https://hoi.thuvien.example"
    behind = FastAPI()
    behind.include_router(sign_in.router(replace(started.app.desk, public_url=url)))
    with TestClient(behind, base_url=url, follow_redirects=False) as client:
        answer = _try(client, PASSWORD)
    kept = [c for c in answer.headers.get_list("set-cookie") if c.startswith("thuthu_desk=")]
    assert len(kept) == 1
    assert "Secure" in kept[0]


def test_each_sign_in_has_a_session_of_its_own_and_ends_the_last(web: httpx.Client) -> None:
    _try(web, PASSWORD)
    first = web.cookies["thuthu_desk"]
    _try(web, PASSWORD)
    assert web.cookies["thuthu_desk"] != first
    old = httpx.get(str(web.base_url) + "/desk/api/tickets", cookies={"thuthu_desk": first})
    assert old.status_code == 401
    assert web.get("/desk/api/tickets").status_code == 200


def test_signing_out_ends_the_session(web: httpx.Client) -> None:
    _try(web, PASSWORD)
    kept = web.cookies["thuthu_desk"]
    web.post("/desk/dang-xuat", data={"csrf": _csrf(web)})
    old = httpx.get(str(web.base_url) + "/desk/api/tickets", cookies={"thuthu_desk": kept})
    assert old.status_code == 401


def test_five_wrong_passwords_shut_the_door_even_to_the_right_one(web: httpx.Client) -> None:
    assert [_try(web, "sai").status_code for _ in range(6)] == [403] * 5 + [429]
    assert _try(web, PASSWORD).status_code == 429


def test_an_unknown_name_is_told_the_same(web: httpx.Client) -> None:
    known, unknown = _try(web, "sai"), _try(web, "sai", "khong-co")
    words = re.compile(r'role="alert">([^<]+)')
    assert known.status_code == unknown.status_code == 403
    assert words.findall(known.text) == words.findall(unknown.text)


def test_right_passwords_are_no_tries(web: httpx.Client) -> None:
    assert {_try(web, PASSWORD).status_code for _ in range(7)} == {303}


def test_a_form_without_its_token_is_refused(web: httpx.Client) -> None:
    form = {"username": "thuthu", "password": PASSWORD, "csrf": "x"}
    assert web.post("/desk/dang-nhap", data=form).status_code == 403
    assert web.post("/desk/dang-nhap", data=form | {"csrf": ""}).status_code == 403


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("token", ["", "sai"])
def test_writes_need_the_session_and_its_token(web: httpx.Client, write: str, token: str) -> None:
    path = f"/desk/api/conversations/khong-co/{write}"
    headers = {"X-CSRF-Token": token}
    assert web.post(path, json=BODY.get(write), headers=headers).status_code == 401
    _try(web, PASSWORD)
    assert web.post(path, json=BODY.get(write), headers=headers).status_code == 403
    headers = {"X-CSRF-Token": _csrf(web)}
    assert web.post(path, json=BODY.get(write), headers=headers).status_code == 410


def test_passwords_are_kept_as_argon2id(started: AssistantFixture) -> None:
    hashes = started.app.store.database.run_now(
        lambda db: db.execute(select(schema.staff.c.password_hash)).scalars().all()
    )
    assert hashes
    assert all(kept.startswith("$argon2id$") for kept in hashes)
    assert signing.matches(PASSWORD, hashes[0])
    assert not signing.matches(PASSWORD + " ", hashes[0])
