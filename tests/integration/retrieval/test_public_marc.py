"""pymarc's own test files, which come with its source: everything read or refused by name, and
where our reading differs from pymarc's, why.

Its source distribution is fetched from the package registry by pip; without it the tests skip.
"""

from __future__ import annotations

import logging
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path

import pytest
from pymarc import MARCReader, Record, parse_xml_to_array

from retrieval.ingest import iso2709
from retrieval.ingest.charset import judge
from retrieval.ingest.marc import MarcFile
from retrieval.ingest.record import made
from retrieval.ingest.report import Note, Reject
from retrieval.ingest.tidy import tidy
from retrieval.model import Work

GIVEN = {
    "1251.dat": (6, 6), "alphatag.dat": (1, 1), "bad_eacc_encoding.dat": (1, 1),
    "bad_indicator.dat": (1, 1), "bad_marc8_escape.dat": (1, 1), "bad_records.mrc": (9, 7),
    "bad_subfield_code.dat": (1, 1), "bad_tag.xml": (1, 1), "batch.xml": (2, 2),
    "diacritic.dat": (1, 1), "marc.dat": (20, 20), "marc8-to-unicode.dat": (1, 1),
    "marc8.dat": (1, 1), "multi_isbn.dat": (1, 1), "one.dat": (1, 1), "regression45.dat": (12, 12),
    "test.dat": (10, 10), "testunimarc.dat": (1, 0), "utf8.xml": (1, 1), "utf8_errors.dat": (1, 1),
    "utf8_invalid.mrc": (1, 1), "utf8_with_leader_flag.dat": (1, 1),
    "utf8_without_leader_flag.dat": (1, 1),
}  # fmt: skip
"""Records in each file, and how many of them are works. Refused: in `bad_records.mrc` one without
fields and the last, where the file ends; UNIMARC, whose titles stand in 200 and not in 245."""

DIFFERENT = {
    "1251.dat": "Windows-1251 is found by the file; pymarc reads MARC-8 unless it is told",
    "bad_indicator.dat": "a tag with a space in it is none; pymarc keeps the field under it",
    "bad_records.mrc": "pymarc refuses wrong base addresses and directories that marks make good",
    "bad_subfield_code.dat": "lengths count characters; pymarc cuts the last letters off",
    "testunimarc.dat": "marks of what is not sorted by can't be seen; pymarc makes ℗ of them",
    "utf8_invalid.mrc": "no code before its code; pymarc leaves it in the text",
    "utf8_without_leader_flag.dat": "UTF-8 under a leader that says MARC-8; pymarc believes it",
}


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of pymarc's test files."""
    folder = tmp_path_factory.mktemp("pymarc")
    name = f"pymarc=={version('pymarc')}"
    fetched = subprocess.run(
        [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", name],
        cwd=folder, capture_output=True, timeout=180, check=False,
    )  # fmt: skip
    archives = list(folder.glob("pymarc-*.tar.gz"))
    if fetched.returncode or not archives:
        pytest.skip(f"the source of {name} cannot be fetched from the package registry")
    with tarfile.open(archives[0]) as archive:
        archive.extractall(folder, filter="data")
    return next(folder.glob("pymarc-*/test"))


def test_every_file_is_counted(files: Path) -> None:
    """A file that a later release adds must be counted too."""
    kinds = (".dat", ".mrc", ".xml")
    assert {path.name for path in files.iterdir() if path.suffix in kinds} == set(GIVEN)


@pytest.mark.parametrize("name", GIVEN)
def test_read_and_refused_are_all_that_is_given(name: str, files: Path) -> None:
    found = [each for _, _, each in MarcFile(files / name).outcomes([])]
    works = [each for each in found if isinstance(each, Work)]
    refused = [each for each in found if isinstance(each, Reject | str)]
    assert (len(works) + len(refused), len(works)) == GIVEN[name]
    assert len(found) == len(works) + len(refused) + sum(isinstance(e, Note) for e in found)


@pytest.mark.filterwarnings("ignore::pymarc.exceptions.BadSubfieldCodeWarning")
@pytest.mark.parametrize("name", [name for name in GIVEN if not name.endswith("xml")])
def test_texts_are_those_of_pymarc_or_the_difference_is_explained(name: str, files: Path) -> None:
    logging.getLogger("pymarc").setLevel(logging.CRITICAL)
    data = (files / name).read_bytes()
    ours = _ours(data)
    read = MARCReader(data, hide_utf8_warnings=True)
    theirs = [_texts(record) if record else [] for record in read]
    assert (ours != theirs) == (name in DIFFERENT), DIFFERENT.get(name, "unexplained")


@pytest.mark.parametrize("name", ["1251.dat", "utf8_without_leader_flag.dat"])
def test_told_the_code_pymarc_reads_the_same(name: str, files: Path) -> None:
    data = (files / name).read_bytes()
    told = (
        MARCReader(data, file_encoding="cp1251")
        if name == "1251.dat"
        else MARCReader(data, force_utf8=True)
    )
    assert _ours(data) == [_texts(record) for record in told if record]


def test_the_titles_of_xml_are_those_of_pymarc(files: Path) -> None:
    for name in ("batch.xml", "utf8.xml"):
        theirs = [record for record in parse_xml_to_array(str(files / name)) if record]
        found = [each for _, _, each in MarcFile(files / name).outcomes([])]
        titles = [each.title for each in found if isinstance(each, Work)]
        assert titles == [tidy(record["245"]["a"]).strip(" /:;,.=") for record in theirs]


def _ours(data: bytes) -> list[list[tuple[str, str]]]:
    data = iso2709.plain(data)
    code, found = judge(data), []
    for piece in iso2709.split(data):
        try:
            found.append([] if piece.cut else _texts(made(piece.data, code, [])))
        except ValueError:
            found.append([])
    return found


def _texts(record: Record) -> list[tuple[str, str]]:
    """Tags and subfields with their texts, in order."""
    rows = []
    for field in record.fields:
        rows += [(field.tag, tidy(field.data or ""))] if field.control_field else []
        rows += [(f"{field.tag}{each.code}", tidy(each.value)) for each in field.subfields]
    return rows
