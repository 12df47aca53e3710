"""The pages of an ALTO file: their words as recognised, with how sure the recognition was."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from vietnamese.reading.letters import nfc
from vietnamese.reading.syllable import is_syllable

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_HYPHENS = "-\u00ad\u2010\u2011\u00ac"


@dataclass(frozen=True, slots=True)
class AltoPage:
    """Text, blocks apart, and mean word confidence (0..100) where it is told."""

    text: str
    confidence: float | None


def root(path: Path) -> Any:
    """Of an XML file. Raises ValueError naming the file that is none."""
    try:
        return etree.parse(str(path), _PARSER).getroot()
    except (etree.XMLSyntaxError, OSError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def is_alto(element: Any) -> bool:
    """Whether the root is that of ALTO, with or without a namespace."""
    return str(element.tag).rpartition("}")[2].lower() == "alto"


def pages(path: Path) -> list[AltoPage]:
    """Every page of the file in its order. Raises ValueError."""
    element = root(path)
    if not is_alto(element):
        raise ValueError(f"{path.name}: not ALTO")
    return [_page(each) for each in element.iterfind(".//{*}Page")]


def _page(page: Any) -> AltoPage:
    blocks = [_joined(list(block.iter("{*}String"))) for block in _in_order(page)]
    said = [_number(string.get("WC")) for string in page.iter("{*}String")]
    sure = [min(number, 1.0) for number in said if number is not None]
    mean = 100 * sum(sure) / len(sure) if sure else _accuracy(page)
    return AltoPage("\n\n".join(nfc(text) for text in blocks if text), mean)


def _in_order(page: Any) -> list[Any]:
    """Text blocks as the reading order says (ALTO 4), else as they stand; lines outside any too."""
    blocks = list(page.iter("{*}TextBlock"))
    stray = [line for line in page.iter("{*}TextLine") if not _within_block(line)]
    said = [str(each.get("REF")) for each in page.iterfind(".//{*}ReadingOrder//{*}ElementRef")]
    place = {key: number for number, key in enumerate(said)}
    blocks.sort(key=lambda block: place.get(str(block.get("ID")), len(place)))
    return blocks + stray


def _within_block(line: Any) -> bool:
    return any(str(each.tag).endswith("TextBlock") for each in line.iterancestors())


def _joined(strings: list[Any]) -> str:
    """A word divided over two lines comes once: as told whole, else its parts joined."""
    words: list[str] = []
    first: str | None = None
    for string in strings:
        part, whole = str(string.get("CONTENT", "")), string.get("SUBS_CONTENT")
        kind = string.get("SUBS_TYPE")
        if kind == "HypPart2" and first is not None:
            words[-1] = str(whole or _whole(first, part))
            first = None
        elif kind == "HypPart1":
            first = part
            words.append(str(whole or part))
        else:
            first = None
            words.append(str(whole or part) if kind else part)
    return " ".join(word for word in words if word.strip())


def _whole(first: str, second: str) -> str:
    """Vietnamese is divided between syllables, which keep the hyphen of the old spelling."""
    first = first.rstrip(_HYPHENS)
    apart = is_syllable(first.lower()) and is_syllable(second.lower().rstrip(".,;:!?"))
    return f"{first}-{second}" if apart else first + second


def _accuracy(page: Any) -> float | None:
    """`PC` is 0..1 in the standard; some writers give per cent as `ACCURACY`."""
    share = _number(page.get("PC"))
    if share is not None:
        return 100 * min(share, 1.0)
    return _number(page.get("ACCURACY"))


def _number(said: str | None) -> float | None:
    """Decimals by comma too; None for what is no number, or is below nothing."""
    try:
        number = float(str(said).replace(",", "."))
    except ValueError:
        return None
    return number if 0 <= number <= 100 else None
