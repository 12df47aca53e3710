"""The widget's script: small, of a syntax that old phones know, the same bytes every time."""

from __future__ import annotations

import gzip

import esprima
import pytest

from connectors.web import script

WORDS = {"title": "Hỏi thư viện", "greeting": "Chào </script>"}
MAX_BYTES = 30_000
LATER_CALLS = (
    "replaceChildren", "requestSubmit", "structuredClone", ".flatMap(", ".at(", ".matchAll(",
    "allSettled", "fromEntries", "randomUUID", "replaceAll(",
)  # fmt: skip
"""Of browsers after Chrome 66 (2018), which old Android phones stopped at."""


def test_it_is_under_30_kb_compressed() -> None:
    made = script.assemble(WORDS)
    assert len(made.zipped) < MAX_BYTES
    assert gzip.decompress(made.zipped) == made.plain


def test_old_phones_can_parse_it() -> None:
    """The parser stops at ECMAScript 2017: spread in objects, `?.`, bare `catch` are errors."""
    esprima.parseScript(script.assemble(WORDS).plain.decode())


def test_the_parser_would_notice() -> None:
    with pytest.raises(esprima.Error):
        esprima.parseScript("const a = b?.c;")
    with pytest.raises(esprima.Error):
        esprima.parseScript("try { a(); } catch { b(); }")


@pytest.mark.parametrize("call", LATER_CALLS)
def test_old_phones_know_its_calls(call: str) -> None:
    assert call not in script.assemble(WORDS).plain.decode()


def test_the_same_words_give_the_same_tag() -> None:
    assert script.assemble(WORDS) == script.assemble(dict(WORDS))
