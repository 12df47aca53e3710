"""The demo's patrons and their loans, put into the demo library system."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from bot.setup.demo.catalogue import DemoWork
from library.demo import SeedBiblio, SeedItem, SeedPatron, seed


def fill(path: Path, works: tuple[DemoWork, ...], patrons_file: Path, today: date) -> int:
    """Seed the system's file; returns the number of patrons. Raises SeedError."""
    rows: list[dict[str, Any]] = yaml.safe_load(patrons_file.read_text(encoding="utf-8"))
    patrons = TypeAdapter(tuple[SeedPatron, ...]).validate_python(rows)
    seed(path, [_biblio(work) for work in works], patrons, today)
    return len(patrons)


def _biblio(work: DemoWork) -> SeedBiblio:
    items = tuple(
        SeedItem(copy.barcode, copy.branch, copy.shelf, work.call_number) for copy in work.copies
    )
    return SeedBiblio(work.id, work.title, items, on_site=work.on_site)
