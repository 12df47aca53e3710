"""What comes back from Koha before it is understood."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

ERROR_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """A status below 500 with JSON, or with no body. `total` counts the rows of all pages."""

    status: int
    body: object
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """No answer to be believed. `sent`: whether the request may have reached Koha."""

    reason: str
    sent: bool
    forbidden: str = ""
    """The permission that the service account lacks, as Koha names it."""


def read_json(raw: bytes) -> object:
    """Raises ValueError on whatever is not JSON, too deep or too long a number included."""
    try:
        return json.loads(raw)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def error_text(answer: Answer) -> str | None:
    """Koha's `error`; None where the body is no error object of Koha's."""
    body = answer.body
    if isinstance(body, str):  # older releases answer some 400s with a bare JSON string
        return body[:ERROR_CHARACTERS]
    text = body.get("error") if isinstance(body, dict) else None
    return text[:ERROR_CHARACTERS] if isinstance(text, str) else None


def missing_permission(answer: Answer) -> str:
    """`module: subpermission` when a 403 says that the account may not; else an empty string."""
    body = answer.body
    if answer.status != 403 or not isinstance(body, dict):
        return ""
    if "required_permissions" not in body and "permission" not in (error_text(answer) or ""):
        return ""
    required = body.get("required_permissions")
    if not isinstance(required, dict) or not required:
        return "unnamed"
    named = (f"{module}: {_sub(part)}" for module, part in list(required.items())[:5])
    return re.sub(r"[^\w:, ]", "", ", ".join(named))[:200] or "unnamed"


def _sub(part: object) -> str:
    if isinstance(part, dict):
        return " ".join(str(name) for name in list(part)[:5])
    return "*" if part in (1, "1") else str(part)
