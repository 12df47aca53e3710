"""A digitized volume as METS with ALTO pages: their own text and word confidence, in order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from vietnamese.reading import nfc

XLINK = "{http://www.w3.org/1999/xlink}href"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")


@dataclass(frozen=True, slots=True)
class AltoPage:
    """Text, mean word confidence (0..100) where told, and the page's image where it lies beside."""

    text: str
    confidence: float | None
    image: Path | None


def volume(folder: Path) -> list[AltoPage]:
    """Pages of the METS file in the folder, or of its ALTO files by name.

    Raises ValueError naming the file that cannot be read.
    """
    paths = sorted(folder.rglob("*.xml"))
    mets = next((path for path in paths if _root(path).tag.endswith("}mets")), None)
    files = _ordered(mets) if mets is not None else [p for p in paths if _is_alto(p)]
    if not files:
        raise ValueError("no ALTO pages")
    images = {p.stem: p for p in folder.rglob("*") if p.suffix.lower() in _SUFFIXES}
    return [_page(path, images.get(path.stem)) for path in files]


def _ordered(mets: Path) -> list[Path]:
    """ALTO files as the structural map orders them, else as the file section lists them."""
    tree = _root(mets)
    href = {
        each.get("ID"): mets.parent / str(each[0].get(XLINK, "")).removeprefix("file://")
        for each in tree.iterfind(".//{*}file")
        if len(each)
    }
    listed = [fptr.get("FILEID") for fptr in tree.iterfind(".//{*}structMap//{*}fptr")]
    listed += [a.get("FILEID") for a in tree.iterfind(".//{*}structMap//{*}fptr/{*}area")]
    known = [href[key] for key in dict.fromkeys(listed or href) if key in href]
    inside = mets.parent.resolve()
    safe = [path for path in known if path.resolve().is_relative_to(inside) and path.exists()]
    return [path for path in safe if path.suffix.lower() == ".xml" and _is_alto(path)]


def _page(path: Path, image: Path | None) -> AltoPage:
    blocks, sure = [], []
    for block in _root(path).iterfind(".//{*}TextBlock"):
        words: list[str] = []
        for string in block.iterfind(".//{*}String"):
            if string.get("SUBS_TYPE") == "HypPart2":
                continue
            whole = string.get("SUBS_CONTENT") if string.get("SUBS_TYPE") == "HypPart1" else None
            words.append(str(whole or string.get("CONTENT", "")))
            if (said := string.get("WC")) is not None:
                sure.append(float(said))
        if words:
            blocks.append(nfc(" ".join(words)))
    mean = 100 * sum(sure) / len(sure) if sure else None
    return AltoPage("\n\n".join(blocks), mean, image)


def _is_alto(path: Path) -> bool:
    return bool(_root(path).tag.endswith("}alto") or _root(path).tag == "alto")


def _root(path: Path) -> Any:
    try:
        return etree.parse(str(path), _PARSER).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise ValueError(f"{path.name}: {error}") from error
