"""Draw the rooms of `bot/` and the imports between them, from the code: docs/reference/rooms.md.

.venv/bin/python scripts/draw_rooms.py
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/reference/rooms.md"
STOREYS = "storeys of the assistant"


def main() -> None:
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.relative_to(ROOT))


def page() -> str:
    """Markdown with a diagram; rooms by storey, top to bottom."""
    storeys, found = _storeys(), arrows()
    lines = [
        "# The rooms of `bot/`",
        "",
        "Made from the code by `scripts/draw_rooms.py`; a test holds both alike. A room imports",
        "only what stands below its storey, as import-linter holds.",
        "",
        "```mermaid",
        "flowchart TD",
    ]
    for number, storey in enumerate(storeys):
        rooms = " ".join(f"{room}[{room}]" for room in storey)
        lines.append(
            f"  subgraph storey{number}[ ]\n    {rooms.replace(' ', chr(10) + '    ')}\n  end"
        )
    lines += [f"  {a} --> {b}" for a, b in sorted(found)]
    lines += [
        "```",
        "",
        f"{len(found)} arrows between {sum(map(len, storeys))} rooms, none upwards.",
        "",
    ]
    return "\n".join(lines)


def arrows() -> set[tuple[str, str]]:
    """(importing room, imported room), each once."""
    sys.path.insert(0, str(ROOT))
    graph = grimp.build_graph("bot", cache_dir=None)
    found: set[tuple[str, str]] = set()
    for module in graph.modules:
        for imported in graph.find_modules_directly_imported_by(module):
            a, b = _room(module), _room(imported)
            if a and b and a != b:
                found.add((a, b))
    return found


def _room(module: str) -> str:
    """Empty for `bot` itself and its settings, which every room reads."""
    name = module.split(".")[1] if "." in module else ""
    return "" if name in ("settings", "settings_library") else name


def _storeys() -> list[list[str]]:
    """As the contract of pyproject.toml has them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    layers = next(each["layers"] for each in contracts if each["name"] == STOREYS)
    return [[room.strip(" ()") for room in layer.split("|")] for layer in layers]


if __name__ == "__main__":
    main()
