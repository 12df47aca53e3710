"""PDF: columns in order, fonts of before Unicode and without any, and nothing silently empty."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.ingest import ocr
from retrieval.ingest.documents import Refused, Sheet, kinds
from retrieval.ingest.documents.columns import Line, Word, in_columns
from retrieval.ingest.documents.layer import well_formed
from retrieval.ingest.documents.old_fonts import encoding
from retrieval.ingest.documents.recognise import Desk
from tests.fakes.documents import in_tcvn3, in_vni, pdf, pdf_in_font

SERIF = str(files("font_source_serif_pro") / "files" / "SourceSerifPro-Regular.ttf")
LEFT = "Phiên chợ Gành họp vào ngày ba và ngày tám. Thuyền buôn từ cửa biển lên chở muối. " * 5
RIGHT = "Trường làng mở năm 1927 bên gốc đa. Thầy đồ Lạc dạy chữ quốc ngữ cho trẻ nhỏ. " * 5
recognises = pytest.mark.skipif(not ocr.available(), reason="Tesseract `vie` is missing")


def typeset() -> FPDF:
    made = FPDF(format="A4")
    made.add_font("Serif", "", SERIF)
    made.add_page()
    made.set_font("Serif", size=11)
    return made


def read(tmp_path: Path, data: bytes) -> list[Sheet]:
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    return [each for each in kinds.pages(path, Desk()) if isinstance(each, Sheet)]


def test_columns_are_read_one_after_the_other_under_their_heading(tmp_path: Path) -> None:
    """Drawn line by line across the page, as many typesetting programs do."""
    made = typeset()
    made.cell(
        0, 10, "Chợ và trường làng trong huyện, một bài ký dài của người xưa để lại", align="C"
    )
    sides = [
        made.multi_cell(85, 6, text, dry_run=True, output="LINES", align="L")
        for text in (LEFT, RIGHT)
    ]
    for row in range(max(map(len, sides))):
        for left, side in zip((10, 110), sides, strict=True):
            if row < len(side):
                made.set_xy(left, 24 + 6 * row)
                made.cell(85, 6, side[row])
    (page,) = read(tmp_path, bytes(made.output()))
    text = " ".join(page.text.split())
    assert text.endswith(f"{LEFT.strip()} {RIGHT.strip()}")
    assert text.startswith("Chợ và trường làng")


def test_a_table_stays_in_rows(tmp_path: Path) -> None:
    made = typeset()
    for row in range(12):
        for left, cell in ((10, f"Làng số {row}"), (120, f"{row * 7} đinh")):
            made.set_xy(left, 20 + 7 * row)
            made.cell(60, 7, cell)
    (page,) = read(tmp_path, bytes(made.output()))
    assert "Làng số 3 21 đinh" in " ".join(page.text.split())


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 3), st.integers(6, 14), st.floats(12, 30), st.booleans(), st.randoms())
def test_lines_of_any_columns_come_in_order(
    columns: int, rows: int, gutter: float, headed: bool, draw: st.random.Random
) -> None:
    """Whatever order they stand in the file."""
    width, lines, wanted = 160.0, list[Line](), []
    if headed:
        whole = columns * (width + gutter) - gutter
        lines.append(
            [
                Word("đầu", 0.0, 900.0, whole * 0.52, 910.0),
                Word("đề", whole * 0.53, 900.0, whole, 910.0),
            ]
        )
        wanted += ["đầu", "đề"]
    for column in range(columns):
        left = column * (width + gutter)
        for row in range(rows):
            top = 880.0 - 14 * row
            ends = [left + width * each / 5 for each in range(6)]
            words = [f"{column}.{row}.{place}" for place in range(5)]
            lines.append(
                [
                    Word(text, ends[place], top - 10, ends[place + 1] - 3, top)
                    for place, text in enumerate(words)
                ]
            )
            wanted += words
    if columns > 1:
        draw.shuffle(lines)
    got = [word.text for group in in_columns(lines) for line in group for word in line]
    assert got == wanted


@pytest.mark.parametrize("font", [".VnTime", "ABCDEF+.VnArial", "VnTime-Bold", ".VnAvant,Italic"])
def test_abc_fonts_are_known_by_name(font: str, tmp_path: Path) -> None:
    lines = ["đình làng dựng năm 1782, thờ thần như", "người miền ngược gánh măng khô xuống đổi"]
    (page,) = read(tmp_path, pdf_in_font(font, [in_tcvn3(line) for line in lines]))
    assert " ".join(page.text.split()) == " ".join(lines)


def test_capital_fonts_and_vni(tmp_path: Path) -> None:
    text = "người miền ngược gánh măng khô"
    (page,) = read(tmp_path, pdf_in_font(".VnTimeH", [in_tcvn3(text)]))
    assert page.text == text.upper()
    text = "Đình Hạ thờ thần; người ở đó kể lại rằng ĐÌNH CŨ ĐÃ ĐỔ"
    (page,) = read(tmp_path, pdf_in_font("VNI-Times", [in_vni(text)]))
    assert page.text == text


@pytest.mark.parametrize(
    "font", ["Arial", "TimesNewRoman", "Vni", "VinhTimes", "Vivaldi", "Verdana"]
)
def test_fonts_of_unicode_are_not_taken_for_others(font: str) -> None:
    assert encoding(font) is None


def test_a_code_that_no_name_tells_is_found_and_french_stays(tmp_path: Path) -> None:
    text = "người miền ngược gánh măng khô xuống đổi chợ tan khi mặt trời đứng bóng"
    (page,) = read(tmp_path, pdf_in_font("Helvetica", [in_tcvn3(text)]))
    assert page.text == text
    french = "Le café d'été à la fenêtre de l'hôtel, où l'élève rêvait déjà, forêt, âgé"
    (page,) = read(tmp_path, pdf_in_font("Helvetica", [french.encode("cp1252")]))
    assert page.text == french


@recognises
def test_a_font_without_unicode_is_recognised_from_its_image(tmp_path: Path) -> None:
    made = typeset()
    made.multi_cell(0, 7, LEFT)
    data = re.sub(rb"/ToUnicode \d+ 0 R", lambda found: b" " * len(found[0]), bytes(made.output()))
    (page,) = read(tmp_path, data)
    assert page.confidence is not None
    assert "Thuyền buôn từ cửa biển" in page.text


def test_words_of_many_languages_are_well_formed_and_glyph_codes_are_not() -> None:
    for text in (
        LEFT,
        "The quick brown fox, 1927.",
        "Les élèves d'autrefois",
        "Đ. H. T. VNCH 12/05",
    ):
        assert well_formed(text) > 0.9
    assert well_formed("3KLrQ FKͫ *jQK K͕S YjR QJj\\ ED Yj QJj\\ WiP 7KX\\͉Q") < 0.6


def test_a_file_without_pages_or_ink_is_refused(tmp_path: Path) -> None:
    blank = pdf(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
    with pytest.raises(Refused, match="không có chữ"):
        read(tmp_path, blank)
    with pytest.raises(Refused):
        read(tmp_path, blank.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[]/Count 0     "))
