"""Text typed in every style: what was read right, what was harmed, what it cost.

`THUTHU_EVAL_DATA` names the folder of evaluation data. About ten minutes on two cores.
"""

from __future__ import annotations

from typing import Any

from evaluation.typed_text import evaluate
from evaluation.typing_texts import folder

BARS = {
    "strict keys": 99.5, "free and half keys": 98.0, "questions": 92.0,
    "questions, own counts": 96.0, "titles": 97.0, "harm": 0.2, "chat recall": 60.0,
    "chat precision": 85.0, "20 words ms": 1.0, "100 words ms": 5.0, "memory MB": 40.0,
}  # fmt: skip


def run() -> dict[str, Any]:
    """The figures of `thuthu evaluate typing --json` beside their bars."""
    return {"bars": BARS} | evaluate(folder())
