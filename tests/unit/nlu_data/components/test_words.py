"""The direct scorer gives what the fitted pipeline gives, in Rasa's environment."""

from __future__ import annotations

import json
import subprocess

import pytest

from bot.setup.rasa import PYTHON

SCRIPT = """
import json
from nlu_data.light import stand_ins
stand_ins.install()
import numpy as np
from nlu_data.components.intents import _SEPARATOR, _pipeline
from nlu_data.components.words import WordJudge
from vietnamese.reading import fold
said = {
    "tìm": ["tìm sách lịch sử", "có cuốn Tắt đèn không", "mình tìm truyện của Nam Cao"],
    "giờ": ["mấy giờ mở cửa", "thứ bảy có mở không", "chủ nhật mở đến mấy giờ"],
    "thẻ": ["làm thẻ thế nào", "thẻ hết hạn rồi", "gia hạn thẻ ở đâu"],
}
view = lambda text: text.lower() + _SEPARATOR + fold(text.lower())
texts = [view(text) for lines in said.values() for text in lines]
labels = [name for name, lines in said.items() for _ in lines]
fitted = _pipeline(12.0).fit(texts, labels)
judge = WordJudge.of(fitted)
asked = [*texts, view("tìm tìm sách mở cửa"), view("xyz"), view(""), view("thẻ thẻ thẻ là thẻ")]
judged = [judge.judge(text) for text in asked]
ours = np.array([shares for shares, _ in judged])
print(json.dumps({
    "classes": list(judge.classes) == list(fitted.classes_),
    "apart": float(np.abs(ours - fitted.predict_proba(asked)).max()),
    "sums": float(np.abs(ours.sum(axis=1) - 1).max()),
    "knows": ["folded" in known for _, known in judged[-4:]],
}))
"""


@pytest.mark.skipif(not PYTHON.exists(), reason="Rasa's environment is not set up: run `make test`")
def test_the_direct_scorer_agrees_with_the_pipeline() -> None:
    done = subprocess.run(
        [str(PYTHON), "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=120
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["classes"]
    assert told["apart"] < 1e-9
    assert told["sums"] < 1e-9
    assert told["knows"] == [True, False, False, True]
