"""EPUB: words once each, missing and remote parts, names and charsets, zipped or unpacked."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.ingest.documents import Missing, Refused, Sheet, kinds
from retrieval.ingest.documents.markup import paragraphs
from retrieval.ingest.documents.recognise import Desk
from tests.fakes.documents import book, chapter, zipped

SAID = "Thuở trước phường nón Ba Đồn đông vui nhất vùng."
BLOCKS = ["p", "div", "section", "blockquote", "li", "h2", "figcaption", "dd", "aside", "center"]
INLINES = ["span", "em", "a", "b", "ruby", "small"]


def read(tmp_path: Path, parts: Mapping[str, str | bytes]) -> list[str | Missing]:
    """The same zipped and unpacked."""
    path, folder = tmp_path / "a.epub", tmp_path / "a"
    path.write_bytes(zipped(parts))
    for name, content in parts.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    packed, unpacked = (
        [each.text if isinstance(each, Sheet) else each for each in kinds.pages(each, Desk())]
        for each in (path, folder)
    )
    assert packed == unpacked
    return packed  # type: ignore[return-value]


trees = st.recursive(
    st.just(""),
    lambda inner: st.tuples(st.sampled_from(BLOCKS + INLINES), st.lists(inner, max_size=3)),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(trees, st.booleans())
def test_bare_and_nested_text_comes_once(tree: object, broken: bool) -> None:
    """As XHTML, and as HTML that is none."""
    count = 0

    def written(node: object) -> str:
        nonlocal count
        count += 1
        mine = count
        if not isinstance(node, tuple):
            return f" chữ{mine} "
        inside = "".join(written(each) for each in node[1])
        return f" chữ{mine} <{node[0]}> đầu{mine} {inside} cuối{mine} </{node[0]}> sau{mine} "

    body = written(tree)
    content = chapter(body + ("<br><img src=x>" if broken else "")).encode()
    words = " ".join(paragraphs(content)).split()
    wanted = [word for word in body.replace("<", " <").replace(">", "> ").split() if word[0] != "<"]
    assert words == wanted


def test_what_markup_hides_and_what_it_names() -> None:
    body = (
        "<script>var a = 1;</script><p>Cà&nbsp;phê &amp; tr&agrave;</p><!-- lời bàn -->"
        "<table><tr><td><p>Hạ</p></td><td>120</td></tr></table><p>Dòng một<br/>dòng hai</p>"
    )
    assert paragraphs(chapter(body).encode()) == [
        "Cà phê & trà", "Hạ\t120", "Dòng một\ndòng hai",
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["utf-8", "utf-16", "utf-16-le", "utf-8-sig", "windows-1258"])
@pytest.mark.parametrize("declared", [True, False])
def test_charsets(code: str, declared: bool, tmp_path: Path) -> None:
    text = "Xứ Nghệ có chợ Gành và đình làng Hạ, người đông."
    if code == "windows-1258":
        text = "".join(
            char if char in "ăâêôơưđ" else unicodedata.normalize("NFD", char) for char in text
        ).replace("e\u0302", "ê").replace("o\u031b", "ơ").replace("u\u031b", "ư")  # fmt: skip
        text = text.replace("o\u0323\u031b", "ơ\u0323").replace("e\u0323\u0302", "ê\u0323")
    head = f'<?xml version="1.0" encoding="{code.removesuffix("-sig")}"?>' if declared else ""
    raw = (head + chapter(f"<p>{text}</p>")).encode(code)
    assert read(tmp_path, book({"1.xhtml": raw})) == [unicodedata.normalize("NFC", text)]


def test_missing_pictures_and_remote_sounds_cost_nothing(tmp_path: Path) -> None:
    manifest = (
        '<item id="p" href="bia.jpg" media-type="image/jpeg"/>'
        '<item id="m" href="https://media.example/doc.mp3" media-type="audio/mpeg"/>'
    )
    body = f'<img src="bia.jpg"/><audio src="https://media.example/doc.mp3"/><p>{SAID}</p>'
    assert read(tmp_path, book({"1.xhtml": chapter(body)}, manifest)) == [SAID]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("other", ["NFC", "NFD"])
def test_names_in_either_composition(form: str, other: str, tmp_path: Path) -> None:
    parts = book({unicodedata.normalize(form, "chương mở đầu.xhtml"): chapter(f"<p>{SAID}</p>")})
    parts["OEBPS/book.opf"] = unicodedata.normalize(other, str(parts["OEBPS/book.opf"])).replace(
        " mở", "%20mở"
    )
    assert read(tmp_path, parts) == [SAID]


def test_a_chapter_that_is_not_there_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    first, lost = read(tmp_path, book({"1.xhtml": chapter(f"<p>{SAID}</p>"), "2.xhtml": ""}))
    assert first == SAID
    assert isinstance(lost, Missing)
    assert lost.place == "OEBPS/2.xhtml"


def test_a_locked_book_and_an_empty_one_are_refused(tmp_path: Path) -> None:
    parts = book({"1.xhtml": chapter(f"<p>{SAID}</p>")})
    locked = '<e><CipherReference URI="OEBPS/1.xhtml"/></e>'
    with pytest.raises(Refused, match="DRM"):
        read(tmp_path, parts | {"META-INF/encryption.xml": locked})
    with pytest.raises(Refused, match="không có chữ"):
        read(tmp_path / "2", _made(tmp_path / "2", book({"1.xhtml": chapter("<img src='a'/>")})))


def _made(folder: Path, parts: dict[str, str | bytes]) -> dict[str, str | bytes]:
    folder.mkdir()
    return parts
