"""Rasa's own conversation tests over the trained model: the right action after every message."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from bot.settings import Settings

PYTHON = Path(".venv-rasa/bin/python")
MODELS = Settings().home / "models" / "rasa"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not PYTHON.exists() or not list(MODELS.glob("*.tar.gz")),
        reason="needs Rasa's environment and a trained model (make train)",
    ),
]


def test_no_conversation_test_fails(tmp_path: Path) -> None:
    command = [
        str(PYTHON), "-m", "nlu_data.light.run", "test", "core", "--model", str(MODELS),
        "--stories", "nlu_data/tests", "--out", str(tmp_path), "--no-plot",
    ]  # fmt: skip
    ran = subprocess.run(
        command, capture_output=True, env={**os.environ, "OMP_NUM_THREADS": "1"}, timeout=300,
        check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:].decode(errors="replace")
    failed = (tmp_path / "failed_test_stories.yml").read_text(encoding="utf-8")
    assert "None of the test stories failed" in failed, failed[:4000]
