"""The judge's head in torch, for training; `retrieval/judge/head.py` is the same in numpy."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

STATES = 768
SIZE = 96
INNER = 192
HEADS = 4
BLOCKS = 2
WIDTH = 7
"""Of the depthwise convolution, in pieces."""
FEATURES = 5
"""Of a sentence beside its vector; see `_coverage`."""
NONE = -1e4


@dataclass(frozen=True, slots=True)
class Batch:
    """Questions (b, q, STATES) and passages (b, p, STATES) with masks; `weight` how rare each
    piece is (0..1), `same` (b, p) whether the question has the piece, `held` (b, q) (b, s, q)
    whether passage and sentence have the question's; `sentence` (b, p) numbers, -1 for none."""

    question: Tensor
    question_mask: Tensor
    question_weight: Tensor
    passage: Tensor
    passage_mask: Tensor
    passage_weight: Tensor
    same: Tensor
    equal: Tensor
    """(b, p, q): the very same piece."""
    member: Tensor
    """(b, s, p): 1 where a piece stands in a sentence."""


class Block(nn.Module):
    """Convolution, attention and a feed-forward layer, each added to what it read."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.near = nn.Conv1d(SIZE, SIZE, WIDTH, padding=WIDTH // 2, groups=SIZE)
        self.norm1, self.norm2, self.norm3 = (nn.LayerNorm(SIZE) for _ in range(3))
        self.mix = nn.Linear(SIZE, SIZE)
        self.keys = nn.Linear(SIZE, 3 * SIZE)
        self.joined = nn.Linear(SIZE, SIZE)
        self.inner = nn.Linear(SIZE, INNER)
        self.outer = nn.Linear(INNER, SIZE)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        held = self.norm1(x) * mask[..., None]
        near = self.near(held.transpose(1, 2)).transpose(1, 2)
        x = x + self.drop(self.mix(functional.relu(near)))
        b, length, _ = x.shape
        parts = self.keys(self.norm2(x)).view(b, length, 3, HEADS, SIZE // HEADS)
        q, k, v = parts.permute(2, 0, 3, 1, 4)
        bias = (1 - mask)[:, None, None, :] * NONE
        close = q @ k.transpose(-1, -2) / math.sqrt(SIZE // HEADS)
        found = torch.softmax(close + bias, -1).to(v.dtype) @ v
        x = x + self.drop(self.joined(found.transpose(1, 2).reshape(b, length, SIZE)))
        found = x + self.drop(self.outer(functional.relu(self.inner(self.norm3(x)))))
        assert isinstance(found, Tensor)
        return found


class Net(nn.Module):
    """Scores of every sentence and of "none", and where the answer begins and ends."""

    def __init__(self, dropout: float = 0.15) -> None:
        super().__init__()
        self.project = nn.Linear(STATES, SIZE)
        self.sharp = nn.Parameter(torch.tensor(10.0))
        self.matters = nn.Linear(SIZE + 1, 1)
        self.begin = nn.Linear(4 * SIZE + 3, SIZE)
        self.asked = nn.Linear(SIZE, SIZE)
        self.blocks = nn.ModuleList(Block(dropout) for _ in range(BLOCKS))
        self.norm = nn.LayerNorm(SIZE)
        self.tokens = nn.Linear(SIZE, 3)
        self.sentence1 = nn.Linear(2 * SIZE + FEATURES + 1, SIZE)
        self.sentence2 = nn.Linear(SIZE, 1)
        self.none1 = nn.Linear(2 * SIZE + FEATURES, SIZE)
        self.none2 = nn.Linear(SIZE, 1)
        self.drop = nn.Dropout(dropout)

    def forward(self, given: Batch) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Sentences (b, s), none (b,), begin and end (b, p); what is masked has NONE."""
        asked, held = self.project(given.question), self.project(given.passage)
        cosines = functional.normalize(held, dim=-1) @ functional.normalize(
            asked, dim=-1
        ).transpose(1, 2)
        gone = (1 - given.question_mask) * NONE
        weight = self.matters(torch.cat([asked, given.question_weight[..., None]], -1))[..., 0]
        matters = torch.softmax(weight + gone, -1)
        whole = (matters[..., None] * asked).sum(1)
        context = torch.softmax(self.sharp * cosines + gone[:, None], -1) @ asked
        best = (cosines + gone[:, None]).amax(-1)
        figures = torch.stack([best, given.same, given.same * given.passage_weight], -1)
        pieces = torch.cat([held, context, held * context, (held - context).abs(), figures], -1)
        x = self.drop(self.begin(pieces)) + self.asked(whole)[:, None]
        for block in self.blocks:
            x = block(x, given.passage_mask)
        x = self.norm(x)
        marks = self.tokens(x)
        lost = (1 - given.passage_mask) * NONE
        apart = (1 - given.member) * NONE
        pooling = torch.softmax(marks[..., 2][:, None] + apart, -1) @ x
        peak = (marks[..., 2][:, None] + apart).amax(-1, keepdim=True)
        by_sentence, by_passage = _coverage(given, cosines, matters)
        ask = whole[:, None].expand(-1, pooling.shape[1], -1)
        sentence = self.sentence2(
            functional.relu(
                self.sentence1(torch.cat([pooling, ask, by_sentence, peak.clamp(-30, 30)], -1))
            )
        )[..., 0]
        all_over = (torch.softmax(marks[..., 2] + lost, -1)[:, None] @ x)[:, 0]
        none = self.none2(
            functional.relu(self.none1(torch.cat([all_over, whole, by_passage], -1)))
        )[..., 0]
        empty = (given.member.sum(-1) == 0) * NONE
        return sentence + empty, none, marks[..., 0] + lost, marks[..., 1] + lost


def _coverage(given: Batch, cosines: Tensor, matters: Tensor) -> tuple[Tensor, Tensor]:
    """How much of the question a sentence (b, s, FEATURES) and the passage (b, FEATURES) hold:
    met closely, missed most, by the very pieces, by the rare ones, and the worst missed."""
    apart = (1 - given.member) * NONE
    close = (cosines[:, None] + apart[..., None]).amax(2).clamp(-1, 1)
    whole = (cosines + (1 - given.passage_mask)[..., None] * NONE).amax(1).clamp(-1, 1)
    exact = torch.einsum("bsp,bpq->bsq", given.member, given.equal).clamp(max=1)
    exact_whole = (given.equal * given.passage_mask[..., None]).amax(1)
    rare = given.question_weight * given.question_mask
    rare = rare / rare.sum(-1, keepdim=True).clamp(min=1e-6)

    def figures(near: Tensor, same: Tensor, weight: Tensor, share: Tensor) -> Tensor:
        missed = (1 - near) * weight
        return torch.stack(
            [
                (near * weight).sum(-1),
                ((1 - near).square() * weight).sum(-1),
                (same * weight).sum(-1),
                (same * share).sum(-1),
                missed.amax(-1),
            ],
            -1,
        )

    return (
        figures(close, exact, matters[:, None], rare[:, None]),
        figures(whole, exact_whole, matters, rare),
    )


def seeded(net: Net, states: Tensor) -> None:
    """The projection begins as the principal axes of real states, so that cosines mean something
    before anything is learnt. `states` (n, STATES), standardised."""
    _, _, axes = torch.pca_lowrank(states, q=SIZE, niter=3)
    with torch.no_grad():
        net.project.weight.copy_(axes.T / math.sqrt(3.0))
        net.project.bias.zero_()
