"""Every parser of what comes from outside the channels, on random and on damaged input.

`THUTHU_EXAMPLES` sets how many of each; 10,000 in full. A parser answers with works, pages, words
or a reason; it may raise what its docstring names, and nothing else.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from ebooklib import epub
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from oaipmh_scythe.exceptions import OAIPMHException
from PIL import Image
from pymarc import Field, Indicators, Record, Subfield, record_to_xml

from bot.delivery.channels.media import isbn_in
from connectors.web import wire
from retrieval.ingest import HarvestError, marc, oai, oai_page, table
from retrieval.ingest.documents import Missing, Refused, Sheet, kinds
from retrieval.ingest.documents.recognise import Desk
from retrieval.model import Work
from tests.fakes.damage import damaged
from vietnamese.reading import legacy

EXAMPLES = int(os.environ.get("THUTHU_EXAMPLES", "120"))
examples = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def _record() -> Record:
    record = Record(force_utf8=True)
    record.add_field(Field("001", data="ht1"))
    for tag, parts in {
        "020": [("a", "9786042135794")],
        "245": [("a", "Truyện Kiều /"), ("c", "Nguyễn Du")],
        "260": [("b", "Văn học"), ("c", "2015")],
        "952": [("a", "HT"), ("o", "895.9221")],
    }.items():
        record.add_field(Field(tag, Indicators(" ", " "), [Subfield(*part) for part in parts]))
    return record


def _word() -> bytes:
    document = docx.Document()
    document.add_paragraph("Trăm năm trong cõi người ta")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _book(folder: Path) -> bytes:
    book = epub.EpubBook()
    chapter = epub.EpubHtml(title="Một", file_name="1.xhtml", content="<p>Trăm năm</p>")
    book.set_identifier("1")
    book.set_title("Kiều")
    book.add_item(chapter)
    book.spine = [chapter]
    path = folder / "seed.epub"
    epub.write_epub(str(path), book)
    return path.read_bytes()


def _sheet() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Nhan đề", "Tác giả", "Năm"])
    book.active.append(["Truyện Kiều", "Nguyễn Du", 2015])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("L", (40, 30), 255).save(out, "PNG")
    return out.getvalue()


ALTO = (
    '<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page><PrintSpace><TextBlock>'
    '<TextLine><String CONTENT="Trăm" WC="0.9"/><String CONTENT="năm" WC="0.8"/></TextLine>'
    "</TextBlock></PrintSpace></Page></Layout></alto>"
).encode()
METS = (
    b'<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec>'
    b'<fileGrp><file ID="a"><FLocat xlink:href="file://1.xml"/></file></fileGrp></fileSec>'
    b'<structMap><div><fptr FILEID="a"/></div></structMap></mets>'
)
HARVEST = (
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header>'
    "<identifier>oai:ht:1</identifier></header><metadata>"
    '<dc xmlns="http://purl.org/dc/elements/1.1/"><title>Truyện Kiều</title><date>2015</date></dc>'
    '</metadata></record><record><header status="deleted"><identifier>oai:ht:2</identifier>'
    "</header></record><record><header><identifier>oai:ht:3</identifier></header><metadata>%s</metadata>"
    "</record></ListRecords></OAI-PMH>"
)


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def written(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return written


def _pages(path: Path) -> None:
    try:
        for found in kinds.pages(path, Desk()):
            assert not isinstance(found, Sheet) or found.page > 0
            assert not isinstance(found, Missing) or found.reason
    except Refused as refusal:
        assert str(refusal)


def _works(path: Path) -> None:
    for place, _, found in marc.parse(path, []):
        assert place and (isinstance(found, Work) or found)


def test_marc_gives_a_work_or_a_reason(file: Callable[[str, bytes], Path]) -> None:
    seed = _record().as_marc()

    @examples
    @given(damaged(seed + seed))
    def attempt(data: bytes) -> None:
        _works(file("some.mrc", data))

    attempt()


def test_marcxml_gives_a_work_or_a_reason(file: Callable[[str, bytes], Path]) -> None:
    seed = b'<collection xmlns="http://www.loc.gov/MARC21/slim">' + record_to_xml(_record())

    @examples
    @given(damaged(seed + b"</collection>"))
    def attempt(data: bytes) -> None:
        _works(file("some.xml", data))

    attempt()


def test_a_harvested_page_gives_works_reasons_or_deletions() -> None:
    seed = (HARVEST % record_to_xml(_record(), namespace=True).decode()).encode()

    @examples
    @given(damaged(seed))
    @example(seed.replace(b"<dc ", b"<ai:ht:3 "))
    @example(seed.replace(b"<dc ", b"<!-- --><dc "))
    def attempt(data: bytes) -> None:
        try:
            page = oai_page.read(data, 200)
        except (HarvestError, OAIPMHException) as error:
            assert str(error)
            return
        gone: list[str] = []
        found = list(oai.outcomes(page.records, gone))
        for place, _, each in found:
            assert place and (isinstance(each, Work) or each)
        assert len(found) + len(gone) >= len(page.records)

    attempt()


@pytest.mark.parametrize("name", ["some.csv", "some.xlsx"])
def test_a_table_is_read_or_said_to_be_none(
    name: str, file: Callable[[str, bytes], Path], tmp_path: Path
) -> None:
    plain = "Nhan đề;Tác giả;Năm\nTruyện Kiều;Nguyễn Du;2015\n".encode()
    seed = _sheet() if name.endswith("xlsx") else plain

    @examples
    @given(damaged(seed))
    def attempt(data: bytes) -> None:
        try:
            table.ingest_table(file(name, data), tmp_path / "home")
        except ValueError as error:
            assert str(error)

    attempt()


@pytest.mark.parametrize("name", ["some.txt", "some.docx", "some.epub"])
def test_a_document_gives_pages_or_says_why_not(
    name: str, file: Callable[[str, bytes], Path], tmp_path: Path
) -> None:
    seeds = {".txt": "Trăm năm\f trong cõi".encode(), ".docx": _word(), ".epub": _book(tmp_path)}

    @examples
    @given(damaged(seeds[Path(name).suffix]))
    def attempt(data: bytes) -> None:
        _pages(file(name, data))

    attempt()


def test_the_insides_of_a_document_may_be_damaged_too(
    file: Callable[[str, bytes], Path], tmp_path: Path
) -> None:
    """A zip whose sums are right round a part that is not."""
    seeds = {"some.docx": _word(), "some.epub": _book(tmp_path), "some.xlsx": _sheet()}

    @examples
    @given(st.data(), st.sampled_from(sorted(seeds)))
    def attempt(data: st.DataObject, name: str) -> None:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(seeds[name])) as old, zipfile.ZipFile(out, "w") as new:
            hurt = data.draw(st.sampled_from(old.namelist()))
            for part in old.namelist():
                content = old.read(part)
                new.writestr(part, data.draw(damaged(content)) if part == hurt else content)
        path = file(name, out.getvalue())
        try:
            if name.endswith("xlsx"):
                table.ingest_table(path, tmp_path / "home")
            else:
                _pages(path)
        except ValueError as error:
            assert str(error)

    attempt()


@pytest.mark.parametrize("hurt", ["1.xml", "mets.xml"])
def test_a_volume_gives_pages_or_names_the_file(
    hurt: str, file: Callable[[str, bytes], Path], tmp_path: Path
) -> None:
    seeds = {"1.xml": ALTO, "mets.xml": METS}
    for name, seed in seeds.items():
        file(name, seed)

    @examples
    @given(damaged(seeds[hurt]))
    def attempt(data: bytes) -> None:
        file(hurt, data)
        _pages(tmp_path)

    attempt()


def test_the_widget_s_messages_are_read_or_refused() -> None:
    seed = json.dumps({"token": "a.b", "event_id": "1", "text": "tìm sách", "payload": None})

    @examples
    @given(damaged(seed.encode()) | st.text().map(lambda text: json.dumps({"text": text}).encode()))
    def attempt(data: bytes) -> None:
        for kind in (wire.After, wire.Sent, wire.Message, wire.Moved):
            found = wire.read(kind, data)
            assert found is None or isinstance(found, kind)

    attempt()


def test_bytes_of_any_old_code_become_text() -> None:
    @examples
    @given(damaged("Trăm năm trong cõi người ta".encode("cp1258", "replace")))
    def attempt(data: bytes) -> None:
        text, code = legacy.decode(data)
        assert isinstance(text, str) and code

    attempt()


def test_a_picture_shows_an_isbn_or_nothing() -> None:
    @examples
    @given(damaged(_picture()))
    def attempt(data: bytes) -> None:
        found = isbn_in(data)
        assert found is None or len(found) == 13

    attempt()
