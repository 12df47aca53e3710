"""DOCX: what Word shows, once, wherever in the file it lies."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.ingest.documents import Missing, Sheet, kinds
from retrieval.ingest.documents.recognise import Desk
from tests.fakes.documents import W, in_tcvn3, in_vni, paragraph, word, zipped

SAID = "Đình làng Hạ dựng năm 1782"
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
WRAPS = {
    "bare": "{}",
    "control": "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "custom xml": "<w:customXml>{}</w:customXml>",
    "cell": "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
    "row in a control": "<w:tbl><w:sdt><w:sdtContent><w:tr><w:tc>{}</w:tc></w:tr></w:sdtContent>"
    "</w:sdt></w:tbl>",
    "inserted row": "<w:tbl><w:tr><w:trPr><w:ins/></w:trPr><w:tc>{}</w:tc></w:tr></w:tbl>",
    "box": "<w:p><w:r><w:pict><w:txbxContent>{}</w:txbxContent></w:pict></w:r></w:p>",
    "box in two forms": f"<w:p><w:r><mc:AlternateContent {MC}><mc:Choice><w:drawing>"
    "<w:txbxContent>{}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    "<w:txbxContent>{}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
}
RUNS = {
    "bare": "<w:r><w:t>{}</w:t></w:r>",
    "link": "<w:hyperlink><w:r><w:t>{}</w:t></w:r></w:hyperlink>",
    "inserted": "<w:ins><w:r><w:t>{}</w:t></w:r></w:ins>",
    "moved": "<w:moveFrom><w:r><w:t>{}</w:t></w:r></w:moveFrom>"
    "<w:moveTo><w:r><w:t>{}</w:t></w:r></w:moveTo>",
    "field": "<w:fldSimple><w:r><w:t>{}</w:t></w:r></w:fldSimple>",
    "field's code": "<w:r><w:instrText>TOC</w:instrText></w:r><w:r><w:t>{}</w:t></w:r>",
    "control": "<w:sdt><w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>",
    "tagged": "<w:smartTag><w:r><w:t>{}</w:t></w:r></w:smartTag>",
    "with words taken out": "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>"
    "<w:r><w:t>{}</w:t></w:r>",
}


def filled(form: str, text: str) -> str:
    return form.replace("{}", text)


def read(tmp_path: Path, data: bytes) -> list[str]:
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    found = list(kinds.pages(path, Desk()))
    assert not [each for each in found if isinstance(each, Missing)]
    return [each.text for each in found if isinstance(each, Sheet)]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(sorted(WRAPS)), max_size=4), st.sampled_from(sorted(RUNS))
        ),
        min_size=1,
        max_size=6,
    )
)
def test_every_word_comes_once_however_it_is_wrapped(
    tmp_path_factory: pytest.TempPathFactory, shape: list[tuple[list[str], str]]
) -> None:
    body = ""
    for number, (wraps, run) in enumerate(shape):
        piece = f"<w:p>{filled(RUNS[run], f'Mục{number} là {SAID}.')}</w:p>"
        for wrap in wraps:
            piece = filled(WRAPS[wrap], piece)
        body += piece
    folder = tmp_path_factory.mktemp("word")
    text = " ".join(" ".join(read(folder, word(body))).split())
    for number in range(len(shape)):
        assert text.count(f"Mục{number} là {SAID}.") == 1
    assert "bỏ" not in text


def test_a_table_is_read_row_by_row(tmp_path: Path) -> None:
    rows = [("Làng", "Số đinh"), ("Hạ", "120"), ("Thượng", "95")]
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    assert read(tmp_path, word(f"<w:tbl>{cells}</w:tbl>")) == [
        "Làng\tSố đinh\n\nHạ\t120\n\nThượng\t95"
    ]


def test_notes_stand_after_their_paragraph_and_headers_once(tmp_path: Path) -> None:
    called = '<w:p><w:r><w:t>Đoạn một.</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    more = {
        "footnotes": f'<w:footnotes {W}><w:footnote w:id="0" w:type="separator">'
        f'{paragraph("rác")}</w:footnote><w:footnote w:id="2">{paragraph("Chú thích hai.")}'
        "</w:footnote></w:footnotes>",
        "header1": f"<w:hdr {W}>{paragraph('Địa chí Nghi Xuân')}</w:hdr>",
        "header2": f"<w:hdr {W}>{paragraph('Địa chí Nghi Xuân')}</w:hdr>",
        "footer1": f"<w:ftr {W}>{paragraph('12')}</w:ftr>",
    }
    assert read(tmp_path, word(called + paragraph("Đoạn hai."), more)) == [
        "Địa chí Nghi Xuân\n\nĐoạn một.\n\nChú thích hai.\n\nĐoạn hai."
    ]


def test_page_breaks_part_pages(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t>Một.</w:t><w:br w:type="page"/><w:t>Hai.</w:t></w:r></w:p>'
        "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>Ba bắt đầu</w:t>"
        "<w:lastRenderedPageBreak/><w:t> và hết.</w:t></w:r></w:p>" + paragraph("Bốn.")
    )
    assert read(tmp_path, word(body)) == ["Một.", "Hai.", "Ba bắt đầu và hết.", "Bốn."]


def test_runs_and_styles_in_fonts_of_before_unicode_are_repaired(tmp_path: Path) -> None:
    text = "người miền ngược gánh măng khô xuống đổi"
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:styleId="Body"><w:basedOn w:val="Old"/>'
        '</w:style><w:style w:type="paragraph" w:styleId="Old"><w:rPr>'
        '<w:rFonts w:ascii="VNI-Times"/></w:rPr></w:style></w:styles>'
    )
    tcvn = in_tcvn3(text).decode("latin-1")
    split = paragraph(tcvn[:9], ".VnTime").replace("</w:p>", "") + paragraph(
        tcvn[9:], ".VnTime"
    ).replace("<w:p>", "")
    vni = in_vni(text).decode("cp1252")
    styled = f'<w:p><w:pPr><w:pStyle w:val="Body"/></w:pPr><w:r><w:t>{vni}</w:t></w:r></w:p>'
    found = read(tmp_path, word(split + styled + paragraph("Phố cổ"), {"styles": styles}))
    assert found == [f"{text}\n\n{text}\n\nPhố cổ"]


def test_the_strict_form_of_the_standard_reads_alike(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    body = f'<w:document xmlns:w="{strict}"><w:body>{paragraph(SAID)}</w:body></w:document>'
    assert read(tmp_path, zipped({"word/document.xml": body})) == [SAID]
