"""The head in numpy, one passage at a time; `evaluation/answer_judge/net.py` is what was trained.

A test holds both alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.judge.pieces import Pieces
from retrieval.judge.weights import Matrix, Weights
from retrieval.port import TokenStates

HEADS, BLOCKS, WIDTH = 4, 2, 7
GONE = -1e4
LONGEST = 64
"""Pieces of a question that are read."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's pieces: ids (q,), states as the head reads them (q, size), rarity (q,)."""

    ids: NDArray[np.int32]
    states: Matrix
    rare: Matrix


@dataclass(frozen=True, slots=True)
class Verdict:
    """`margin` is the log-odds that any sentence answers; `shares` (s,) which one, summing to 1."""

    margin: float
    shares: Matrix


def asked(weights: Weights, told: TokenStates) -> Asked:
    """A question from its pieces' states."""
    ids = told.ids[:LONGEST]
    return Asked(ids, weights.project(told.states[:LONGEST]), weights.rare[ids])


def judge(weights: Weights, question: Asked, passage: Pieces) -> Verdict | None:
    """None where there is nothing to judge."""
    count = int(passage.sentence.max(initial=-1)) + 1
    if not count or not len(question.ids):
        return None
    held = passage.states.astype(np.float32) * weights.step
    near = _unit(held) @ _unit(question.states).T
    together = np.concatenate([question.states, question.rare[:, None]], 1)
    matters = _softmax(_linear(weights, "matters", together)[:, 0])
    whole = matters @ question.states
    equal = (passage.ids[:, None] == question.ids[None]).astype(np.float32)
    figures = _figures(weights, passage, near, equal)
    context = _softmax(float(weights["sharp"]) * near) @ question.states
    x = _linear(weights, "begin", _beside(held, context, figures))
    x = x + _linear(weights, "asked", whole[None])
    for number in range(BLOCKS):
        x = _block(weights, f"blocks.{number}", x)
    x = _norm(weights, "norm", x)
    marks = _linear(weights, "tokens", x)[:, 2]
    member = (passage.sentence[None] == np.arange(count)[:, None]).astype(np.float32)
    apart = marks[None] + (1 - member) * GONE
    rare = question.rare / max(float(question.rare.sum()), 1e-6)
    close = (near[None] + ((1 - member) * GONE)[..., None]).max(1).clip(-1, 1)
    exact = (member @ equal).clip(max=1)
    features = _covered(close, exact, matters[None], rare[None])
    peak = apart.max(1, keepdims=True).clip(-30, 30)
    ask = np.broadcast_to(whole, (count, len(whole)))
    given = np.concatenate([_softmax(apart) @ x, ask, features, peak], 1)
    scores = _linear(weights, "sentence2", _relu(_linear(weights, "sentence1", given)))[:, 0]
    scores = scores + (member.sum(1) == 0) * GONE
    overall = _covered(near.max(0)[None].clip(-1, 1), equal.max(0)[None], matters[None], rare[None])
    none_given = np.concatenate([_softmax(marks[None]) @ x, whole[None], overall], 1)
    none = _linear(weights, "none2", _relu(_linear(weights, "none1", none_given)))[0, 0]
    top = float(scores.max())
    margin = top + float(np.log(np.exp(scores - top).sum())) - float(none)
    return Verdict(margin, _softmax(scores))


def _figures(weights: Weights, passage: Pieces, near: Matrix, equal: Matrix) -> Matrix:
    """Of each piece: how near the question's nearest is, whether it is the same, and how rare."""
    same = equal.max(1)
    return np.stack([near.max(1), same, same * weights.rare[passage.ids]], 1)


def _beside(held: Matrix, context: Matrix, figures: Matrix) -> Matrix:
    """Every piece beside what of the question is nearest to it."""
    return np.concatenate([held, context, held * context, np.abs(held - context), figures], 1)


def _block(weights: Weights, name: str, x: Matrix) -> Matrix:
    x = x + _linear(
        weights,
        f"{name}.mix",
        _relu(_near(weights, f"{name}.near", _norm(weights, f"{name}.norm1", x))),
    )
    length, size = x.shape
    parts = _linear(weights, f"{name}.keys", _norm(weights, f"{name}.norm2", x))
    q, k, v = parts.reshape(length, 3, HEADS, size // HEADS).transpose(1, 2, 0, 3)
    found = _softmax(q @ k.transpose(0, 2, 1) / np.float32(np.sqrt(size // HEADS))) @ v
    x = x + _linear(weights, f"{name}.joined", found.transpose(1, 0, 2).reshape(length, size))
    inner = _relu(_linear(weights, f"{name}.inner", _norm(weights, f"{name}.norm3", x)))
    return x + _linear(weights, f"{name}.outer", inner)


def _near(weights: Weights, name: str, x: Matrix) -> Matrix:
    """Each dimension over WIDTH neighbours, by its own weights."""
    kernel = weights[f"{name}.weight"][:, 0]
    padded = np.pad(x, ((WIDTH // 2, WIDTH // 2), (0, 0)))
    found: Matrix = weights[f"{name}.bias"] + sum(
        padded[n : n + len(x)] * kernel[:, n] for n in range(WIDTH)
    )
    return found


def _covered(near: Matrix, same: Matrix, matters: Matrix, rare: Matrix) -> Matrix:
    missed = 1 - near
    figures = (
        (near * matters).sum(-1),
        (missed * missed * matters).sum(-1),
        (same * matters).sum(-1),
        (same * rare).sum(-1),
        (missed * matters).max(-1),
    )
    return np.stack(figures, -1).astype(np.float32)


def _linear(weights: Weights, name: str, x: Matrix) -> Matrix:
    found: Matrix = x @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return found


def _norm(weights: Weights, name: str, x: Matrix) -> Matrix:
    centred = x - x.mean(-1, keepdims=True)
    scale = np.sqrt((centred * centred).mean(-1, keepdims=True) + 1e-5)
    found: Matrix = centred / scale * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return found


def _relu(x: Matrix) -> Matrix:
    return np.maximum(x, np.float32(0))


def _unit(x: Matrix) -> Matrix:
    found: Matrix = x / np.maximum(np.linalg.norm(x, axis=-1, keepdims=True), 1e-12)
    return found


def _softmax(x: Matrix) -> Matrix:
    raised: Matrix = np.exp(x - x.max(-1, keepdims=True))
    found: Matrix = raised / raised.sum(-1, keepdims=True)
    return found
