"""Documents made part by part: DOCX, EPUB, and PDFs in fonts of before Unicode."""

from __future__ import annotations

import unicodedata
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from io import BytesIO

from vietnamese.reading import legacy

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def word(body: str, more: Mapping[str, str] | None = None) -> bytes:
    """A DOCX of that body; `more` are further parts (`footnotes`, `header1`, `styles`)."""
    kinds = {name: name.rstrip("0123456789") for name in more or {}}
    relations = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{name}.xml"/>'
        for name, kind in kinds.items()
    )
    parts = {
        "_rels/.rels": f'<Relationships><Relationship Id="r" Type="{_OFFICE}/officeDocument" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
    }
    return zipped(parts | {f"word/{name}.xml": text for name, text in (more or {}).items()})


def paragraph(text: str, font: str = "") -> str:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else ""
    return f"<w:p><w:r>{fonts}<w:t>{text}</w:t></w:r></w:p>"


def book(chapters: Mapping[str, str | bytes], manifest: str = "") -> dict[str, str | bytes]:
    """Parts of an EPUB whose spine is the chapters in their order."""
    items = "".join(
        f'<item id="c{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(chapters)))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><manifest>'
        f"{items}{manifest}</manifest><spine>{spine}</spine></package>"
    )
    named = {f"OEBPS/{name}": text for name, text in chapters.items() if text}
    return {"META-INF/container.xml": _CONTAINER, "OEBPS/book.opf": package} | named


def chapter(body: str) -> str:
    return (
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>'
        f"<body>{body}</body></html>"
    )


def pdf_in_font(font: str, lines: Sequence[bytes]) -> bytes:
    """A page of those codes in a font of that name that is not embedded."""
    shown = b" ".join(b"<" + line.hex().encode() + b"> Tj T*" for line in lines)
    text = b"BT /F 12 Tf 14 TL 50 750 Td " + shown + b" ET"
    widths = b"500 " * 256
    return pdf(
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        _stream(b"", text),
        b"<</Type/Font/Subtype/TrueType/BaseFont/%s/Encoding/WinAnsiEncoding"
        b"/FirstChar 0/LastChar 255/Widths[%s]>>" % (font.encode(), widths),
    )


def pdf_of_image(side: int) -> bytes:
    """A page that shows one image of side x side black pixels, packed small."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(side)) for _ in range(side)) + packer.flush()
    return pdf(
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 700]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>>>>>",
        _stream(b"", b"q 500 0 0 700 0 0 cm /I Do Q"),
        _stream(
            b"/Type/XObject/Subtype/Image/Width %d/Height %d/BitsPerComponent 8"
            b"/ColorSpace/DeviceGray/Filter/FlateDecode" % (side, side),
            packed,
        ),
    )


def pdf_of_forms(depth: int) -> bytes:
    """A page that draws a form ten times, which draws another ten times, and so on."""
    forms = [
        _stream(
            b"/Type/XObject/Subtype/Form/BBox[0 0 500 700]/Resources<</XObject<</I %d 0 R>>>>"
            % (6 + level),
            b"/I Do " * 10 if level < depth - 1 else b"0 0 m 1 1 l S",
        )
        for level in range(depth)
    ]
    return pdf(
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 700]/Contents 4 0 R"
        b"/Resources<</XObject<</I 5 0 R>>>>>>",
        _stream(b"", b"/I Do"),
        *forms,
    )


def pdf(*objects: bytes) -> bytes:
    """Objects from number 3 on, the first of them the only page."""
    whole = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", *objects
    ]  # fmt: skip
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(whole, start=1):
        places.append(len(out))
        out += b"%d 0 obj" % number + each + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n" % (len(whole) + 1) + table
        + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(whole) + 1, len(out))
    )  # fmt: skip


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n" % (entries, len(data)) + data + b"\nendstream"


def in_tcvn3(text: str) -> bytes:
    """Small letters and those without marks: capitals with two marks have no code in one byte."""
    codes = {legacy.decode_as(bytes([code]), "tcvn3"): code for code in range(160, 255)}
    return bytes(ord(char) if char.isascii() else codes[char] for char in text)


def in_vni(text: str) -> bytes:
    """Each letter as the code, or the pair of codes, that reads as it."""
    single = [bytes([code]) for code in range(128, 256)]
    pairs = [bytes([ord(base)]) + mark for base in "aeouyAEOUY" for mark in single]
    pairs += [horn + mark for horn in (b"\xf4", b"\xf6", b"\xd4", b"\xd6") for mark in single]
    known: dict[str, bytes] = {}
    for code in single + pairs:
        read = legacy.decode_as(code, "vni")
        if len(read) == 1 and not read.isascii() and unicodedata.category(read)[0] == "L":
            known.setdefault(read, code)
    return b"".join(char.encode() if char.isascii() else known[char] for char in text)
