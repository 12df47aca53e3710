"""The steps of setting up, in their order. Rasa trains beside the indexing: two cores."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path

from bot.settings import CHECKOUT, Settings
from bot.setup import names
from bot.setup.demo import build as demo
from bot.setup.demo.left_out import leave_out, taken_in
from bot.setup.report import Report, to_log
from bot.setup.stamp import Stamp, digest
from clock import SystemClock
from library import facts as library_facts
from library.facts import LibraryFacts
from retrieval.encoder import EMBEDDED, load
from retrieval.encoder.build import build as build_encoder
from retrieval.index.build import update
from retrieval.ingest import ingest_marc, ingest_texts
from retrieval.model import Work
from retrieval.records import Store
from retrieval.records.store import FILE_NAME as RECORDS
from vietnamese import reading
from vietnamese.reading.build import build as build_counts
from words import say

ACCENTED_SHARE = 0.6
_MARKED = re.compile(r"\[([^\]]*)\]\([a-z]+\)")
OWN_WORDS = "words.txt"
"""Names, places and phrases of the library's own, one a line."""
LOG = Path("logs/setup.log")
"""Under home: what the libraries of the steps print."""
NO_DEMO = "no-demo"
"""Instead of the step `demo`: its works, cards and circulation are left out, or taken out."""
STEPS = ("encoder", "demo", "typing", "train", "index")


Training = Callable[[Path], AbstractContextManager["subprocess.Popen[bytes]"]]
"""Begins Rasa's training for a home, and keeps what it asks for until it is left."""


class SetupError(SystemExit):
    """A step failed; the message says which and what to do."""


def prepare(
    settings: Settings, home: Path, today: date | None, steps: Sequence[str], training: Training
) -> None:
    """Run the named steps; `training` begins Rasa's. What libraries print goes to
    `logs/setup.log`. Raises SetupError."""
    os.environ["THUTHU_HOME"] = str(home)
    home.mkdir(parents=True, exist_ok=True)
    with to_log(home / LOG) as person:
        report = Report(person)
        with report.running():
            day = today or SystemClock().today()
            _run(settings, home, day, steps=steps, training=training, report=report)


def _run(
    settings: Settings,
    home: Path,
    day: date,
    *,
    steps: Sequence[str],
    training: Training,
    report: Report,
) -> None:
    if "encoder" in steps:
        with report.step("encoder"):
            build_encoder(home / "models" / EMBEDDED)
    if "demo" in steps:
        with report.step("demo"):
            taken_in(home)
            demo.build(home, day)
            _ingest(home)
    if NO_DEMO in steps:
        leave_out(home)
    if "typing" in steps:
        with report.step("typing"):
            _typing(home)
    if "train" in steps:
        names.write(home, _facts(settings))
    with training(home) if "train" in steps else nullcontext() as trainer:
        if "index" in steps:
            with report.step("index"):
                _index(home, settings.encoder)
        if trainer is not None:
            with report.step("train"):
                if trainer.wait() != 0:
                    raise SetupError(say("command_line", "setup.not_trained", log=home / LOG))


def _ingest(home: Path) -> None:
    stamp = Stamp(home / "records/.stamp", digest([home / "demo"]))
    if not stamp.fresh() or not (home / RECORDS).exists():
        ingest_marc(home / "demo/catalogue.mrc", home, source="demo")
        ingest_texts(home / "demo/texts", home, source="demo-texts")
        stamp.write()


def _typing(home: Path) -> None:
    """The collection's own words count most: titles, names, subjects, texts, examples."""
    sources = [home / OWN_WORDS, CHECKOUT / "nlu_data/nlu"]
    sources += [CHECKOUT / "vietnamese/reading/build.py", CHECKOUT / "vietnamese/reading/data"]
    stamp = Stamp(home / "vietnamese/.stamp", digest(sources, _records(home)))
    if stamp.fresh():
        return
    build_counts(home / "vietnamese", _texts(home))
    stamp.write()
    reading.forget()


def _texts(home: Path) -> list[str]:
    store = Store(home)
    found = work_texts(store.works())
    found += [page.text for page in store.pages()]
    store.close()
    if (home / OWN_WORDS).exists():
        found += (home / OWN_WORDS).read_text(encoding="utf-8-sig").splitlines()
    return [*found, *nlu_examples()]


def work_texts(works: Iterable[Work]) -> list[str]:
    """What a catalogue teaches the typing model."""
    return [
        text
        for work in works
        for text in (work.title, work.subtitle, *work.authors, *work.subjects, work.summary)
    ]


def nlu_examples() -> list[str]:
    """Well accented training examples: how readers speak to the library."""
    lines = [
        line.strip()[2:]
        for path in sorted((CHECKOUT / "nlu_data/nlu").glob("*.yml"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith("- ") and "intent:" not in line
    ]
    plain = [_MARKED.sub(r"\1", line) for line in lines]
    return [line for line in plain if _well_accented(line)]


def _well_accented(line: str) -> bool:
    """Full Vietnamese marks most of its words; a bare or keyed line would teach the wrong ones."""
    words = line.split()
    marked = sum(not word.isascii() for word in words)
    keyed = any(char.isdigit() for word in words for char in word[1:] if word[:1].isalpha())
    return marked >= ACCENTED_SHARE * len(words) and not keyed


def _index(home: Path, name: str) -> None:
    """What is up to date stays; a change in how it is searched alone needs no new index."""
    stamp = Stamp(home / "index/.stamp", digest([CHECKOUT / "retrieval/passages.py"], name))
    update(home, load(name, home), anew=not stamp.fresh())
    stamp.write()


def _records(home: Path) -> str:
    """Changes whenever a record does."""
    store = Store(home)
    state = f"{store.last('work')}:{store.last('page')}"
    store.close()
    return state


def _facts(settings: Settings) -> LibraryFacts:
    try:
        return library_facts.load(settings.facts)
    except library_facts.FactsError as error:
        raise SetupError(str(error)) from error
