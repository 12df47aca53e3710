"""Words judged one message at a time, and new lines learnt on top, in Rasa's environment."""

from __future__ import annotations

import json
import subprocess

import pytest

from bot.setup.rasa import PYTHON

SCRIPT = """
import json, tempfile
from pathlib import Path
import numpy as np
from nlu_data.components.judges import Head, Judges
from nlu_data.components.learning import Line, learn, learn_more
from nlu_data.components.shipped import line_hash
from nlu_data.components.words import KINDS, SEPARATOR, Views
from vietnamese.reading import fold
said = {
    "tìm": ["tìm sách lịch sử", "có cuốn Tắt đèn không", "mình tìm truyện của Nam Cao", "tìm sách"],
    "giờ": ["mấy giờ mở cửa", "thứ bảy có mở không", "chủ nhật mở đến mấy giờ", "mở cửa không"],
    "thẻ": ["làm thẻ thế nào", "thẻ hết hạn rồi", "gia hạn thẻ ở đâu", "thẻ thế nào"],
}
view = lambda text: text.lower() + SEPARATOR + fold(text.lower())
line = lambda intent, text: Line(intent, line_hash(intent, text), lambda: [view(text)])
lines = [line(name, text) for name, texts in said.items() for text in texts]
judges = learn(lines, None, sorted(said))
name = lambda judges, text: judges.classes[int(judges.judge(view(text), None)[0].argmax())]
texts = [view(text) for texts in said.values() for text in texts]
vectorizer = KINDS["folded"][0]().set_params(min_df=2).fit(texts)
places, values = judges.views.kinds[1].row(texts[0])
row = vectorizer.transform(texts[:1]).toarray()[0]
ours = np.zeros_like(row)
ours[places - judges.views.kinds[1].start] = values
path = Path(tempfile.mkdtemp()) / "judges.npz"
judges.write(path)
again = Judges.read(path)
new = [*lines, *(line("mới", text) for text in ("mở thẻ cửa sách", "sách mở thẻ cửa"))]
more = learn_more(judges, new, lambda _: None)
headed = Judges(**{**vars(judges), "head": Head(np.zeros((4, 3)), np.array([9.0, 0.0, 0.0]))})
print(json.dumps({
    "right": all(name(judges, text) == of for of, texts in said.items() for text in texts),
    "as_sklearn": float(np.abs(row - ours).max()),
    "kept": float(np.abs(again.judge(texts[0], None)[0] - judges.judge(texts[0], None)[0]).max()),
    "lines_kept": again.lines == judges.lines,
    "knows": [judges.judge(view(text), None)[1] for text in ("tìm tìm", "xyz", "")],
    "learnt": name(more, "mở thẻ cửa sách"),
    "still_right": all(name(more, text) == of for of, texts in said.items() for text in texts),
    "nothing_new": learn_more(judges, lines, lambda _: None) is judges,
    "head_heard": headed.classes[int(headed.judge(texts[0], np.zeros(4))[0].argmax())],
}))
"""


@pytest.mark.skipif(not PYTHON.exists(), reason="Rasa's environment is not set up: run `make test`")
def test_words_are_learnt_kept_and_learnt_on() -> None:
    done = subprocess.run(
        [str(PYTHON), "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=120
    )
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["right"]
    assert told["as_sklearn"] < 1e-6
    assert told["kept"] < 0.02
    assert told["lines_kept"]
    assert told["knows"] == [True, False, False]
    assert told["learnt"] == "mới"
    assert told["still_right"]
    assert told["nothing_new"]
    assert told["head_heard"] == "giờ"
