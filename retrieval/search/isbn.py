"""ISBN and ISSN in any form to the one that is kept."""

from __future__ import annotations

import re

from stdnum import isbn
from stdnum import issn as serial
from stdnum.exceptions import ValidationError


def isbn13(text: str) -> str | None:
    """Thirteen digits of a valid ISBN-10 or ISBN-13, else None."""
    try:
        return isbn.validate(_bare(text), convert=True)
    except ValidationError:
        return None


def issn(text: str) -> str | None:
    """`1234-567X` of a valid ISSN, else None."""
    try:
        return serial.format(serial.validate(_bare(text)))
    except ValidationError:
        return None


def _bare(text: str) -> str:
    """Without dashes and spaces of any script."""
    return re.sub(r"[\s\-‐‑–]+", "", text)
