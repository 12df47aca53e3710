"""Words in files that a librarian edits: no word is said twice, for YAML keeps the last alone."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

FILES = sorted(Path("words").rglob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_key_stands_twice(path: Path) -> None:
    node = yaml.compose(path.read_text(encoding="utf-8"))
    assert twice(node) == []


def twice(node: yaml.Node | None) -> list[str]:
    """Keys that stand twice in one mapping, at any depth."""
    if isinstance(node, yaml.SequenceNode):
        return [key for item in node.value for key in twice(item)]
    if not isinstance(node, yaml.MappingNode):
        return []
    seen = Counter(str(key.value) for key, _ in node.value)
    inner = [key for _, value in node.value for key in twice(value)]
    return [key for key, count in seen.items() if count > 1] + inner


def test_a_key_that_stands_twice_is_seen() -> None:
    assert twice(yaml.compose("a: 1\nb:\n  c: 1\n  c: 2\na: 2\n")) == ["a", "c"]
