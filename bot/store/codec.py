"""Replies and inbound messages as JSON text and back."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter

from connectors.messages import Reply

_REPLY = TypeAdapter(Reply)


def dump(value: object) -> str:
    """Lone surrogates are escaped, so that any text can be stored."""
    return json.dumps(value, ensure_ascii=True)


def dump_reply(reply: Reply) -> str:
    return dump(asdict(reply))


def load_reply(text: str) -> Reply:
    return _REPLY.validate_json(text)


def load(text: str) -> Any:
    return json.loads(text)
