"""Names of the texts, and who else they are called."""

from __future__ import annotations

from pathlib import Path

from retrieval.index.names import in_sentence, names_of, read, write
from retrieval.model import Page


def page(text: str, title: str = "Danh nhân") -> Page:
    return Page("t", title, "", 1, 1, text, None, "open")


def test_a_word_that_only_opens_a_sentence_is_no_part_of_a_name() -> None:
    assert list(in_sentence("Theo Lê Văn Bình, làng An Hòa có từ lâu.")) == [
        "Lê Văn Bình",
        "An Hòa",
    ]


def test_other_names_are_told_of_the_person_before_them_or_of_the_text() -> None:
    said = page("Lê Văn Bình sinh ở An Hòa, tên chữ là Tử Minh, hiệu là Tĩnh Trai.")
    assert names_of([said]).same == {("Lê Văn Bình", "Tử Minh"), ("Lê Văn Bình", "Tĩnh Trai")}
    short = page("Ông tự là Tử Minh.", "Lê Văn Bình: một đời thầy")
    assert names_of([short]).same == {("Lê Văn Bình", "Tử Minh")}


def test_an_update_adds_to_what_a_version_holds(tmp_path: Path) -> None:
    write(tmp_path, names_of([page("Ở làng An Hòa.")]))
    write(tmp_path, names_of([page("Về làng An Hòa.")]))
    assert read(tmp_path).counts == {"An Hòa": 2}
    assert not read(tmp_path / "none").counts
