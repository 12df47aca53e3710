"""Train the answer judge and write the weights that ship. A stopped run goes on where it was.

python -m evaluation.answer_judge.train --data ../shared/data/answerable --minutes 14
"""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from evaluation.answer_judge import examples
from evaluation.answer_judge.batches import Case, batch
from evaluation.answer_judge.examples import Example, Text
from evaluation.answer_judge.net import NONE, Net, seeded
from evaluation.answer_judge.ship import ship
from evaluation.answer_judge.states import LEVELS, States
from retrieval.encoder.embedded import EmbeddedEncoder
from retrieval.judge.weights import FILE

SEED = 3
RATE, DECAY, SIZE = 1.2e-3, 0.02, 32
NEIGHBOURS, MASKED = 0.5, 0.3
"""Of answerable questions, how many also get another passage, or theirs without the answer."""
EVERY = 100
"""Steps between checkpoints."""


class Material:
    """Texts and questions with their states, and how rare each piece is."""

    def __init__(self, data: Path, home: Path, work: Path, most: int) -> None:
        encoder = EmbeddedEncoder(home / "models/e5-small", threads=1)
        texts, found = examples.given(data, most, SEED)
        found += examples.exchanged(texts, found, SEED) + examples.carelessly(found, SEED)
        pages, lines = examples.lines(Path("demo/texts"))
        self.texts = {text.id: text for text in (*texts, *pages)}
        self.place = {id_: n for n, id_ in enumerate(self.texts)}
        self.examples = [*found, *lines]
        self.passages, self.questions = States(work / "p", "passage"), States(work / "q", "query")
        written = [text.text for text in self.texts.values()]
        self.measures = self.passages.fill(encoder, written)
        self.questions.fill(encoder, [each.question for each in self.examples], self.measures)
        self.rare = _rarity(self.passages, len(written))

    def case(self, number: int, passage: str = "", *, masked: bool = False) -> Case:
        """An example, or its question before another passage, which does not answer it."""
        each = self.examples[number]
        where = passage or each.passage
        answer = None if passage else each.answer
        held = self.passages[self.place[where]]
        return Case(self.questions[number], held, self.texts[where], answer, masked)


def _rarity(passages: States, count: int) -> NDArray[np.float32]:
    seen = np.zeros(65_536, np.int64)
    for number in range(count):
        seen[np.unique(passages[number].ids)] += 1
    rare = np.log((count + 1) / (1 + seen)) / math.log(count + 1)
    return rare.clip(0, 1).astype(np.float32)


def neighbours(texts: Sequence[Text], found: Sequence[Example]) -> dict[str, list[str]]:
    """Passages that share the most rare words with each passage, in its language."""
    words = {text.id: frozenset(text.body.lower().split()) for text in texts}
    counted: dict[str, list[str]] = {}
    for id_, held in words.items():
        for word in held:
            counted.setdefault(word, []).append(id_)
    nearest = {}
    for id_ in {each.passage for each in found}:
        votes: dict[str, float] = {}
        for word in words[id_]:
            others = counted[word]
            if len(others) <= 30:
                for other in others:
                    votes[other] = votes.get(other, 0.0) + 1 / len(others)
        votes.pop(id_, None)
        nearest[id_] = sorted(votes, key=lambda other: -votes[other])[:5]
    return nearest


def stream(material: Material, chance: random.Random) -> Iterator[list[Case]]:
    """Batches without end, cases of like length together."""
    trained = [n for n, each in enumerate(material.examples) if each.kind != "held_out"]
    near = neighbours(list(material.texts.values()), material.examples)
    while True:
        cases = []
        for number in trained:
            each = material.examples[number]
            cases.append(material.case(number))
            if each.kind != "own" or each.answer is None:
                continue
            if near[each.passage] and chance.random() < NEIGHBOURS:
                other = chance.choice(near[each.passage])
                if not each.answer or each.answer not in material.texts[other].body:
                    cases.append(material.case(number, other))
            if each.answer and chance.random() < MASKED:
                cases.append(material.case(number, masked=True))
        chance.shuffle(cases)
        for begin in range(0, len(cases), 1024):
            chosen = sorted(cases[begin : begin + 1024], key=lambda case: len(case.passage.ids))
            parts = [chosen[n : n + SIZE] for n in range(0, len(chosen), SIZE)]
            chance.shuffle(parts)
            yield from parts


def loss(found: tuple[Tensor, ...], gold: Tensor, places: Tensor) -> Tensor:
    """Which sentence or none, any right one counting, and half of where the answer lies."""
    sentence, none, first, last = (each.float() for each in found)
    shares = torch.log_softmax(torch.cat([sentence, none[:, None]], 1), 1)
    total = -torch.logsumexp(shares + (1 - gold) * NONE, 1).mean()
    known = places[:, 0] >= 0
    if known.any():
        begins = functional.cross_entropy(first[known], places[known, 0])
        ends = functional.cross_entropy(last[known], places[known, 1])
        total = total + 0.25 * (begins + ends)
    return total


def train(material: Material, work: Path, minutes: float) -> Net:
    """One cycle of the learning rate over the given minutes; goes on at a checkpoint."""
    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    net, chance = Net(), random.Random(SEED)  # noqa: S311
    count = min(len(material.texts), 150)
    sample = np.concatenate([material.passages[n].states for n in range(count)])[:12_000]
    seeded(net, torch.from_numpy(sample.astype(np.float32) / LEVELS))
    weights = [value for value in net.parameters() if value.dim() > 1]
    rest = [value for value in net.parameters() if value.dim() <= 1]
    groups = [{"params": weights, "weight_decay": DECAY}, {"params": rest, "weight_decay": 0.0}]
    steps = torch.optim.AdamW(groups, lr=RATE)
    spent, kept = 0.0, work / "checkpoint.pt"
    if kept.exists():
        held = torch.load(kept, weights_only=True)
        net.load_state_dict(held["net"])
        steps.load_state_dict(held["steps"])
        spent = held["spent"]
    begun = time.monotonic() - spent
    for number, cases in enumerate(stream(material, chance), start=1):
        spent = time.monotonic() - begun
        part = spent / 60 / minutes
        if part >= 1:
            break
        warm = part / 0.15 if part < 0.15 else 0.5 * (1 + math.cos(math.pi * (part - 0.15) / 0.85))
        for group in steps.param_groups:
            group["lr"] = RATE * warm
        given, gold, places = batch(cases, material.rare)
        with torch.autocast("cpu", torch.bfloat16):
            found = net(given)
        cost = loss(found, gold, places)
        steps.zero_grad()
        cost.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        steps.step()
        if number % EVERY == 0:
            state = {"net": net.state_dict(), "steps": steps.state_dict(), "spent": spent}
            torch.save(state, kept)
            sys.stderr.write(f"\rstep {number}, {spent:.0f} s, loss {cost.item():.3f}   ")
    return net.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the answer judge.")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--work", type=Path, default=Path("var/answer-judge"))
    parser.add_argument("--out", type=Path, default=FILE)
    parser.add_argument("--minutes", type=float, default=14.0)
    parser.add_argument("--most", type=int, default=3_900, help="passages; 0 or more")
    options = parser.parse_args()
    material = Material(options.data, options.home, options.work, options.most)
    net = train(material, options.work, options.minutes)
    mean, deviation = material.measures
    count = min(len(material.texts), 60)
    states = np.concatenate([material.passages[n].states for n in range(count)])
    sample = (states.astype(np.float32) / LEVELS * deviation + mean).astype(np.float32)
    ship(net, mean=mean, deviation=deviation, sample=sample, rare=material.rare, out=options.out)


if __name__ == "__main__":
    main()
