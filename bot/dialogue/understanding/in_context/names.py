"""Names in a text: two to six capitalised words in a row."""

from __future__ import annotations

import re

_UPPER = "A-Z" + "".join(char for char in map(chr, range(0xC0, 0x1EFA)) if char.isupper())
NAME = re.compile(rf"\b[{_UPPER}][\w'’]*(?:\s+[{_UPPER}][\w'’]*){{1,5}}")
"""A range of letters would not do: small and capital Vietnamese letters alternate."""
