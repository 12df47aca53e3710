"""Turns of one client, and the memory of the whole stack; light Rasa beside stock Rasa.

The same mixed messages, in the same order, in the same run. A turn is timed from the request to
its answer: inbox, reading, Rasa, actions, search, transcript and outbox, all durable.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import httpx

from bench.record import spread
from bench.served import Served, served
from bot.setup.rasa import python_of

MESSAGES = Path(__file__).with_name("messages.txt")
ROUNDS, WARM_UP = 3, 12
P95_BAR_MS, MEMORY_BAR_MB = 150.0, 1200.0


def run() -> dict[str, Any]:
    home = Path(os.environ.get("THUTHU_HOME", "var"))
    figures: dict[str, Any] = {"bars": {"turn_p95_ms": P95_BAR_MS, "memory_mb": MEMORY_BAR_MB}}
    figures["light"] = _measured(home, stock=False)
    if not python_of(stock=True).exists():
        figures["stock"] = "not installed: python3.11 scripts/bootstrap.py test"
        return figures
    figures["stock"] = _measured(home, stock=True)
    light, stock = figures["light"], figures["stock"]
    figures["light_to_stock"] = {
        "turn_p50": round(light["turn_ms"]["p50"] / stock["turn_ms"]["p50"], 2),
        "turn_p95": round(light["turn_ms"]["p95"] / stock["turn_ms"]["p95"], 2),
        "memory": round(light["memory_mb"]["all"] / stock["memory_mb"]["all"], 2),
        "start": round(light["start_seconds"] / stock["start_seconds"], 2),
    }
    return figures


def _measured(home: Path, *, stock: bool) -> dict[str, Any]:
    messages = MESSAGES.read_text(encoding="utf-8").splitlines()
    with served(home, stock=stock) as stack:
        with httpx.Client(base_url=stack.url, timeout=30) as http:
            _talk(http, messages[:WARM_UP])
            told = [turn for _ in range(ROUNDS) for turn in _talk(http, messages)]
        return {
            "start_seconds": stack.start_seconds,
            "turn_ms": spread([ms for ms, _ in told]),
            "degraded_turns": sum(degraded for _, degraded in told),
            "memory_mb": _memory(stack),
        }


def _talk(http: httpx.Client, messages: list[str]) -> list[tuple[float, bool]]:
    """(milliseconds, was it degraded) of each turn; a blank line opens a new conversation."""
    told = []
    conversation = None
    for text in messages:
        if not text.strip():
            conversation = None
            continue
        begun = time.perf_counter()
        answer = http.post("/api/ask", json={"text": text, "conversation": conversation}).json()
        told.append(((time.perf_counter() - begun) * 1000, answer["degraded"] is not None))
        conversation = answer["conversation"]
    return told


def _memory(stack: Served) -> dict[str, float]:
    return {name: round(value) for name, value in stack.memory_mb().items()}
