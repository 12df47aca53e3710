"""Buttons: an intent with its entities as the payload, or a page to open."""

from __future__ import annotations

import json
from collections.abc import Mapping

from connectors.messages import Button


def button(title: str, intent: str, entities: Mapping[str, str] | None = None) -> Button:
    """Pressing it says `intent` with exactly these entities."""
    tail = json.dumps(dict(entities), ensure_ascii=False) if entities else ""
    return Button(title, f"/{intent}{tail}")
