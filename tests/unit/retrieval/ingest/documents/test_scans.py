"""Scans: upright before they are read, columns as columns, and how sure told."""

from __future__ import annotations

import random
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from bench.ocr import distance
from bench.wear import WEARS, photographed, turned
from retrieval.ingest import ocr
from retrieval.ingest.documents import Missing, Sheet, kinds
from retrieval.ingest.documents.photograph import cut_out
from retrieval.ingest.documents.recognise import Desk, grey, read, without_number
from retrieval.ingest.documents.upright import blank, even, level, unread

SERIF = str(files("font_source_serif_pro") / "files" / "SourceSerifPro-Regular.ttf")
TEXT = (
    "Phiên chợ Gành họp vào ngày ba và ngày tám. Thuyền buôn từ cửa biển lên, chở muối và nước "
    "mắm. Người miền ngược gánh măng khô xuống đổi. Chợ tan khi mặt trời đứng bóng, quán xá dọn "
    "sạch. Trường làng mở năm 1927 bên gốc đa. Thầy đồ Lạc dạy chữ quốc ngữ cho trẻ nhỏ. Lớp học "
    "có hai mươi bốn trò, bàn ghế đóng bằng tre. Học phí trả bằng gạo mỗi mùa gặt."
)
recognises = pytest.mark.skipif(not ocr.available(), reason="Tesseract `vie` is missing")


def printed(*columns: str, width: int = 1170, height: int = 1650) -> Image.Image:
    """A page of 200 dpi with the texts side by side."""
    page = Image.new("L", (width, height), 252)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(SERIF, 31)
    room = (width - 120) / len(columns) - 40
    for place, text in enumerate(columns):
        lines, line = [], ""
        for word in text.split():
            if draw.textlength(f"{line} {word}", font) > room:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        left = 80 + place * (room + 80)
        draw.multiline_text((left, 120), "\n".join([*lines, line]), 20, font, spacing=14)
    return page


def errors(right: str, image: Image.Image) -> float:
    """Share of the characters that were read wrong."""
    return distance(right, " ".join(read(image).text.split())) / len(right)


@recognises
@pytest.mark.parametrize("name", sorted(WEARS))
def test_a_worn_page_is_read(name: str) -> None:
    page = WEARS[name](printed(TEXT), random.Random(7))
    assert errors(TEXT, page) <= (0.03 if name == "photograph" else 0.01)


@recognises
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_the_camera_s_word_is_taken(orientation: int, tmp_path: Path) -> None:
    turns = {1: 0, 3: 180, 6: 90, 8: 270}
    image = printed(TEXT).rotate(turns[orientation], expand=True)
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(tmp_path / "a.jpg", exif=exif)
    (page,) = [p for p in kinds.pages(tmp_path / "a.jpg", Desk()) if isinstance(p, Sheet)]
    assert distance(TEXT, " ".join(page.text.split())) <= len(TEXT) / 100


@recognises
@pytest.mark.parametrize("degrees", [0, 180, 2])
def test_columns_are_read_one_after_the_other(degrees: int) -> None:
    left, right = TEXT[: TEXT.index("Trường")].strip(), TEXT[TEXT.index("Trường") :]
    assert errors(TEXT, turned(degrees)(printed(left, right), random.Random(1))) <= 0.01


@pytest.mark.parametrize("degrees", [-12, -5, -3, -0.5, 0, 0.5, 3, 5, 12])
def test_lines_come_level(degrees: float) -> None:
    """Rows of ink and rows of none are as clear as on the page that was never turned."""

    def rows(image: Image.Image) -> float:
        ink = 255.0 - np.asarray(image, dtype=np.float32)
        return float(np.square(np.diff(ink.sum(axis=1))).sum())

    page = printed(TEXT)
    skewed = turned(degrees)(page, random.Random(1))
    assert rows(level(skewed)) > 0.7 * rows(page)  # two turns soften it


def test_a_photograph_is_cut_out_and_a_scan_is_not() -> None:
    page = printed(TEXT)
    assert cut_out(page) is page
    photo = photographed(page, random.Random(3))
    cut = cut_out(photo)
    assert cut.size != photo.size
    corners = np.asarray(even(cut))[[0, 0, -1, -1], [5, -5, 5, -5]]
    assert float(np.median(corners)) > 200


def test_a_blank_page_has_no_words_and_needs_no_recognition() -> None:
    paper = np.random.default_rng(1).normal(235, 3, (900, 600)).clip(0, 255).astype(np.uint8)
    assert blank(Image.fromarray(paper))
    assert not blank(printed("Một."))
    assert read(Image.fromarray(paper)).text == ""


@recognises
def test_a_line_that_was_left_out_is_seen() -> None:
    """Boxes of one line taken away are more left over than all that a whole page leaves."""
    page = printed(TEXT)
    boxes = ocr.recognise(page).boxes
    assert unread(page, boxes) < 0.005
    line = boxes[len(boxes) // 2][1]
    assert unread(page, [box for box in boxes if abs(box[1] - line) > 25]) > 0.03
    assert unread(page, []) == 1.0


def test_any_kind_of_pixels_becomes_grey() -> None:
    for mode in ("1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I", "I;16", "YCbCr"):
        assert grey(Image.new(mode, (4, 4))).mode == "L"
    assert grey(Image.new("RGBA", (4, 4), (0, 0, 0, 0))).getpixel((0, 0)) == 255
    assert grey(Image.new("L", (9000, 3000))).size[0] < 9000


def test_a_broken_image_costs_its_page_alone(tmp_path: Path) -> None:
    for name in ("p1.png", "p10.png"):
        Image.new("L", (60, 60), 255).save(tmp_path / name)
    (tmp_path / "p2.png").write_bytes(b"\x89PNG rubbish")
    found = [p for p in kinds.pages(tmp_path, Desk()) if isinstance(p, Sheet | Missing)]
    assert [type(page) for page in found] == [Sheet, Missing, Sheet]
    assert found[1] == Missing("2", found[1].reason if isinstance(found[1], Missing) else "")
    assert [page.image.name for page in found if isinstance(page, Sheet) and page.image] == [
        "p1.png", "p10.png",
    ]  # fmt: skip


def test_the_page_s_own_number_is_taken_off_and_a_year_is_not() -> None:
    assert without_number("Chữ.\n\n12", 12) == "Chữ."
    assert without_number("Chữ.\n\n– 12 –", 12) == "Chữ."
    assert without_number("Năm 1912", 12) == "Năm 1912"
    assert without_number("Năm\n1912", 12) == "Năm\n1912"
