"""The light Rasa, without TensorFlow, predicts what stock Rasa predicts from the same model."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.setup.rasa import python_of

pytestmark = pytest.mark.stack
ROOT = Path(__file__).parents[2]
TEXTS = [
    line for line in (ROOT / "bench/messages.txt").read_text(encoding="utf-8").splitlines() if line
]


def predictions(*, stock: bool) -> list[dict[str, Any]]:
    python = python_of(stock=stock)
    if not python.exists():
        pytest.skip(f"no {python}: run `make test`")
    environment = os.environ | {
        "THUTHU_RASA_STOCK": "1" if stock else "",
        "PYTHONPATH": str(ROOT),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    done = subprocess.run(
        [str(python), "-m", "nlu_data.light.run", "parse"],
        input="".join(json.dumps(text) + "\n" for text in TEXTS),
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_light_and_stock_predict_the_same() -> None:
    light, stock = predictions(stock=False), predictions(stock=True)
    assert len(light) == len(stock) == len(TEXTS)
    for ours, theirs in zip(light, stock, strict=True):
        assert ours["intent"]["name"] == theirs["intent"]["name"], ours["text"]
        assert ours["intent"]["confidence"] == pytest.approx(
            theirs["intent"]["confidence"], abs=1e-6
        )
        assert ours["entities"] == theirs["entities"]
