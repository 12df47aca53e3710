"""Every route of Rasa asks for the token.

Stock Rasa guards its API alone: the REST channel takes anybody's message with anybody's
`metadata.patron_id`, which is who acts in the library's system.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Any


def allowed(given: str, token: str) -> bool:
    """Whether the token is the right one; an empty one admits nobody."""
    return bool(token) and hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def install(token: str) -> None:
    """After rasa is importable, before its server starts."""
    from rasa.core import run

    run.configure_app = guarded(run.configure_app, token)


def guarded(configure: Callable[..., Any], token: str) -> Callable[..., Any]:
    """`configure` as before, with the question asked before every route."""

    def configured(*args: Any, **kwargs: Any) -> Any:
        from sanic.response import json

        app = configure(*args, **kwargs)

        @app.on_request
        async def _ask(request: Any) -> Any:
            given = request.args.get("token", "")
            return None if allowed(given, token) else json({"reason": "NotAuthenticated"}, 401)

        return app

    return configured
