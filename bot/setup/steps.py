"""The steps of setting up, in their order. Rasa trains beside the indexing: two cores."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import vietnamese
from bot.engine.process import PYTHON
from bot.settings import Settings
from bot.setup import demo
from bot.setup.stamp import Stamp, digest
from clock import SystemClock
from retrieval.encoder import EMBEDDED, load
from retrieval.encoder.build import build as build_encoder
from retrieval.index import layout, records
from retrieval.index.build import build as build_index
from retrieval.ingest import ingest_marc, ingest_texts
from retrieval.model import Page, Work
from vietnamese.build import build as build_counts

ACCENTED_SHARE = 0.6
_MARKED = re.compile(r"\[([^\]]*)\]\([a-z]+\)")
OWN_WORDS = "words.txt"
"""Names, places and phrases of the library's own, one a line."""
STEPS = ("encoder", "demo", "typing", "train", "index")


class SetupError(SystemExit):
    """A step failed; the message says which and what to do."""


def prepare(home: Path, today: date | None, steps: Sequence[str]) -> None:
    """Run the named steps. Raises SetupError."""
    os.environ["THUTHU_HOME"] = str(home)
    home.mkdir(parents=True, exist_ok=True)
    day = today or SystemClock().today()
    if "encoder" in steps:
        build_encoder(home / "models" / EMBEDDED)
    if "demo" in steps:
        demo.build(home, day)
        _ingest(home)
    if "typing" in steps:
        _typing(home)
    training = _train(home) if "train" in steps else None
    if "index" in steps:
        _index(home)
    if training is not None and training.wait() != 0:
        raise SetupError("Rasa did not train; its words are above")


def _ingest(home: Path) -> None:
    stamp = Stamp(home / "records/.stamp", digest([home / "demo"]))
    if not stamp.fresh():
        ingest_marc(home / "demo/catalogue.mrc", home)
        ingest_texts(home / "demo/texts", home)
        stamp.write()


def _typing(home: Path) -> None:
    """The collection's own words count most: titles, names, subjects, texts, examples."""
    sources = [home / "records/works.jsonl", home / "records/pages.jsonl", home / OWN_WORDS]
    sources += [Path("nlu_data/nlu"), Path("vietnamese/build.py"), Path("vietnamese/data")]
    stamp = Stamp(home / "vietnamese/.stamp", digest(sources))
    if stamp.fresh():
        return
    build_counts(home / "vietnamese", _texts(home))
    stamp.write()
    vietnamese.forget()


def _texts(home: Path) -> list[str]:
    found = work_texts(records.read(home / "records/works.jsonl", Work))
    found += [page.text for page in records.read(home / "records/pages.jsonl", Page)]
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
        for path in sorted(Path("nlu_data/nlu").glob("*.yml"))
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


def _index(home: Path) -> None:
    sources = [home / "records/works.jsonl", home / "records/pages.jsonl"]
    name = Settings().encoder
    stamp = Stamp(home / "index/.stamp", digest([*sources, Path("retrieval")], name))
    if stamp.fresh() and _served(home):
        return
    build_index(home, load(name, home))
    stamp.write()


def _served(home: Path) -> bool:
    try:
        layout.served(home)
    except layout.IndexBrokenError:
        return False
    return True


def _train(home: Path) -> subprocess.Popen[bytes]:
    if not PYTHON.exists():
        raise SetupError("Rasa's environment is missing: run `make run`")
    environment = os.environ | {"THUTHU_HOME": str(home), "PYTHONPATH": str(Path.cwd())}
    return subprocess.Popen(
        [str(PYTHON), "-m", "nlu_data.train"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=sys.stderr,
    )
