"""The boundary around every request."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from bot.app.guard import MAX_BODY, Guard
from bot.store.database import StorageDownError


@pytest.fixture
def client() -> TestClient:
    web = FastAPI()
    web.add_middleware(Guard)

    @web.get("/fault")
    async def fault() -> None:
        raise ValueError("said by a reader")

    @web.get("/storage")
    async def storage() -> None:
        raise StorageDownError("locked")

    @web.post("/size")
    async def size(request: Request) -> int:
        return len(await request.body())

    return TestClient(web, raise_server_exceptions=False)


@pytest.mark.parametrize("path", ["/fault", "/storage"])
def test_a_fault_is_a_courteous_503_without_its_words(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 503
    assert "thử lại" in answer.json()["message"]
    assert "reader" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(("size", "status"), [(MAX_BODY, 200), (MAX_BODY + 1, 413)])
def test_the_limit_is_exact_whole_and_in_chunks(client: TestClient, size: int, status: int) -> None:
    def chunks() -> Iterator[bytes]:
        left = size
        while left:
            part = min(left, 64_000)
            left -= part
            yield b"x" * part

    assert client.post("/size", content=b"x" * size).status_code == status
    assert client.post("/size", content=chunks()).status_code == status
