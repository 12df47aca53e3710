"""The shape of numbers printed on publications, in text as typed; whether one is valid is for
`stdnum` to say."""

from __future__ import annotations

import re
from typing import Final

_GAP = r"[-‐‑–\s]?"
ISBN: Final = re.compile(
    rf"(?<![\dA-Za-z])(?:97[89]{_GAP})?\d(?:{_GAP}\d){{8}}{_GAP}[\dXx](?![\dA-Za-z])", re.ASCII
)
"""Ten or thirteen digits with dashes or spaces between."""
