"""Every route fuzzed from its schema, as a stranger and as a signed-in librarian."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import schemathesis
from fastapi import FastAPI
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, given, settings

from bot.app.web import create_app
from bot.settings import Settings
from tests.fakes.small_app import PASSWORD, small
from tests.reliability.stand import RASA_TOKEN, Stand

SIGN_IN = "/desk/dang-nhap"
STREAM, STREAM_SECONDS = "/desk/api/events", 0.2
"""A stream that never ends is listened to so long."""
ANSWER_SECONDS = 10.0


def schema() -> dict[str, Any]:
    """OpenAPI of all routes, also of those that the served schema leaves out."""
    with tempfile.TemporaryDirectory() as folder:
        app = small(Settings(home=Path(folder)))
        web = create_app(app, with_rasa=False)
        shown = FastAPI()
        for route in _routes(web.routes):
            shown.add_api_route(route.path, route.endpoint, methods=sorted(route.methods))
        app.store.database.close()
    found: dict[str, Any] = shown.openapi()
    return found


def _routes(routes: Any) -> Iterator[APIRoute]:
    for route in routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from _routes(route.original_router.routes)


def fuzz(stand: Stand, examples: int) -> dict[str, Any]:
    """`examples` requests to each route, for each of the two; what was answered with 5xx."""
    errors: dict[str, str] = {}
    routes = requests = 0
    for who in (_stranger(), _librarian(stand)):
        operations = schemathesis.openapi.from_dict(schema()).get_all_operations()
        for operation in (found.ok() for found in operations):
            routes += 1
            requests += _attack(stand, operation, who, examples, errors)
    return {
        "routes": routes // 2, "examples_each": examples, "requests": requests,
        "server_errors": errors,
    }  # fmt: skip


def _attack(
    stand: Stand, operation: Any, who: dict[str, str], examples: int, errors: dict[str, str]
) -> int:
    made = 0

    @settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy())
    def attempt(case: Any) -> None:
        nonlocal made
        made += 1
        if "/rasa/" in case.path:
            case.query = {**(case.query or {}), "token": RASA_TOKEN}
        patience = STREAM_SECONDS if case.path == STREAM else ANSWER_SECONDS
        answer = case.call(base_url=stand.url, headers=dict(who), timeout=patience)
        if answer.status_code >= 500:
            errors.setdefault(
                case.operation.label, f"{answer.status_code}: {case.as_curl_command()}"
            )

    attempt()
    return made


def _stranger() -> dict[str, str]:
    return {}


def _librarian(stand: Stand) -> dict[str, str]:
    """Headers of a session of the desk. Raises IndexError where the page has no CSRF token."""
    with httpx.Client(base_url=stand.url) as http:
        page = http.get(SIGN_IN).text
        csrf = page.split('name="csrf" value="')[1].split('"')[0]
        form = {"username": "thuthu", "password": PASSWORD, "csrf": csrf}
        http.post(SIGN_IN, data=form, headers={"Origin": stand.url})
        desk = http.get("/desk").text
        token = desk.split('data-csrf="')[1].split('"')[0] if 'data-csrf="' in desk else ""
        cookies = "; ".join(f"{name}={value}" for name, value in http.cookies.items())
    return {"Cookie": cookies, "X-CSRF-Token": token, "Origin": stand.url}
