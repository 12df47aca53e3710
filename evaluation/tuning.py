"""Tune the encoder's uppermost layers to readers' needs, and write what ships.

python -m evaluation.tuning --home var/test [--apart 06,07]     then `make ship`

Half an hour on one core; what the layers below give is computed once. A cut run goes on from the
last epoch. `--apart` leaves hands out and prints how they were understood, to measure.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch
import yaml
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import nn
from transformers import BertModel

from bot.dialogue.understanding.marked import bare
from bot.settings import CHECKOUT
from evaluation import hands
from retrieval.encoder.build import TUNED
from vietnamese.reading import read

LAYERS, EPOCHS, BATCH, PIECES = 4, 7, 32, 96
RATE, HEAD_RATE = 2e-4, 2e-3
LEARNT = ("01", "02", "03", "04", "05", "06", "07")
"""Hands, as in `nlu_data/hands_lines.py`."""
PARTS = {
    "attention.self.query": "q", "attention.self.key": "k", "attention.self.value": "v",
    "attention.output.dense": "ao", "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi", "output.dense": "fo", "output.LayerNorm": "oln",
}  # fmt: skip
Example = tuple[torch.Tensor, int]
"""Hidden states (pieces, hidden) below the tuned layers in half precision, and the class."""


class Top(nn.Module):
    """The tuned layers, and a linear head over the mean of what they give."""

    def __init__(self, layers: nn.ModuleList, classes: int) -> None:
        super().__init__()
        self.layers = layers
        self.drop = nn.Dropout(0.15)
        self.intent = nn.Linear(384, classes)

    def forward(self, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        hidden = _through(self.layers, hidden, mask)
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        scores: torch.Tensor = self.intent(self.drop(mean))
        return scores


def lines(apart: Sequence[str]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(intent, text) to learn and to measure: the project's lines and the hands'."""
    learnt = []
    for path in sorted((CHECKOUT / "nlu_data/nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            examples = block.get("examples", "").splitlines()
            learnt += [(block["intent"], bare(each.strip()[2:])) for each in examples]
    measured = []
    for path in sorted((CHECKOUT / "nlu_data/hands").glob("*.txt")):
        single = [
            (line.needs[0], line.text)
            for line in hands.read(path)
            if len(line.needs) == 1 and not line.focus
        ]
        if path.name[:2] in apart:
            measured += single
        elif path.name[:2] in LEARNT:
            learnt += single
    return learnt, measured


class Below:
    """The layers that stay as they are."""

    def __init__(self, folder: Path) -> None:
        self._words = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._words.no_padding()
        self._words.enable_truncation(PIECES)
        self._bert = BertModel.from_pretrained(folder, add_pooling_layer=False).train(mode=False)

    def top(self) -> nn.ModuleList:
        return nn.ModuleList(self._bert.encoder.layer[-LAYERS:])

    @torch.no_grad()
    def states(self, text: str) -> torch.Tensor:
        meant = " ".join(token.meant.lower() for token in read(text).tokens if token.typed)
        ids = torch.tensor([self._words.encode("query: " + meant).ids])
        mask = torch.ones_like(ids, dtype=torch.float32)
        below = self._bert.encoder.layer[:-LAYERS]
        return _through(below, self._bert.embeddings(ids), mask)[0].half()


def _through(layers: nn.ModuleList, hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    bias = (1 - mask)[:, None, None, :] * -1e4
    for layer in layers:
        given = layer(hidden, bias)
        hidden = given[0] if isinstance(given, tuple) else given
    return hidden


def _padded(examples: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    longest = max(len(states) for states, _ in examples)
    hidden = torch.zeros(len(examples), longest, 384)
    mask = torch.zeros(len(examples), longest)
    for at, (states, _) in enumerate(examples):
        hidden[at, : len(states)], mask[at, : len(states)] = states.float(), 1
    return hidden, mask, torch.tensor([label for _, label in examples])


def _batches(examples: Sequence[Example], chance: Random) -> Iterator[list[Example]]:
    """Of like lengths, in any order."""
    order = sorted(range(len(examples)), key=lambda i: (len(examples[i][0]), chance.random()))
    starts = list(range(0, len(order), BATCH))
    chance.shuffle(starts)
    for start in starts:
        yield [examples[i] for i in order[start : start + BATCH]]


def tune(top: Top, examples: Sequence[Example], kept: Path) -> None:
    """Rare needs count more, by the root of how rare; the rate falls to nothing."""
    counts = np.maximum(1, np.bincount([y for _, y in examples], minlength=top.intent.out_features))
    rare = torch.tensor((len(examples) / len(counts) / counts) ** 0.5, dtype=torch.float32)
    loss = nn.CrossEntropyLoss(weight=rare, label_smoothing=0.05)
    groups = [
        {"params": list(top.layers.parameters()), "lr": RATE},
        {"params": list(top.intent.parameters()), "lr": HEAD_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = EPOCHS * (1 + len(examples) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: max(1e-3, min(1, step / 50) * (1 - step / steps))
    )
    begun = 0
    if kept.exists():
        state = torch.load(kept)
        begun = state["epoch"]
        top.load_state_dict(state["top"])
        optimiser.load_state_dict(state["optimiser"])
        schedule.load_state_dict(state["schedule"])
    top.train()
    for epoch in range(begun, EPOCHS):
        for batch in _batches(examples, Random(epoch)):  # noqa: S311 - repeatable
            hidden, mask, labels = _padded(batch)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = top(hidden, mask)
            optimiser.zero_grad()
            loss(scores.float(), labels).backward()
            nn.utils.clip_grad_norm_(top.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        torch.save(
            {
                "epoch": epoch + 1, "top": top.state_dict(),
                "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict(),
            },
            kept,
        )  # fmt: skip
        sys.stderr.write(f"epoch {epoch + 1} of {EPOCHS}\n")


def write(top: Top, classes: Sequence[str], layers: int) -> None:
    """`layers.safetensors`, named as the encoder's graph names them, and `head.npz`."""
    named = {}
    for name, value in top.layers.state_dict().items():
        number, _, rest = name.partition(".")
        part, kind = rest.rsplit(".", 1)
        suffix = "w" if kind == "weight" else "b"
        named[f"l{layers - LAYERS + int(number)}.{PARTS[part]}.{suffix}"] = value.half()
    TUNED.parent.mkdir(parents=True, exist_ok=True)
    save_file(named, TUNED)
    table = top.intent.weight.detach().numpy().T.copy()
    np.savez(
        TUNED.with_name("head.npz"), classes=np.array(classes), table=table,
        offset=top.intent.bias.detach().numpy(),
    )  # fmt: skip


@torch.no_grad()
def right_percent(top: Top, examples: Sequence[Example]) -> float:
    top.train(mode=False)
    found = [int(top(*_padded([each])[:2]).argmax()) == each[1] for each in examples]
    return 100 * sum(found) / max(1, len(found))


def main() -> None:
    parser = argparse.ArgumentParser(description="Tune the encoder's uppermost layers.")
    parser.add_argument("--home", type=Path, default=Path("var/test"))
    parser.add_argument("--apart", default="", help="numbers of hands to measure with")
    options = parser.parse_args()
    torch.manual_seed(1)
    learnt, measured = lines([word for word in options.apart.split(",") if word])
    classes = sorted({intent for intent, _ in learnt})
    below = Below(options.home / "models/e5-small")
    examples = [(below.states(text), classes.index(intent)) for intent, text in learnt]
    top = Top(below.top(), len(classes))
    kept = options.home / f"tuning{options.apart}.pt"
    tune(top, examples, kept)
    if measured:
        held = [(below.states(text), classes.index(intent)) for intent, text in measured]
        sys.stdout.write(f"right: {right_percent(top, held):.1f} % of {len(held)}\n")
    else:
        write(top, classes, 12)
    kept.unlink()


if __name__ == "__main__":
    main()
