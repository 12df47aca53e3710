"""`thuthu evaluate dialogues FILE`: scripted conversations against the running assistant."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Say = Callable[[str, str | None, dict[str, Any]], dict[str, Any]]
"""(text, conversation, setup) -> the object of `thuthu ask`."""


@dataclass(slots=True)
class Outcome:
    """How a dialogue went; `faults` has a line for each turn that was not as expected."""

    name: str
    turns: int = 0
    faults: list[str] = field(default_factory=list)


def evaluate(file: Path, say: Say) -> dict[str, Any]:
    """Play every dialogue of the file; a dialogue is right when every turn is."""
    outcomes = [_play(dialogue, say) for dialogue in _dialogues(file)]
    right = sum(not outcome.faults for outcome in outcomes)
    turns = sum(outcome.turns for outcome in outcomes)
    wrong_turns = sum(len(outcome.faults) for outcome in outcomes)
    return {
        "dialogues": len(outcomes),
        "right": right,
        "percent": round(100 * right / max(1, len(outcomes)), 1),
        "turns": turns,
        "turns_percent": round(100 * (turns - wrong_turns) / max(1, turns), 1),
        "faults": {outcome.name: outcome.faults for outcome in outcomes if outcome.faults},
    }


def _dialogues(file: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                yield json.loads(line)
            except ValueError as error:
                raise ValueError(f"{file}:{number}: {error}") from error


def _play(dialogue: dict[str, Any], say: Say) -> Outcome:
    outcome = Outcome(dialogue["name"])
    conversation: str | None = None
    setup = dialogue.get("setup") or {}
    for turn in dialogue["turns"]:
        answer = say(turn["user"], conversation, setup)
        conversation = answer["conversation"]
        outcome.turns += 1
        if fault := _fault(turn.get("expect") or {}, answer):
            outcome.faults.append(f"«{turn['user']}»: {fault}")
    return outcome


def _fault(expect: dict[str, Any], answer: dict[str, Any]) -> str:
    """The first expectation not met, or an empty string."""
    acts, shown = set(answer["acts"]), shown_text(answer).casefold()
    if missing := set(expect.get("acts", ())) - acts:
        return f"acts {sorted(acts)} lack {sorted(missing)}"
    if expect.get("any_act") and not acts & set(expect["any_act"]):
        return f"acts {sorted(acts)} have none of {expect['any_act']}"
    for words in expect.get("mentions", ()):
        if words.casefold() not in shown:
            return f"does not mention «{words}»: {shown[:160]!r}"
    for words in expect.get("not_mentions", ()):
        if words.casefold() in shown:
            return f"mentions «{words}»: {shown[:160]!r}"
    return _state_fault(expect, answer)


def _state_fault(expect: dict[str, Any], answer: dict[str, Any]) -> str:
    if "owner" in expect and answer["owner"] != expect["owner"]:
        return f"owner is {answer['owner']}"
    cites = any(reply["citations"] for reply in answer["replies"])
    if "cites" in expect and cites != expect["cites"]:
        return "cites a page" if cites else "cites no page"
    return ""


def shown_text(answer: dict[str, Any]) -> str:
    """All a reader sees of an answer: bubbles, cards, buttons and citations."""
    parts: list[str] = []
    for reply in answer["replies"]:
        parts.append(reply["text"])
        for card in reply["cards"]:
            parts += [card["title"], card["subtitle"], *card["facts"]]
        parts += [button["title"] for button in reply["buttons"]]
        for cited in reply["citations"]:
            parts += [cited["title"], cited["author"], cited["quote"]]
    return "\n".join(parts)
