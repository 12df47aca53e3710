"""Phrases run on Python 3.10, and import the standard library, their own room and one calendar."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import vietnamese.phrases

FILES = sorted(Path(vietnamese.phrases.__path__[0]).glob("*.py"))
ALLOWED = {"vietnamese", "lunar_vn"} | sys.stdlib_module_names


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_light_and_of_python_3_10(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 10))
    assert {name.split(".")[0] for name in imported(tree)} <= ALLOWED
    assert all(name.startswith("vietnamese.") for name in imported(tree) if "vietnamese" in name)
