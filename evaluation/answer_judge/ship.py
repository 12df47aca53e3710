"""Trained weights as they ship: half precision, standardising folded into the projection."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from evaluation.answer_judge.net import Net

CLIP = 99.9
"""Percentile of a dimension's states that the highest 8-bit level stands for."""


def ship(
    net: Net,
    *,
    mean: NDArray[np.float32],
    deviation: NDArray[np.float32],
    sample: NDArray[np.float32],
    rare: NDArray[np.float32],
    out: Path,
) -> None:
    """`sample` are raw states (n, 768) of passages; `rare` how rare each piece is, 0..1."""
    held = {name: value.detach().float().numpy() for name, value in net.state_dict().items()}
    weight = held["project.weight"] / deviation
    held["project.bias"] = held["project.bias"] - weight @ mean
    held["project.weight"] = weight
    projected = np.abs(sample @ weight.T + held["project.bias"])
    arrays = {name: value.astype(np.float16) for name, value in held.items()}
    arrays["step"] = (np.percentile(projected, CLIP, axis=0) / 127).astype(np.float32)
    arrays["project.weight"] = weight.astype(np.float32)
    arrays["project.bias"] = held["project.bias"].astype(np.float32)
    arrays["rare"] = np.rint(rare * 255).astype(np.uint8)
    out.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(out, **arrays)


def load(path: Path) -> Net:
    """The net of a checkpoint, ready to judge."""
    net = Net()
    net.load_state_dict(torch.load(path, weights_only=True))
    return net.eval()
