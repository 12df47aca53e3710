"""Pages that walk through the code name what exists: files, functions, classes."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from scripts import draw_rooms

ROOT = Path(__file__).parents[2]
WALK = ROOT / "docs/how-a-message-travels.md"
GLOSSARY = ROOT / "docs/reference/glossary.md"
NAMED = sorted(set(re.findall(r"`([\w/]+\.py):([\w.]+)`", WALK.read_text(encoding="utf-8"))))
PLACES = sorted(
    {
        place
        for page in (WALK, GLOSSARY)
        for place in re.findall(r"`((?:[\w]+/)+[\w.]*|[a-z_]+/)`", page.read_text(encoding="utf-8"))
    }
)


def _defines(tree: ast.Module, dotted: str) -> bool:
    body: list[ast.stmt] = tree.body
    for name in dotted.split("."):
        found = next((node for node in body if name in _names(node)), None)
        if found is None:
            return False
        body = list(getattr(found, "body", []))
    return True


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return {node.name}
    if isinstance(node, ast.Assign):
        return {target.id for target in node.targets if isinstance(target, ast.Name)}
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return {node.target.id}
    return set()


def test_the_walk_names_many_places() -> None:
    assert len(NAMED) > 30


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_function_of_the_walk_exists(file: str, name: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    assert _defines(tree, name), f"{file} has no {name}"


@pytest.mark.parametrize("place", PLACES)
def test_a_place_that_is_named_exists(place: str) -> None:
    assert (ROOT / place).exists()


def test_the_drawing_of_the_rooms_is_the_code_s() -> None:
    assert draw_rooms.PAGE.read_text(encoding="utf-8") == draw_rooms.page()


def test_no_arrow_of_the_drawing_runs_upwards() -> None:
    storeys = draw_rooms._storeys()
    height = {room: number for number, storey in enumerate(storeys) for room in storey}
    assert len(height) <= 10
    assert all(
        height[a] < height[b] or (a, b) == ("setup", "store") for a, b in draw_rooms.arrows()
    )
