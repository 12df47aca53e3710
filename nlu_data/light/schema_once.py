"""Compile the schema of action answers once.

Stock Rasa has jsonschema check its own schema again on every answer: half of the server's
CPU in conversation. The check of the answer itself stays the same.
"""

from __future__ import annotations

from typing import Any


def install() -> None:
    """After rasa is importable, before the server starts."""
    from jsonschema import Draft7Validator
    from rasa.core.actions.action import RemoteAction

    validator = Draft7Validator(RemoteAction.action_response_format_spec())

    def validate(_self: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate
