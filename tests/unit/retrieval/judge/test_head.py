"""The shipped head: its size, its bytes, and that numpy judges as what was trained does."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.judge.head import Asked, asked, judge
from retrieval.judge.pieces import Pieces, judged_text, pieces_of, unpacked
from retrieval.judge.weights import FILE, shipped
from retrieval.model import Passage
from retrieval.port import TokenStates

PASSAGE = Passage("t:1:1", "t", "Sách", "", 1, "Ông sinh năm 1800.\n\nÔng mất năm 1880.")


def pieces(count: int = 40) -> Pieces:
    random = np.random.default_rng(7)
    ids = random.integers(10, 60_000, count).astype(np.uint16)
    number = np.repeat(np.arange(-1, 3), count // 4).astype(np.int16)
    levels = random.integers(-60, 60, (count, shipped().size)).astype(np.int8)
    return Pieces(ids, number, levels)


def question() -> Asked:
    random = np.random.default_rng(8)
    states = random.normal(0, 1, (9, 768)).astype(np.float32)
    spans = np.zeros((9, 2), np.int32)
    return asked(shipped(), TokenStates(np.arange(20, 29, dtype=np.int32), spans, states))


def test_it_is_small() -> None:
    assert FILE.stat().st_size < 5_000_000


def test_pieces_come_back_from_their_bytes() -> None:
    held = pieces()
    back = unpacked(held.packed())
    assert (back.ids == held.ids).all()
    assert (back.sentence == held.sentence).all()
    assert (back.states == held.states).all()
    with pytest.raises(ValueError, match=r".*"):
        unpacked(held.packed()[:20])


def test_pieces_know_their_sentence() -> None:
    text = judged_text(PASSAGE)
    at = [text.index("Sách"), text.index("1800"), text.index("1880")]
    spans = np.array([(a, a + 4) for a in at], np.int32)
    states = np.zeros((3, 768), np.float32)
    told = TokenStates(np.arange(3, dtype=np.int32), spans, states)
    assert pieces_of(shipped(), PASSAGE, told).sentence.tolist() == [-1, 0, 1]


def test_shares_sum_to_one_and_nothing_is_judged_of_nothing() -> None:
    verdict = judge(shipped(), question(), pieces())
    assert verdict is not None
    assert verdict.shares.shape == (3,)
    assert float(verdict.shares.sum()) == pytest.approx(1, abs=1e-4)
    titled = Pieces(*(getattr(pieces(), n) for n in ("ids", "sentence", "states")))
    titled.sentence.setflags(write=True)
    titled.sentence[:] = -1
    assert judge(shipped(), question(), titled) is None


def test_numpy_judges_as_the_net_that_was_trained(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from evaluation.answer_judge.net import Batch, Net

    weights, held, ask = shipped(), pieces(), question()
    net = Net().eval()
    values = {name: torch.from_numpy(weights[name].copy()) for name in net.state_dict()}
    net.load_state_dict(values)
    # the net projects by itself: it is given states that come out as those the head reads
    net.project = torch.nn.Identity()
    states = held.states.astype(np.float32) * weights.step
    equal = (held.ids[:, None] == ask.ids[None]).astype(np.float32)
    member = (held.sentence[None] == np.arange(3)[:, None]).astype(np.float32)
    given = (
        ask.states, np.ones(len(ask.ids)), ask.rare, states, np.ones(len(held.ids)),
        weights.rare[held.ids], equal.max(1), equal, member,
    )  # fmt: skip
    batch = Batch(*(torch.from_numpy(np.asarray(x, np.float32))[None] for x in given))
    with torch.no_grad():
        sentence, none, _, _ = net(batch)
    wanted = float(torch.logsumexp(sentence[0], 0) - none[0])
    verdict = judge(weights, ask, held)
    assert verdict is not None
    assert verdict.margin == pytest.approx(wanted, abs=1e-2)
