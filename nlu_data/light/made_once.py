"""What stock Rasa makes again at every turn is made once: with it, half of a turn's CPU goes.

- Action answers: stock Rasa has jsonschema check its own schema at every answer, and each event
  against the schemas of all 23 kinds. Here an event is checked against the schema of the kind it
  names; no other can fit, since each demands its own name. What is refused stays the same.
- The class of an event is remembered by its name; stock Rasa walks all subclasses for each of
  a conversation's events, at every turn.
"""

from __future__ import annotations

from functools import cache
from typing import Any


def install() -> None:
    """After rasa is importable, before the server starts."""
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.core.events import Event

    check = Checker(RemoteAction.action_response_format_spec())

    def validate(_self: RemoteAction, result: dict[str, Any]) -> bool:
        check(result)
        return True

    RemoteAction._validate_action_result = validate
    Event.resolve_by_type = staticmethod(cache(Event.resolve_by_type))


class Checker:
    """Raises jsonschema's ValidationError for what the schema of action answers refuses."""

    def __init__(self, schema: dict[str, Any]) -> None:
        from jsonschema import Draft7Validator, ValidationError

        self._error = ValidationError
        events = schema["properties"]["events"]
        one = events["items"]
        kinds = one["oneOf"]
        plain = {name: rule for name, rule in one.items() if name != "oneOf"}
        without = {**schema["properties"], "events": {**events, "items": plain}}
        self._whole = Draft7Validator({**schema, "properties": without})
        self._kinds = {
            kind["properties"]["event"]["const"]: Draft7Validator(kind) for kind in kinds
        }

    def __call__(self, answer: dict[str, Any]) -> None:
        self._whole.validate(answer)
        for event in answer.get("events") or ():
            kind = self._kinds.get(event["event"])
            if kind is None:
                raise self._error(f"no event is named {event['event']!r}")
            kind.validate(event)
