"""Bytes as a broken export, a cut line or an ill will leave them."""

from __future__ import annotations

from hypothesis import strategies as st


def damaged(seed: bytes) -> st.SearchStrategy[bytes]:
    """Random bytes, and `seed` whole, cut, with bytes changed, taken out, put in or doubled."""
    return st.binary(max_size=400) | st.builds(
        _hurt, st.just(seed), st.lists(_wounds(seed), max_size=8)
    )


def _wounds(seed: bytes) -> st.SearchStrategy[tuple[str, int, bytes]]:
    how = st.sampled_from(("cut", "change", "out", "in", "double"))
    piece = st.binary(min_size=1, max_size=6) | st.sampled_from(
        (b"<", b">", b"&x;", b"\x1d", b"\x1e", b"\x1f", b"\x00", b"\xff\xfe", b'"', b"99999")
    )
    return st.tuples(how, st.integers(0, max(len(seed) - 1, 0)), piece)


def _hurt(seed: bytes, wounds: list[tuple[str, int, bytes]]) -> bytes:
    data = seed
    for how, at, piece in wounds:
        if how == "cut":
            data = data[:at]
        elif how == "change":
            data = data[:at] + piece + data[at + len(piece) :]
        elif how == "out":
            data = data[:at] + data[at + len(piece) :]
        elif how == "in":
            data = data[:at] + piece + data[at:]
        else:
            data = data[:at] + data[at : at + 40] + data[at:]
    return data
