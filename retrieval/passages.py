"""Sentences and passages. A passage is whole sentences of one page, never across two."""

from __future__ import annotations

import re

from retrieval.model import Page, Passage

LONGEST = 1_500
"""Characters: most printed pages whole, within the encoder's 512 pieces. Words spread over a page
are found together (R@1 of words alone 85.1, at 600 characters 81.5); sentences have vectors of
their own."""
LEAST_SURE = 60.0
"""Mean word confidence of a recognised page below which nothing is quoted from it: clean scans of
the demo come to 90 and more, pages upside down or of pictures to 30-55."""

_ABBREVIATED = re.compile(
    r"(?:\b(?:TP|Tp|tr|St|GS|PGS|TS|ThS|BS|Th|Q|P|Tx|tk|v\.v|No|Mr|Dr)|\b[A-ZĐ])$"
)
_END = re.compile(r"(?<=[.!?…])[\"”»)]*\s+(?=[\"“«(]*[A-ZÀ-ỸĐ0-9])")


def sentences(text: str) -> list[str]:
    """Sentences in order; a heading or verse line stands alone.

    A light rule instead of a model: it splits a page in well under a millisecond and joins
    again after abbreviations and initials (`TP. Vinh`, `A. de Rhodes`).
    """
    found: list[str] = []
    for block in re.split(r"\n{2,}", text):
        flat = " ".join(block.split())
        begin = 0
        for match in _END.finditer(flat):
            if _ABBREVIATED.search(flat[begin : match.start()].rstrip(".")):
                continue
            found.append(flat[begin : match.end()].strip())
            begin = match.end()
        if flat[begin:].strip():
            found.append(flat[begin:].strip())
    return found


def quotable(page: Page) -> bool:
    """Whether its text is its own, or recognised surely enough to answer from."""
    return page.confidence is None or page.confidence >= LEAST_SURE


def passages_of(page: Page) -> list[Passage]:
    """Whole sentences up to LONGEST characters each, in order; none of a page not quotable."""
    if not quotable(page):
        return []
    groups: list[list[str]] = []
    for sentence in sentences(page.text):
        if groups and sum(map(len, groups[-1])) + len(sentence) <= LONGEST:
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
    return [
        Passage(
            id=f"{page.work_id}:{page.page}:{number}",
            work_id=page.work_id,
            title=page.title,
            author=page.author,
            page=page.page,
            text="\n\n".join(group),
            rights=page.rights,
        )
        for number, group in enumerate(groups, start=1)
    ]
