"""The demo's circulation in systems of other makes: a Koha, a SIP2 server, nightly files."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from threading import Event, Thread
from typing import Any

import yaml
from pydantic import TypeAdapter

from bot.app.library_system import EXPORTS_FOLDER
from bot.setup.demo import catalogue
from bot.setup.demo.build import SOURCES
from bot.setup.demo.catalogue import DemoWork
from clock import HANOI, SystemClock
from library import facts
from library.demo import SeedBiblio, SeedItem, SeedPatron
from library.exports import Loaded, load
from retrieval.model import Copy, Work
from retrieval.records import held
from tests.fakes.export_files import write
from tests.fakes.koha import CLIENT, SECRET, FakeKoha
from tests.fakes.library_system import FakeLibrary
from tests.fakes.loopback import served
from tests.fakes.seeded_library import seeded
from tests.fakes.sip2 import PASSWORD, USER, FakeSip2

Prepare = Callable[[Path], Mapping[str, Any]]
"""What changes a copied home, and gives the settings that name the system."""


def shelf(day: date) -> tuple[FakeLibrary, tuple[DemoWork, ...]]:
    """The demo's works, patrons, loans and holds."""
    works = catalogue.read(SOURCES / "catalogue", day)
    biblios = [
        SeedBiblio(
            work.id, work.title,
            tuple(SeedItem(c.barcode, c.branch, c.shelf, work.call_number) for c in work.copies),
            on_site=work.on_site,
        )
        for work in works
    ]  # fmt: skip
    rows = yaml.safe_load((SOURCES / "patrons.yaml").read_text(encoding="utf-8"))
    patrons = TypeAdapter(tuple[SeedPatron, ...]).validate_python(rows)
    return seeded(biblios, patrons, facts.load(SOURCES / "library"), day), works


@contextmanager
def koha(day: date) -> Iterator[Prepare]:
    """Records carry Koha's own numbers (999 $c), which are not those of the search."""
    known, works = shelf(day)
    fake = FakeKoha(known)

    def numbered(home: Path) -> None:
        with closing(sqlite3.connect(home / held.FILE_NAME)) as db, db:
            for work in works:
                copies = tuple(
                    Copy(c.barcode, c.branch, c.shelf, work.call_number, on_site=work.on_site)
                    for c in work.copies
                )
                number = str(fake.biblios.known(work.id))
                held.put(db, work.id, Work(work.id, "", system_id=number, holdings=copies))

    with served(fake.app()) as address:

        def prepare(home: Path) -> Mapping[str, Any]:
            numbered(home)
            return {
                "library": "koha", "koha_url": address, "koha_client_id": CLIENT,
                "koha_client_secret": SECRET,
            }  # fmt: skip

        yield prepare


@contextmanager
def sip2(day: date) -> Iterator[Prepare]:
    """A server on a loop of its own; copies are known by their records alone."""
    fake = FakeSip2(shelf(day)[0])
    ready, over, port = Event(), asyncio.Event(), 0
    loop = asyncio.new_event_loop()

    async def serve() -> None:
        nonlocal port
        async with fake.serving() as found:
            port = found
            ready.set()
            await over.wait()

    thread = Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    ready.wait(10)

    def prepare(_home: Path) -> Mapping[str, Any]:
        return {
            "library": "sip2", "sip2_url": f"tcp://127.0.0.1:{port}", "sip2_user": USER,
            "sip2_password": PASSWORD, "sip2_institution": "TV",
        }  # fmt: skip

    try:
        yield prepare
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(10)


@contextmanager
def exports(day: date) -> Iterator[Prepare]:
    """Files of this night, loaded."""
    known = shelf(day)[0]

    def prepare(home: Path) -> Mapping[str, Any]:
        columns = write(known, home / "files")
        (home / EXPORTS_FOLDER).mkdir()
        found = load(home / "files", columns, home / EXPORTS_FOLDER, SystemClock(day))
        assert isinstance(found, Loaded), found
        assert found.as_of.tzinfo == HANOI
        return {"library": "exports"}

    yield prepare
