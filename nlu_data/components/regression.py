"""A multinomial regression over sparse rows, begun anywhere and held near where it began."""

from __future__ import annotations

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix


def fit(
    rows: csr_matrix,
    labels: np.ndarray,
    start: tuple[np.ndarray, np.ndarray],
    *,
    weights: np.ndarray,
    C: float,  # noqa: N803 - the field's name for it
    steps: int,
    offset: np.ndarray | float = 0.0,
) -> tuple[np.ndarray, np.ndarray]:
    """Table (features, classes) and offsets, both float32.

    The penalty is on the distance from `start`: zeros give a plain ridge, a learnt table gives
    what is learnt on top of it. `offset` (rows, classes) is what another judge says already.
    Single precision: half the memory to move, and the result is judged in two digits.
    """
    shape = start[0].shape
    columns = rows.T.tocsr()
    wanted = np.zeros((rows.shape[0], shape[1]), np.float32)
    wanted[np.arange(len(labels)), labels] = 1
    heavy = weights.astype(np.float32)[:, None]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        moved = flat[: -shape[1]].reshape(shape).astype(np.float32)
        scores = rows @ (start[0] + moved) + (start[1] + flat[-shape[1] :].astype(np.float32))
        scores = scores + offset
        scores -= scores.max(axis=1, keepdims=True)
        raised = np.exp(scores)
        total = raised.sum(axis=1, keepdims=True)
        cost = float((heavy * (np.log(total) - (scores * wanted).sum(1, keepdims=True))).sum())
        error = heavy * (raised / total - wanted)
        slope = np.concatenate([(C * (columns @ error) + moved).ravel(), C * error.sum(axis=0)])
        return C * cost + 0.5 * float((moved * moved).sum()), slope.astype(np.float64)

    begun = np.zeros(shape[0] * shape[1] + shape[1])
    found = minimize(
        loss, begun, jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 6}
    ).x.astype(np.float32)
    return start[0] + found[: -shape[1]].reshape(shape), start[1] + found[-shape[1] :]


def balanced(labels: np.ndarray, classes: int) -> np.ndarray:
    """Weights that let each class count alike, 1 on average."""
    counts = np.maximum(1, np.bincount(labels, minlength=classes))
    weights: np.ndarray = (len(labels) / classes / counts)[labels]
    return weights
