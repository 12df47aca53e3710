"""Digitized texts in each form a library has them: pages, rights, order, and what is refused."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import docx
import pytest
from ebooklib import epub
from PIL import Image, ImageDraw, ImageFont

from retrieval.ingest import ingest_texts, ocr
from retrieval.ingest.full import full_disk_told
from retrieval.model import Page
from retrieval.passages import passages_of
from retrieval.records import Store

CASES = Path(os.environ.get("THUTHU_EVAL_DATA", "../shared/data")) / "cases"
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


def test_every_file_is_read_or_refused_with_a_reason(folder: Path, tmp_path: Path) -> None:
    for name in ("a.txt", "b.doc", "c.html", "no-sidecar.txt"):
        (folder / name).write_text("Có chữ.", encoding="utf-8")
    (folder / "README").write_text("Ghi chú của thủ thư.", encoding="utf-8")
    (folder / "empty.txt").write_text(" \n ", encoding="utf-8")
    (folder / "bare").mkdir()
    for name in ("a", "b", "c", "empty", "bare", "alone"):
        sidecar(folder, name)
    report = ingest_texts(folder, tmp_path)
    assert (report.read, report.added, report.rejected) == (7, 1, 6)
    rejects = Path(report.rejects_file).read_text(encoding="utf-8-sig")
    for said in (
        "là tệp Office đời cũ", "loại tệp .html", "thiếu tệp mô tả no-sidecar.yaml",
        "không có chữ nào", "thư mục không có trang", "tệp mô tả không có tài liệu",
    ):  # fmt: skip
        assert said in rejects


def test_what_is_refused_for_its_kind_does_not_keep_others_from_going(
    folder: Path, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(f"Trang {name}.\fTrang hai.", encoding="utf-8")
        sidecar(folder, name)
    (folder / "c.rtf").write_text("{}", encoding="utf-8")
    ingest_texts(folder, tmp_path)
    (folder / "a.txt").write_text("Trang a.", encoding="utf-8")
    (folder / "b.txt").write_text("", encoding="utf-8")
    report = ingest_texts(folder, tmp_path)
    assert (report.deleted, report.rejected) == (1, 2)
    assert [(p.work_id, p.page) for p in pages(tmp_path)] == [("a", 1), ("b", 1), ("b", 2)]


def test_pages_under_the_bar_are_listed_and_not_quoted(folder: Path, tmp_path: Path) -> None:
    volume = folder / "v"
    volume.mkdir()
    for name, sure in (("a", "0,4"), ("b", "0,9")):
        text = ALTO.format(first="Hà").replace("0.9", sure).replace("0.7", sure)
        (volume / f"{name}.xml").write_text(text, encoding="utf-8")
    sidecar(folder, "v")
    report = ingest_texts(folder, tmp_path)
    assert (report.added, report.rejected) == (2, 0)
    listed = (tmp_path / "rejects" / "unsure-pages.csv").read_text(encoding="utf-8-sig")
    assert "v, 1" in listed
    assert "nhận dạng chỉ chắc 40 %" in listed
    assert "v, 2" not in listed
    assert [len(passages_of(page)) for page in pages(tmp_path)] == [0, 1]


def test_a_full_disk_is_said_as_such(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="ổ đĩa đã đầy"), full_disk_told("ổ đĩa đã đầy"):
        Path("/dev/full").write_text("a", encoding="utf-8")
    database = sqlite3.connect(tmp_path / "a.sqlite", isolation_level=None)
    database.executescript("PRAGMA max_page_count=4; CREATE TABLE t (x); BEGIN")
    with pytest.raises(OSError, match="ổ đĩa đã đầy"), full_disk_told("ổ đĩa đã đầy"):
        try:
            database.execute("INSERT INTO t VALUES (zeroblob(100000))")
        except sqlite3.Error:
            database.execute("ROLLBACK")
            raise
    database.close()
    with pytest.raises(sqlite3.Error, match="syntax"), full_disk_told("ổ đĩa đã đầy"):
        sqlite3.connect(":memory:").execute("rubbish")


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases' folder is not here")
@pytest.mark.parametrize(
    ("case", "read", "rejected", "words"),
    [
        ("13-docx-tables-boxes", 1, 0, ["bà chúa Liễu", "giếng cổ", "Hộp chữ", "mười hai nhịp"]),
        ("15-epub-charset", 3, 0, ["phường nón Ba Đồn"]),
        ("17-two-column-scan", 1, 0, ["quán xá dọn sạch. Trường làng"]),
        ("20-alto-shapes", 14, 1, ["Hoa quê", "Sông Mã", "thứ nhì", "Trang hai"]),
        ("22-zero-and-huge-page", 2, 1, []),
        ("24-epub-missing-part", 3, 0, ["chùa Keo"]),
    ],
)
def test_the_cases(case: str, read: int, rejected: int, words: list[str], tmp_path: Path) -> None:
    if "scan" in case and not ocr.available():
        pytest.skip("Tesseract `vie` is missing")
    report = ingest_texts(CASES / case, tmp_path)
    assert (report.read, report.rejected) == (read, rejected)
    text = " ".join(" ".join(page.text.split()) for page in pages(tmp_path))
    assert all(word in text for word in words)
