"""Questions with and without an answer in a passage: given ones, exchanged names and years, and
lines over the demo library's own texts."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from retrieval.index.names import NAME
from retrieval.passages import sentences
from vietnamese.reading import nfc

LANGUAGES = ("vi", "id", "en")
LINES = Path(__file__).with_name("lines.tsv")
TRAINED_TEXTS = frozenset(
    "nguyen-du xuan-dieu tran-phu dia-ly-ha-tinh lich-su-ha-tinh di-tich-den-mieu-ha-tinh "
    "mai-thuc-loan ca-tru-vi-giam".split()
)
"""Texts of the demo whose lines are learnt from; those of the others measure."""
_YEAR = re.compile(r"\b(?:1\d{3}|20[0-2]\d)\b")
Kind = Literal["own", "swap", "variant", "line", "held_out"]


@dataclass(frozen=True, slots=True)
class Text:
    """A passage: its title, its sentences, and whence it comes."""

    id: str
    language: str
    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join((f"{self.title}. ", *self.lines)) if self.title else self.body

    @property
    def body(self) -> str:
        return "\n\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Example:
    """`answer` is None where the passage has none, empty where it has one at a place not known."""

    question: str
    passage: str
    answer: str | None
    kind: Kind


def given(folder: Path, most: int, seed: int) -> tuple[list[Text], list[Example]]:
    """Passages of LANGUAGES in a random order, `most` of them, with their questions."""
    rows = [row for row in _rows(folder / "passages.jsonl.gz") if row["lang"] in LANGUAGES]
    random.Random(seed).shuffle(rows)  # noqa: S311 - an order, no secret
    texts = [_text(row) for row in rows[:most]]
    kept = {text.id for text in texts}
    found = [
        Example(
            nfc(row["question"]),
            row["passage"],
            (nfc(row["answer"] or "") if row["answerable"] else None),
            "own",
        )
        for row in _rows(folder / "questions.jsonl.gz")
        if row["passage"] in kept
    ]
    return texts, found


def _text(row: dict[str, Any]) -> Text:
    article = row["article"].partition(":")[2]
    title = article if row["source"] == "mlqa" and article != "None" else ""
    return Text(row["id"], row["lang"], title, tuple(sentences(nfc(row["text"]))[:60]))


def exchanged(texts: Sequence[Text], found: Sequence[Example], seed: int) -> list[Example]:
    """Questions whose name or year is another's, which the passage then does not answer; of
    Vietnamese nine in ten, of the rest a quarter: only Vietnamese lacks written ones."""
    chance = random.Random(seed)  # noqa: S311
    of = {text.id: text for text in texts}
    others = defaultdict(list)
    for each in found:
        for name in NAME.findall(each.question):
            others[of[each.passage].language, len(name.split())].append(name)
    made = []
    for each in found:
        text = of[each.passage]
        if each.answer is None or chance.random() > (0.9 if text.language == "vi" else 0.25):
            continue
        names = [name for name in NAME.findall(each.question) if name in text.body]
        if year := _YEAR.search(each.question):
            other, old = str(int(year[0]) + chance.choice((-30, -12, -3, 3, 8, 15))), year[0]
        elif names:
            old = chance.choice(names)
            other = chance.choice(others[text.language, len(old.split())])
        else:
            continue
        if other not in text.body:
            question = each.question.replace(old, other)
            made.append(Example(question, each.passage, None, "swap"))
    return made


def carelessly(found: Sequence[Example], seed: int) -> list[Example]:
    """Three in ten without their mark, half of those in small letters."""
    chance = random.Random(seed)  # noqa: S311
    chosen = [each for each in found if chance.random() < 0.3]
    return [
        replace(each, question=text.lower() if chance.random() < 0.5 else text, kind="variant")
        for each in chosen
        if (text := each.question.rstrip(" ?"))
    ]


def lines(demo: Path) -> tuple[list[Text], list[Example]]:
    """Pages of the demo's texts, and the lines written over them: the answering page, and up to
    three pages of the same text without the answer."""
    texts, by_file = [], defaultdict(list)
    for path in sorted(demo.glob("*.md")):
        whole = path.read_text(encoding="utf-8")
        title = re.search(r'^title: "?(.*?)"?$', whole, re.M)
        for number, page in enumerate(whole.split("---", 2)[2].split("<!-- page -->")):
            body = sentences(re.sub(r"^## .*$", "", page, flags=re.M).strip())
            if body:
                name = title[1] if title else ""
                text = Text(f"demo:{path.stem}:{number}", "vi", name, tuple(body))
                texts.append(text)
                by_file[path.stem].append(text)
    found: list[Example] = []
    for row in LINES.read_text(encoding="utf-8").splitlines():
        file, question, answer = row.split("\t")
        kind: Kind = "line" if file in TRAINED_TEXTS else "held_out"
        near = sorted(by_file[file], key=lambda text: -_shared(question, text))
        holds = [text for text in near if answer != "-" and answer in text.body]
        found += [Example(question, text.id, answer, kind) for text in holds[:1]]
        without = [text for text in near if text not in holds]
        found += [Example(question, text.id, None, kind) for text in without[:3]]
    return texts, found


def _shared(question: str, text: Text) -> int:
    return len(set(question.lower().split()) & set(text.text.lower().split()))


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]
