"""Build the demo library's files under `home/demo` and its circulation system."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from bot.settings import CHECKOUT
from bot.setup.demo import catalogue, circulation, marc, texts
from bot.setup.stamp import Stamp, digest
from words import say

SOURCES = CHECKOUT / "demo"


def build(home: Path, today: date) -> bool:
    """False when nothing had changed. The seed is renewed only with its sources."""
    out = home / "demo"
    stamp = Stamp(out / ".stamp", digest([SOURCES, Path(__file__).parent]))
    if stamp.fresh():
        return False
    documents = [texts.read(path) for path in _documents(SOURCES / "texts")]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        list(pool.map(partial(texts.write, folder=out / "texts"), documents, chunksize=4))
    works = catalogue.read(SOURCES / "catalogue", today)
    marc.write(
        [*works, *(_catalogued(document, today) for document in documents)], out / "catalogue.mrc"
    )
    circulation.fill(home / "library.sqlite", works, SOURCES / "patrons.yaml", today)
    stamp.write()
    return True


def _documents(folder: Path) -> list[Path]:
    return sorted(p for p in folder.glob("*.md") if p.name != "README.md")


def _catalogued(document: texts.DemoText, today: date) -> catalogue.DemoWork:
    """A digitized text has a record of its own, so that it is found as a work too."""
    meta = document.meta
    return catalogue.DemoWork(
        id=document.work_id,
        title=document.title,
        subtitle="",
        authors=(document.author,),
        publisher=say("demo_library", "publisher"),
        place=say("demo_library", "place"),
        year=str(meta.get("year", "")),
        lang=str(meta.get("language", "vie")),
        format="ebook",
        audience=str(meta.get("audience", "general")),
        ddc=str(meta.get("ddc", "959.742")),
        subjects=tuple(str(subject) for subject in meta.get("subjects", [])),
        series=say("demo_library", "series"),
        isbn="",
        pages=f"{len(document.pages)} tr.",
        summary=str(meta.get("summary", "")),
        local=True,
        added=today,
        copies=(),
    )
