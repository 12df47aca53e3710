"""Pictures and documents as a reader's phone makes them, drawn for the tests."""

from __future__ import annotations

import zipfile
from io import BytesIO

import zxingcpp
from PIL import Image

DARK = 60
TURN = 7
GRAIN = 25
"""As much as a cheap camera indoors."""


def barcode(text: str, *, size: tuple[int, int] = (1200, 900), quality: int = 60) -> bytes:
    """A JPEG of an EAN-13 barcode on a plain page."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.EAN13)
    drawn = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=4))
    page = Image.new("L", (1200, 900), 235)
    page.paste(drawn, (300, 250))
    return saved(page.resize(size).convert("RGB"), "JPEG", quality=quality)


def held_askew(text: str) -> bytes:
    """The same as a phone takes it: 12 million pixels of a back cover, askew, in colour."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.EAN13)
    drawn = Image.fromarray(zxingcpp.write_barcode_to_image(code, scale=9)).convert("RGB")
    cover = Image.effect_noise((3000, 4000), GRAIN).convert("RGB")
    cover.paste((DARK, 90, 120), (0, 0, 3000, 1200))
    cover.paste(drawn, (700, 2200))
    return saved(cover.rotate(TURN, fillcolor=(DARK, DARK, DARK)), "JPEG", quality=88)


def plain(form: str, colour: str = "#a33", size: tuple[int, int] = (300, 200)) -> bytes:
    """One colour, in the given form."""
    return saved(Image.new("RGB", size, colour), form)


def located() -> bytes:
    """A photo that tells where it was taken."""
    image = Image.new("RGB", (900, 600), "#385")
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def document(*names: str) -> bytes:
    """An archive of the named parts; of a Word document where none is named."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names or ("[Content_Types].xml", "word/document.xml"):
            archive.writestr(zipfile.ZipInfo(name), "<a/>")
    return out.getvalue()


def saved(image: Image.Image, form: str, **options: int) -> bytes:
    out = BytesIO()
    image.save(out, form, **options)
    return out.getvalue()
