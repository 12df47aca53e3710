"""What a file is and how it is called, whatever its sender says."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.filename import MAX_CHARS, tidy
from connectors.web.kinds import FORMS, kind_of
from tests.fakes.photos import document, plain

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TAKEN = {
    "jpeg": plain("JPEG"),
    "png": plain("PNG"),
    "webp": plain("WEBP"),
    "gif": plain("GIF"),
    "pdf": PDF,
    "docx": document(),
    "txt": "Giấy xác nhận\r\nhọc sinh".encode(),
}
REFUSED = {
    "nothing": b"",
    "blank": b"  \n",
    "sign alone": b"\xff\xd8\xff\xe0broken",
    "half a png": plain("PNG")[:20],
    "program": b"MZ\x90\x00" + b"\0" * 60,
    "elf": b"\x7fELF\x02\x01\x01",
    "zip": document("a.txt"),
    "workbook": document("[Content_Types].xml", "xl/workbook.xml"),
    "macros": document("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "broken zip": document()[:40],
    "pdf's sign alone": b"%PDF-1.7 ",
    "bmp": plain("BMP"),
    "tiff": plain("TIFF"),
    "control signs": b"abc\x00def",
    "not utf-8": b"ti\xfc\xfe sach",
    "riff of sound": b"RIFF\x24\x00\x00\x00WAVEfmt ",
}


@pytest.mark.parametrize("kind", TAKEN)
def test_a_kind_is_known_by_its_content(kind: str) -> None:
    assert kind_of(TAKEN[kind]) == kind
    assert set(FORMS) == set(TAKEN)


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_anything_else_is_not_taken(data: bytes) -> None:
    assert kind_of(data) is None


def test_utf_16_with_its_mark_is_text() -> None:
    assert kind_of("Đơn xin".encode("utf-16")) == "txt"


def test_a_picture_of_too_many_pixels_is_not_taken() -> None:
    """60 million of one colour, in 60 kB."""
    assert kind_of(plain("PNG", size=(10_000, 6_000))) is None


@given(st.binary(max_size=300) | st.sampled_from(list(TAKEN.values())).map(lambda b: b[:-9]))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    assert kind_of(data) in {None, *FORMS}


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("đơn xin.pdf", "đơn xin.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Lan\\bìa sách.jpg", "bìa sách.jpg"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie x.txt"),
        ("tin\u202efdp.exe", "tinfdp.exe"),
        ('"><script>.png', "script .png"),
        ("ti\u0300m.txt", "tìm.txt"),
        ("...", ""),
        ("a\0b\ud83d.pdf", "ab .pdf"),
        ("dài" * 100 + ".docx", ("dài" * 100)[:74] + "….docx"),
    ],
)
def test_hostile_names_are_made_harmless(given_name: str, shown: str) -> None:
    assert tidy(given_name) == shown


@given(st.text(max_size=300))
def test_any_name_can_be_shown_and_saved_under(name: str) -> None:
    made = tidy(name)
    assert len(made) <= MAX_CHARS
    assert not set(made) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(c)[0] == "C" for c in made)
    assert tidy(made) == made
