"""Which lines of the hands are learnt."""

from __future__ import annotations

from pathlib import Path

import yaml

from nlu_data.hands_lines import as_training_data


def test_single_first_messages_are_learnt_once(tmp_path: Path) -> None:
    (tmp_path / "01-one.txt").write_text(
        "## find_book\ncó [Số đỏ](title) không\nCo so do khong?\n"
        "## find_book+renew_loan\nhai việc\n"
        "## ask_reason @ queue\nsao vậy\n## greet\nchào\n",
        encoding="utf-8",
    )
    (tmp_path / "99-apart.txt").write_text("## greet\nalo\n", encoding="utf-8")
    made = as_training_data(tmp_path, tmp_path / "made.yml")
    blocks = yaml.safe_load(made.read_text(encoding="utf-8"))["nlu"]
    assert {block["intent"]: block["examples"].splitlines() for block in blocks} == {
        "find_book": ["- có [Số đỏ](title) không"],
        "greet": ["- chào"],
    }
