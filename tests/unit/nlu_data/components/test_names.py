"""The components that Rasa's environment runs, tried there in one process: names, swaps, forms."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from bot.setup.rasa import PYTHON

SCRIPT = """
import json, pathlib, sys
from nlu_data.light import stand_ins
stand_ins.install()
from nlu_data.components.names import Names
from nlu_data.components.swap import swapped
from nlu_data.components.patterns import find
from nlu_data.components.tokenizer import tokens_of
names = Names(pathlib.Path(sys.argv[1]))
text = "tìm cuốn Tắt đèn nhé"
entity = [{"entity": "title", "start": 9, "end": 16, "value": "Tắt đèn"}]
said = lambda intent, text: [
    (f.entity, text[f.start:f.end], f.value) for f in find(text, tokens_of(text), intent)
]
print(json.dumps({
    "marks": names.marks("tim cuon dat rung phuong nam o dau".split()),
    "short": names.marks(["me"]),
    "swapped": swapped(text, entity, names, 0),
    "nameless": swapped("xin chào", [], names, 0),
    "date": said("opening_hours", "mùng 6 Tết thư viện mở lại chưa"),
    "feast": said("opening_hours", "giỗ tổ Hùng Vương có mở không"),
    "day": said("place_hold", "giữ cuốn này, thứ bảy mình qua lấy"),
    "place_in_list": said("place_hold", "đặt cuốn thứ bảy"),
    "all": said("renew_loan", "gia hạn hết luôn"),
    "no_all": said("renew_loan", "sách sắp hết hạn"),
}))
"""


@pytest.mark.skipif(not PYTHON.exists(), reason="Rasa's environment is not set up")
def test_names_swaps_and_forms(tmp_path: Path) -> None:
    """One start of Rasa's environment for all of it: the start is what costs."""
    (tmp_path / "title.txt").write_text("Đất rừng phương Nam\nMẹ\n", encoding="utf-8")
    done = subprocess.run(
        [str(PYTHON), "-c", SCRIPT, str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path.cwd())},
    )
    assert done.returncode == 0, done.stderr[-800:]
    found = json.loads(done.stdout)
    marks = [mark.get("title") for mark in found["marks"]]
    assert marks == [None, None, "B", "I", "I", "I", None, None]
    assert found["short"] == [{}]
    text, entities = found["swapped"]
    assert text == "tìm cuốn Đất rừng phương Nam nhé"
    assert text[entities[0]["start"] : entities[0]["end"]] == "Đất rừng phương Nam"
    assert found["nameless"] is None
    assert found["date"][0][:2] == ["date", "mùng 6 Tết"]
    assert found["feast"][0][:2] == ["date", "giỗ tổ Hùng Vương"]
    assert ["date", "thứ bảy", "thu bay"] in found["day"]
    assert found["place_in_list"] == [["ordinal", "thứ bảy", "7"]]
    assert found["all"] == [["ordinal", "hết", "all"]]
    assert found["no_all"] == []
