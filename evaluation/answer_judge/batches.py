"""Examples as the tensors that the net takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from evaluation.answer_judge.examples import Text
from evaluation.answer_judge.net import STATES, Batch
from evaluation.answer_judge.states import LEVELS, Held

LONGEST, ASKED = 300, 64
"""Pieces of a passage and of a question."""


@dataclass(frozen=True, slots=True)
class Case:
    """One pair: `masked` takes the answering sentences out of the passage."""

    question: Held
    passage: Held
    text: Text
    answer: str | None
    masked: bool = False


def batch(cases: Sequence[Case], rare: NDArray[np.float32]) -> tuple[Batch, Tensor, Tensor]:
    """Tensors; which sentences answer, the last column for none; first and last piece, or -1."""
    parts = [_prepared(case) for case in cases]
    size = len(parts)
    q = max(len(part.question) for part in parts)
    p = max(len(part.ids) for part in parts)
    s = max(1 + int(part.sentence.max(initial=0)) for part in parts)

    def zeros(*shape: int) -> NDArray[np.float32]:
        return np.zeros((size, *shape), np.float32)

    asked, asked_mask, asked_rare = zeros(q, STATES), zeros(q), zeros(q)
    held, held_mask, held_rare = zeros(p, STATES), zeros(p), zeros(p)
    equal, member, gold = zeros(p, q), zeros(s, p), zeros(s + 1)
    places = np.full((size, 2), -1)
    for row, (case, part) in enumerate(zip(cases, parts, strict=True)):
        n, m = len(part.question), len(part.ids)
        asked[row, :n] = case.question.states[:n] / LEVELS
        asked_mask[row, :n], asked_rare[row, :n] = 1, rare[part.question]
        held[row, :m] = part.states / LEVELS
        held_mask[row, :m], held_rare[row, :m] = 1, rare[part.ids]
        equal[row, :m, :n] = part.ids[:, None] == part.question[None]
        known = part.sentence >= 0
        member[row, part.sentence[known], np.flatnonzero(known)] = 1
        answering = [n for n in part.gold if n < s and member[row, n].any()]
        gold[row, answering or [s]] = 1
        if answering and part.place is not None:
            places[row] = part.place
    same = equal.max(2)
    given = (asked, asked_mask, asked_rare, held, held_mask, held_rare, same, equal, member)
    tensors = Batch(*(torch.from_numpy(each) for each in given))
    return tensors, torch.from_numpy(gold), torch.from_numpy(places)


@dataclass(frozen=True, slots=True)
class _Prepared:
    question: NDArray[np.int32]
    ids: NDArray[np.int32]
    states: NDArray[np.int8]
    sentence: NDArray[np.int16]
    gold: list[int]
    place: tuple[int, int] | None


def _prepared(case: Case) -> _Prepared:
    held = case.passage
    spans = held.spans[:LONGEST]
    bounds = _bounds(case.text)
    number = np.full(len(spans), -1, np.int16)
    for n, (begin, end) in enumerate(bounds):
        number[(spans[:, 1] > begin) & (spans[:, 0] < end)] = n
    gold, span = _gold(case, bounds)
    keep = np.ones(len(spans), bool)
    if case.masked:
        keep, gold, span = ~np.isin(number, gold), [], None
    place = None
    if span is not None:
        inside = np.flatnonzero((spans[:, 1] > span[0]) & (spans[:, 0] < span[1]))
        place = (int(inside[0]), int(inside[-1])) if len(inside) else None
    ids, states = held.ids[:LONGEST][keep], held.states[:LONGEST][keep]
    return _Prepared(case.question.ids[:ASKED], ids, states, number[keep], gold, place)


def _bounds(text: Text) -> list[tuple[int, int]]:
    at = len(text.title) + 4 if text.title else 0
    found = []
    for line in text.lines:
        found.append((at, at + len(line)))
        at += len(line) + 2
    return found


def _gold(case: Case, bounds: list[tuple[int, int]]) -> tuple[list[int], tuple[int, int] | None]:
    """Sentences with the answer, and its place; all of them where the place is not known."""
    if case.answer is None:
        return [], None
    lines = case.text.lines
    held = [n for n, line in enumerate(lines) if case.answer and case.answer in line]
    if not held:
        return list(range(len(lines))), None
    begin = bounds[held[0]][0] + lines[held[0]].index(case.answer)
    return held, (begin, begin + len(case.answer))
