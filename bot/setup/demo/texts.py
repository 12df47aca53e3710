"""The demo's digitized texts: Markdown sources to PDFs with a text layer, or to page scans."""

from __future__ import annotations

import random
from dataclasses import dataclass
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import yaml
from fpdf import FPDF
from PIL import Image, ImageFilter

PAGE_BREAK = "<!-- page -->"
SCAN_DPI = 200
"""Enough for Tesseract at 11-point type; 300 took twice the time for no fewer errors."""


class TextError(ValueError):
    """A source cannot be used; the message names the file."""


@dataclass(frozen=True, slots=True)
class DemoText:
    """A source: its front matter and the text of each page."""

    work_id: str
    title: str
    author: str
    meta: dict[str, Any]
    pages: tuple[str, ...]

    @property
    def scanned(self) -> bool:
        return bool(self.meta.get("scanned"))


def read(path: Path) -> DemoText:
    """Raises TextError when front matter or pages are missing."""
    _, _, rest = path.read_text(encoding="utf-8").partition("---\n")
    head, mark, body = rest.partition("\n---\n")
    meta = yaml.safe_load(head) if mark else None
    pages = tuple(page.strip() for page in body.split(PAGE_BREAK) if page.strip())
    if not isinstance(meta, dict) or not pages or not {"work_id", "title", "author"} <= set(meta):
        raise TextError(f"{path.name}: needs front matter with work_id, title, author, and pages")
    return DemoText(meta["work_id"], meta["title"], meta["author"], meta, pages)


def write(text: DemoText, folder: Path) -> Path:
    """The PDF and its YAML sidecar; scanned ones hold page images only."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{text.work_id}.pdf"
    printed = bytes(_typeset(text).output())
    path.write_bytes(_scan(printed, seed=text.work_id) if text.scanned else printed)
    sidecar = yaml.safe_dump(text.meta, allow_unicode=True, sort_keys=False)
    path.with_suffix(".yaml").write_text(sidecar, encoding="utf-8")
    return path


def _typeset(text: DemoText) -> FPDF:
    fonts = files("font_source_serif_pro") / "files"
    pdf = FPDF(format="A5")
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(text.title)
    pdf.set_author(text.author)
    pdf.add_font("Serif", "", str(fonts / "SourceSerifPro-Regular.ttf"))
    pdf.add_font("Serif", "B", str(fonts / "SourceSerifPro-Bold.ttf"))
    for number, page in enumerate(text.pages, start=1):
        pdf.add_page()
        pdf.set_margins(16, 14, 16)
        pdf.set_xy(16, 14)
        for block in page.split("\n"):
            _block(pdf, block.strip())
        if pdf.get_y() > pdf.h - 14:
            raise TextError(f"{text.work_id}: page {number} does not fit on A5")
        pdf.set_y(-12)
        pdf.set_font("Serif", size=9)
        pdf.cell(0, 5, str(number), align="C")
    return pdf


def _block(pdf: FPDF, block: str) -> None:
    if block.startswith("#"):
        pdf.set_font("Serif", "B", 13)
        pdf.multi_cell(0, 6.4, block.lstrip("# "), align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(1.5)
    elif block:
        pdf.set_font("Serif", size=11)
        pdf.multi_cell(0, 5.4, block, align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(1.2)


def _scan(printed: bytes, seed: str) -> bytes:
    """Pages as a flatbed would give them: slightly turned, soft, greyish, as JPEG."""
    draw = random.Random(seed)  # noqa: S311 - repeatable wear, not a secret
    document = pypdfium2.PdfDocument(printed)
    sheets = []
    for page in document:
        image = page.render(scale=SCAN_DPI / 72, grayscale=True).to_pil().convert("L")
        image = image.rotate(
            draw.uniform(-0.5, 0.5), fillcolor=250, resample=Image.Resampling.BICUBIC
        )
        sheets.append(image.filter(ImageFilter.GaussianBlur(0.4)))
    out = BytesIO()
    sheets[0].save(
        out, "PDF", save_all=True, append_images=sheets[1:], resolution=SCAN_DPI, quality=70
    )
    return out.getvalue()
