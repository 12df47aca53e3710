"""The answer judge: whether a sentence of a passage answers a question, by a small trained head."""

from __future__ import annotations
