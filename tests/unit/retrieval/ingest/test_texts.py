"""Digitized texts in each form a library has them: pages, rights, order, and what is refused."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from ebooklib import epub
from PIL import Image, ImageDraw, ImageFont

from retrieval.ingest import ingest_texts, ocr
from retrieval.model import Page
from retrieval.records import Store

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
ALTO = """<?xml version="1.0"?><alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout>
<Page><PrintSpace><TextBlock><TextLine><String CONTENT="{first}" WC="0.9"/><SP/>
<String CONTENT="Tĩnh" WC="0.7"/></TextLine></TextBlock></PrintSpace></Page></Layout></alto>"""
METS = """<?xml version="1.0"?><mets xmlns="http://www.loc.gov/METS/"
xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec><fileGrp>
<file ID="F1"><FLocat xlink:href="a.xml"/></file><file ID="F2"><FLocat xlink:href="b.xml"/></file>
<file ID="F3"><FLocat xlink:href="../../outside.xml"/></file></fileGrp></fileSec>
<structMap><div><div><fptr FILEID="F2"/></div><div><fptr FILEID="F1"/></div>
<div><fptr FILEID="F3"/></div></div></structMap></mets>"""


def sidecar(folder: Path, name: str, rights: str = "open") -> None:
    text = f"work_id: {name}\ntitle: Sách {name}\nauthor: Ai đó\nrights: {rights}\n"
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def pages(home: Path) -> list[Page]:
    store = Store(home)
    found = sorted(store.pages(), key=lambda page: (page.work_id, page.page))
    store.close()
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "texts"
    made.mkdir()
    return made


def test_plain_text_with_form_feeds_and_rights(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text("Trang một.\fTrang hai.", encoding="utf-8")
    sidecar(folder, "a", "on_site")
    assert ingest_texts(folder, tmp_path).added == 2
    found = pages(tmp_path)
    assert [(p.page, p.pages, p.text, p.rights) for p in found] == [
        (1, 2, "Trang một.", "on_site"),
        (2, 2, "Trang hai.", "on_site"),
    ]


def test_word_and_epub(folder: Path, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Đoạn thứ nhất của văn bản.")
    document.add_page_break()
    document.add_paragraph("Đoạn trên trang hai.")
    document.save(str(folder / "w.docx"))
    sidecar(folder, "w")
    book = epub.EpubBook()
    chapters = []
    for number in (1, 2):
        chapter = epub.EpubHtml(title=str(number), file_name=f"c{number}.xhtml")
        chapter.content = f"<h1>Chương {number}</h1><p>Nội dung chương {number}.</p>"
        book.add_item(chapter)
        chapters.append(chapter)
    book.spine = chapters
    book.add_item(epub.EpubNcx())
    epub.write_epub(str(folder / "e.epub"), book)
    sidecar(folder, "e")
    report = ingest_texts(folder, tmp_path)
    assert report.rejected == 0
    found = pages(tmp_path)
    assert [p.text for p in found if p.work_id == "e"] == [
        "Chương 1\n\nNội dung chương 1.",
        "Chương 2\n\nNội dung chương 2.",
    ]
    assert [p.text for p in found if p.work_id == "w"] == [
        "Đoạn thứ nhất của văn bản.",
        "Đoạn trên trang hai.",
    ]


def test_alto_in_the_order_of_its_mets(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.xml").write_text(ALTO.format(first="Ngoài"), encoding="utf-8")
    volume = folder / "v"
    volume.mkdir()
    (volume / "a.xml").write_text(ALTO.format(first="Hà"), encoding="utf-8")
    (volume / "b.xml").write_text(ALTO.format(first="Về Hà"), encoding="utf-8")
    (volume / "mets.xml").write_text(METS, encoding="utf-8")
    sidecar(folder, "v")
    ingest_texts(folder, tmp_path)
    assert [p.text for p in pages(tmp_path)] == ["Về Hà Tĩnh", "Hà Tĩnh"]
    assert pages(tmp_path)[0].confidence == pytest.approx(80)


def test_what_cannot_be_read_is_told_and_keeps_its_pages(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").write_text("Một trang.", encoding="utf-8")
    sidecar(folder, "a")
    ingest_texts(folder, tmp_path)
    (folder / "a.yaml").write_text("title: thiếu mã", encoding="utf-8")
    for name in ("x.docx", "y.epub", "z.pdf"):
        (folder / name).write_bytes(b"rubbish")
        sidecar(folder, name[0])
    report = ingest_texts(folder, tmp_path)
    assert (report.rejected, report.deleted) == (4, 0)
    assert len(pages(tmp_path)) == 1
    rejects = Path(report.rejects_file).read_text(encoding="utf-8-sig")
    assert "tệp mô tả a.yaml thiếu: work_id" in rejects


def test_a_document_taken_away_is_deleted(folder: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"Trang {name}.", encoding="utf-8")
        sidecar(folder, name)
    ingest_texts(folder, tmp_path)
    (folder / "b.txt").unlink()
    assert ingest_texts(folder, tmp_path).deleted == 1
    assert [p.work_id for p in pages(tmp_path)] == ["a"]


@pytest.mark.skipif(
    not (ocr.available() and Path(FONT).exists()), reason="Tesseract `vie` or the font is missing"
)
def test_an_image_is_recognised_with_its_confidence(folder: Path, tmp_path: Path) -> None:
    image = Image.new("L", (1100, 160), 255)
    draw = ImageDraw.Draw(image)
    draw.text((30, 50), "Nguyễn Du sinh năm 1765 tại Thăng Long", 0, ImageFont.truetype(FONT, 40))
    image.save(folder / "a.png")
    sidecar(folder, "a")
    ingest_texts(folder, tmp_path)
    (page,) = pages(tmp_path)
    assert "Nguyễn Du sinh năm 1765" in page.text
    assert page.confidence is not None
    assert page.confidence > 60
