"""Sentence vectors over loopback: the shape of the answer, the token, and an encoder away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import httpx
import numpy as np

from bot.dialogue.rasa.vectors_endpoint import MOST, serving
from retrieval.port import Vectors

TOKEN = "t" * 16


class CountingEncoder:
    """Satisfies the Encoder port: a text's vector is its length and its words."""

    model, dimensions = "counting", 2

    def encode(self, texts: Sequence[str], kind: Literal["query", "passage"]) -> Vectors:
        rows = [[len(text), len(text.split())] for text in texts]
        return np.array(rows, np.float32).reshape(len(texts), 2)

    def meanings(self, texts: Sequence[str]) -> Vectors:
        return self.encode(texts, "query")


def ask(url: str, texts: list[str], token: str = TOKEN) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.post(url, json={"texts": texts}, headers=headers)


def test_rows_come_one_after_another() -> None:
    """Little-endian float32, in the order asked."""
    with serving(CountingEncoder(), TOKEN) as url:
        answer = ask(url, ["tìm sách", "xin chào bạn"])
    assert np.frombuffer(answer.content, "<f4").reshape(2, 2).tolist() == [[8, 2], [12, 3]]


def test_only_the_token_is_answered_and_only_so_many_texts() -> None:
    """A stranger gets nothing; more texts than a batch are refused."""
    with serving(CountingEncoder(), TOKEN) as url:
        assert ask(url, ["a"], token="wrong").status_code == httpx.codes.UNAUTHORIZED
        assert ask(url, ["a"] * (MOST + 1)).status_code == httpx.codes.UNPROCESSABLE_ENTITY
