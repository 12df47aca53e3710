"""Questions and answers out of a CSV file that a library kept before."""

from __future__ import annotations

import csv
import io

from vietnamese.reading import fold

MOST_BYTES, MOST_ROWS = 500_000, 1000
MOST_QUESTION, MOST_ANSWER = 300, 3000
HEADINGS = {"question": ("cau hoi", "question", "hoi"), "answer": ("tra loi", "answer", "dap")}
"""Folded names of the two columns; other columns are left."""


class ImportRefusedError(ValueError):
    """The file has not the two columns, or is no text; nothing of it was taken."""


def pairs(data: bytes) -> list[tuple[str, str]]:
    """(question, answer) of each full row. Raises ImportRefusedError."""
    if len(data) > MOST_BYTES:
        raise ImportRefusedError
    try:
        text = data.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text), _dialect(text)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise ImportRefusedError from error
    if not rows:
        raise ImportRefusedError
    names = [" ".join(fold(name).split()) for name in rows[0]]
    places = {
        key: next((names.index(word) for word in words if word in names), None)
        for key, words in HEADINGS.items()
    }
    question, answer = places["question"], places["answer"]
    if question is None or answer is None:
        raise ImportRefusedError
    found = [
        (row[question].strip()[:MOST_QUESTION], row[answer].strip()[:MOST_ANSWER])
        for row in rows[1 : MOST_ROWS + 1]
        if len(row) > max(question, answer)
    ]
    return [(asked, told) for asked, told in found if asked and told]


def _dialect(text: str) -> type[csv.Dialect]:
    """Commas, or the semicolons of a Vietnamese spreadsheet."""

    class Chosen(csv.excel):
        delimiter = ";" if text.partition("\n")[0].count(";") else ","

    return Chosen
