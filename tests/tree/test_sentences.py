"""No sentence a person sees stands in code: it belongs in `words/`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "connectors", "library", "retrieval", "clock")
LETTER = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ]", re.IGNORECASE
)
PATTERNS = {
    "bot/app/health.py": "a query that every catalogue answers",
    "bot/app/warm.py": "a question asked of itself before the first reader comes",
    "bot/app/web.py": "the product's name",
    "bot/cli/main.py": "the product's name",
    "bot/dialogue/actions/account/place_hold.py": "what people type",
    "bot/dialogue/actions/account/yes_no.py": "what people type",
    "bot/dialogue/actions/people/free_text.py": "what people type",
    "bot/dialogue/actions/reference/ask_reference.py": "what people type",
    "bot/dialogue/choosing/operators.py": "what people type",
    "bot/dialogue/turn/turn.py": "what people type",
    "bot/dialogue/actions/follow_ups/work_detail.py": "how a record names a translator",
    "bot/dialogue/understanding/in_context/correcting.py": "what people type",
    "bot/dialogue/understanding/in_context/others.py": "what people type",
    "bot/dialogue/understanding/in_context/requests.py": "what people type",
    "bot/dialogue/understanding/in_context/said.py": "what people type",
    "bot/dialogue/understanding/in_context/whole.py": "what people type",
    "bot/dialogue/understanding/needs.py": "what people type",
    "bot/privacy/scrub.py": "what people type",
    "bot/setup/names.py": "how branches and rooms are named",
    "bot/store/choices.py": "what people type",
    "retrieval/index/names.py": "how texts tell other names",
    "retrieval/ingest/documents/old_fonts.py": "which letter a hyphen was",
    "retrieval/lookalikes.py": "which letters look like which",
    "retrieval/passages.py": "where a sentence ends",
    "retrieval/search/shown.py": "what a pronoun looks like",
    "retrieval/search/wanted.py": "what goes before a name",
}
"""Why Vietnamese letters may stand in the code of a file: patterns that read, never words said."""


def _files() -> list[Path]:
    found = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return sorted(path.relative_to(ROOT) for path in found)


def _told(path: Path) -> Iterator[str]:
    """String constants with Vietnamese letters, docstrings left out."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    documents = {
        id(statement.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        for statement in node.body
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if id(node) not in documents and LETTER.search(node.value):
            yield f"{path}:{node.lineno}: {node.value[:80]}"


@pytest.mark.parametrize("path", [p for p in _files() if str(p) not in PATTERNS], ids=str)
def test_no_sentence_stands_in_code(path: Path) -> None:
    assert list(_told(path)) == []


@pytest.mark.parametrize("name", sorted(PATTERNS))
def test_an_exception_is_needed(name: str) -> None:
    assert list(_told(Path(name))) != []
