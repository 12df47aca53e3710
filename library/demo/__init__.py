"""The demo library system: a small honest circulation system in one SQLite file."""

from library.demo.seed import SeedBiblio, SeedHold, SeedItem, SeedLoan, SeedPatron, seed
from library.demo.system import DemoLibrary, open_demo

__all__ = [
    "DemoLibrary",
    "SeedBiblio",
    "SeedHold",
    "SeedItem",
    "SeedLoan",
    "SeedPatron",
    "open_demo",
    "seed",
]
