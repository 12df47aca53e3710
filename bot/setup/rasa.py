"""Rasa's environments: which interpreter runs it, and what its processes are told."""

from __future__ import annotations

from pathlib import Path

from bot.settings import CHECKOUT

PYTHON = CHECKOUT / ".venv-rasa/bin/python"
STOCK_PYTHON = CHECKOUT / ".venv-rasa-stock/bin/python"
"""With TensorFlow, as Rasa ships; made by `scripts/bootstrap.py test`."""


def python_of(*, stock: bool) -> Path:
    """Rasa's interpreter: light, or as shipped."""
    return STOCK_PYTHON if stock else PYTHON
