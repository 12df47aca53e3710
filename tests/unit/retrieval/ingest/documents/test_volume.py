"""METS/ALTO: order, hyphens, commas, references, and missing pages by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.ingest.documents import Missing, Sheet, kinds
from retrieval.ingest.documents.recognise import Desk

REFERENCES = {
    "plain": "{}",
    "here": "./{}",
    "back-slash": ".\\{}",
    "address": "https://so.thuvien.example/bao/{}?v=1",
    "file address": "file:///D:/quet/{}",
    "drive": "D:\\quet\\bao\\{}",
    "capitals": "ALTO/{}",
}


def alto(*pages: str) -> str:
    whole = "".join(f"<Page><PrintSpace>{page}</PrintSpace></Page>" for page in pages)
    return f'<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout>{whole}</Layout></alto>'


def block(*strings: str) -> str:
    return f"<TextBlock><TextLine>{'<SP/>'.join(strings)}</TextLine></TextBlock>"


def string(text: str, more: str = "") -> str:
    return f'<String CONTENT="{text}" {more}/>'


def mets(files: dict[str, str], structure: str) -> str:
    listed = "".join(
        f'<file ID="{key}"><FLocat xlink:href="{href}"/></file>' for key, href in files.items()
    )
    return (
        '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<fileSec><fileGrp>{listed}</fileGrp></fileSec>{structure}</mets>"
    )


def read(folder: Path) -> list[str | Missing]:
    found = kinds.pages(folder, Desk())
    return [
        each.text if isinstance(each, Sheet) else each
        for each in found
        if isinstance(each, Sheet | Missing)
    ]


def one(tmp_path: Path, page: str) -> Sheet:
    (tmp_path / "1.xml").write_text(alto(page), encoding="utf-8")
    (sheet,) = kinds.pages(tmp_path, Desk())
    assert isinstance(sheet, Sheet)
    return sheet


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (
            'CONTENT="hiện" SUBS_CONTENT="hiệnđại"',
            'CONTENT="đại" SUBS_CONTENT="hiệnđại"',
            "hiệnđại",
        ),
        ('CONTENT="inter-"', 'CONTENT="national"', "international"),
        ('CONTENT="Thanh"', 'CONTENT="Hoa"', "Thanh-Hoa"),
    ],
)
def test_a_divided_word_comes_once(first: str, second: str, whole: str, tmp_path: Path) -> None:
    line = (
        f'<String {first} SUBS_TYPE="HypPart1"/><HYP CONTENT="-"/></TextLine><TextLine>'
        f'<String {second} SUBS_TYPE="HypPart2"/>'
    )
    assert one(tmp_path, block(string("về"), line, string("nay"))).text == f"về {whole} nay"


@pytest.mark.parametrize("part", ["HypPart1", "HypPart2"])
def test_half_a_divided_word_alone_is_kept(part: str, tmp_path: Path) -> None:
    half = string("Hoa", f'SUBS_TYPE="{part}"')
    assert one(tmp_path, block(half, string("quê"))).text == "Hoa quê"


@pytest.mark.parametrize(
    ("said", "mean"), [("0,95", 95), ("0.5", 50), ("", None), ("x", None), ("nan", None)]
)
def test_confidence_by_comma_or_none(said: str, mean: float | None, tmp_path: Path) -> None:
    sheet = one(tmp_path, block(string("Sông", f'WC="{said}"')))
    assert sheet.confidence == (pytest.approx(mean) if mean else None)


def test_two_pages_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "1.xml").write_text(alto(block(string("một")), block(string("hai"))))
    assert read(tmp_path) == ["một", "hai"]


@settings(max_examples=80, deadline=None)
@given(
    st.permutations(range(12)),
    st.sampled_from(sorted(REFERENCES)),
    st.sampled_from(["flat", "ordered", "areas"]),
    st.sets(st.integers(0, 11), max_size=3),
)
def test_pages_come_in_the_order_of_the_structure_and_the_missing_are_named(
    tmp_path_factory: pytest.TempPathFactory,
    order: list[int],
    form: str,
    shape: str,
    lost: set[int],
) -> None:
    folder = tmp_path_factory.mktemp("volume")
    files = {}
    for page in range(12):
        name = f"p{page}.xml"
        files[f"F{page}"] = REFERENCES[form].replace("{}", name)
        if page not in lost:
            place = folder / "alto" if form == "capitals" else folder
            place.mkdir(exist_ok=True)
            (place / name).write_text(alto(block(string(f"trang {page}"))), encoding="utf-8")
    pointer = {
        "flat": '<div><fptr FILEID="F{}"/></div>',
        "ordered": '<div ORDER="{at}"><fptr FILEID="F{}"/></div>',
        "areas": '<div><fptr><par><area FILEID="I{}"/><seq><area FILEID="F{}"/></seq></par></fptr>'
        "</div>",
    }[shape]
    divisions = [
        pointer.replace("{}", str(page)).replace("{at}", str(at)) for at, page in enumerate(order)
    ]
    if shape == "ordered":
        divisions.reverse()
    body = f'<structMap TYPE="PHYSICAL"><div>{"".join(divisions)}</div></structMap>'
    logical = '<structMap TYPE="LOGICAL"><div><fptr FILEID="F3"/></div></structMap>'
    (folder / "mets.xml").write_text(mets(files, logical + body), encoding="utf-8")
    if len(lost) == 12:
        return
    found = read(folder)
    assert len(found) == 12
    for page, each in zip(order, found, strict=True):
        if page in lost:
            assert isinstance(each, Missing)
            assert f"p{page}.xml" in each.reason
        else:
            assert each == f"trang {page}"


def test_a_reference_out_of_the_folder_is_never_followed(tmp_path: Path) -> None:
    volume = tmp_path / "v"
    volume.mkdir()
    (tmp_path / "x.xml").write_text(alto(block(string("ngoài"))), encoding="utf-8")
    (volume / "link.xml").symlink_to(tmp_path / "x.xml")
    (volume / "1.xml").write_text(alto(block(string("trong"))), encoding="utf-8")
    files = {"A": "1.xml", "B": "../x.xml", "C": "link.xml", "D": "../../etc/passwd"}
    divisions = "".join(f'<div><fptr FILEID="{key}"/></div>' for key in files)
    (volume / "mets.xml").write_text(mets(files, f"<structMap><div>{divisions}</div></structMap>"))
    first, *others = read(volume)
    assert first == "trong"
    assert len(others) == 3
    assert all(isinstance(each, Missing) for each in others)


def test_a_broken_page_is_named_and_files_left_out_come_last(tmp_path: Path) -> None:
    for name, text in {"1": "một", "2": "hai", "10": "mười"}.items():
        (tmp_path / f"p{name}.xml").write_text(alto(block(string(text))), encoding="utf-8")
    (tmp_path / "p2.xml").write_text("<alto", encoding="utf-8")
    first, broken, last = read(tmp_path)
    assert (first, last) == ("một", "mười")
    assert isinstance(broken, Missing)
    assert "p2.xml" in broken.reason
    files = {"A": "p1.xml", "B": "p10.xml"}
    structure = '<structMap><div><div><fptr FILEID="B"/></div></div></structMap>'
    (tmp_path / "mets.xml").write_text(mets(files, structure), encoding="utf-8")
    assert read(tmp_path) == ["mười", "một"]
