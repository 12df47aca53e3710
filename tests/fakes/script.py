"""What a fake platform does with the next calls: refuse, fail, be slow, or lose its answer."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass, field

from starlette.responses import JSONResponse, Response


@dataclass
class Script:
    """`next` holds an error code, `500`, `"lost"` (carried out, answer lost), `"slow"`."""

    next: deque[int | str] = field(default_factory=deque)
    slow_seconds: float = 0.2

    def step(self) -> int | str | None:
        return self.next.popleft() if self.next else None


class Lost(Response):
    """Carried out, but the connection dies before a whole answer."""

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-length", b"1000")],
            }
        )
        await send({"type": "http.response.body", "body": b"{", "more_body": True})
        raise ConnectionResetError("the script loses this answer")


async def slowly(script: Script, step: int | str | None) -> None:
    if step == "slow":
        await asyncio.sleep(script.slow_seconds)


def broken() -> Response:
    return JSONResponse({"error": "server"}, 500)
