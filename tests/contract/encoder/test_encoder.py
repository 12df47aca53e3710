"""The Encoder contract, on the embedded model where it is built and on the fake."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from retrieval.encoder import EMBEDDED, load
from retrieval.port import Encoder
from tests.fakes.hash_encoder import HashEncoder

HOME = Path(os.environ.get("THUTHU_HOME", "var"))


@pytest.fixture(scope="module", params=["embedded", "fake"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "fake":
        return HashEncoder()
    if not (HOME / "models" / EMBEDDED / "manifest.json").exists():
        pytest.skip(f"the embedded encoder is not built under {HOME}: thuthu setup --only encoder")
    return load(EMBEDDED, HOME)


def test_shape_type_and_unit_length(encoder: Encoder) -> None:
    rows = encoder.encode(["Nguyễn Du", "Truyện Kiều", ""], "passage")
    assert rows.shape == (3, encoder.dimensions)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)
    assert encoder.encode([], "query").shape == (0, encoder.dimensions)


def test_like_texts_are_nearer(encoder: Encoder) -> None:
    asked = encoder.encode(["Nguyễn Du sinh năm nào?"], "query")[0]
    near, far = encoder.encode(
        ["Nguyễn Du sinh năm 1765 tại Thăng Long.", "Giá lúa ở chợ hôm qua tăng nhẹ."], "passage"
    )
    assert asked @ near > asked @ far


def test_a_text_has_one_vector_whoever_stands_beside_it(encoder: Encoder) -> None:
    alone = encoder.encode(["Địa chí Nghi Xuân"], "passage")[0]
    among = encoder.encode(["Địa chí Nghi Xuân", "dài " * 400], "passage")[0]
    assert float(alone @ among) > 0.99


@pytest.mark.parametrize("text", ["\ufdfa" * 50, "\x00", "\ud800", "a" * 50_000, "😀" * 999])
def test_any_text_is_safe(encoder: Encoder, text: str) -> None:
    for kind in ("query", "passage"):
        assert np.isfinite(encoder.encode([text], kind)).all()  # type: ignore[arg-type]
