"""MARC as libraries export it: broken lengths, old codes, no control numbers, repeats."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from pymarc import Field, Indicators, Record, Subfield

from retrieval.ingest import ingest_marc
from retrieval.ingest.marc import parse
from retrieval.model import Work
from retrieval.records import Store


def record(title: str, number: str = "", **more: str) -> Record:
    """`more` is tag and code to content: `d520a="Tóm tắt"`."""
    made = Record(force_utf8=True)
    if number:
        made.add_field(Field(tag="001", data=number))
    rows = {"d245a": title, **more}
    for place, text in rows.items():
        made.add_field(Field(place[1:4], Indicators(" ", " "), [Subfield(place[4], text)]))
    return made


def _parsed(path: Path, data: bytes) -> list[Work | str]:
    file = path / "x.mrc"
    file.write_bytes(data)
    found = [outcome[2] for outcome in parse(file)]
    return [each for each in found if isinstance(each, Work | str)]


def test_titles_in_nfd_come_out_in_nfc(tmp_path: Path) -> None:
    title = unicodedata.normalize("NFD", "Truyện Kiều và thời đại")
    (work,) = _parsed(tmp_path, record(title, "1").as_marc())
    assert isinstance(work, Work)
    assert work.title == "Truyện Kiều và thời đại"


def test_a_wrong_leader_and_wrong_lengths_lose_nothing(tmp_path: Path) -> None:
    good = record("Đất nước đứng lên", "7", d100a="Nguyên Ngọc").as_marc()
    blank = good[:9] + b" " + good[10:]
    short = b"00099" + good[5:]
    letters = good[:27] + b"0002" + good[31:]
    for data in (blank, short, letters):
        (work,) = _parsed(tmp_path, data)
        assert isinstance(work, Work)
        assert (work.title, work.authors) == ("Đất nước đứng lên", ("Nguyên Ngọc",))


def test_a_broken_record_does_not_take_the_next_with_it(tmp_path: Path) -> None:
    one, two = record("Một", "1").as_marc(), record("Hai", "2").as_marc()
    first, second, third = _parsed(tmp_path, one + b"rubbish\x1d" + two)
    assert isinstance(first, Work)
    assert isinstance(second, str)
    assert "ISO 2709" in second
    assert isinstance(third, Work)


def test_old_bytes_are_read_and_not_lost(tmp_path: Path) -> None:
    marc = record("Tap chi X", "1").as_marc()
    old = marc.replace(b"Tap chi X", "T¹p chÝ Xx".encode("latin-1")[:9])
    (work,) = _parsed(tmp_path, old)
    assert isinstance(work, Work)
    assert work.title.startswith("T")


def test_a_title_in_its_own_script_is_kept(tmp_path: Path) -> None:
    made = record("Luận ngữ", "1", d020a="9786049540233 (bìa cứng)")
    made.add_field(
        Field("880", Indicators(" ", " "), [Subfield("6", "245-01"), Subfield("a", "論語")])
    )
    (work,) = _parsed(tmp_path, made.as_marc())
    assert isinstance(work, Work)
    assert work.other_titles == ("論語",)
    assert work.isbn == ("9786049540233",)


def test_holdings_of_three_kinds(tmp_path: Path) -> None:
    for place in ("d952b", "d852b", "d949l"):
        (work,) = _parsed(tmp_path, record("Sách", "1", **{place: "KYANH"}).as_marc())
        assert isinstance(work, Work)
        assert (work.branches, work.copies) == (("KYANH",), 1)


def test_changed_deleted_repeated_and_untitled(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.mrc"
    made = [record("Một", "1"), record("Hai", "2"), record("Hai nữa", "2"), record("", "3")]
    file.write_bytes(b"".join(each.as_marc() for each in made))
    first = ingest_marc(file, tmp_path)
    assert (first.read, first.added, first.rejected) == (4, 2, 2)
    rejects = Path(first.rejects_file).read_text(encoding="utf-8-sig")
    assert "Số kiểm soát 2" in rejects
    assert "245 $a" in rejects
    file.write_bytes(record("Một, sửa lại", "1").as_marc() + record("Bốn", "4").as_marc())
    second = ingest_marc(file, tmp_path)
    assert (second.added, second.changed, second.deleted) == (1, 1, 1)
    store = Store(tmp_path)
    assert sorted(work.title for work in store.works()) == ["Bốn", "Một, sửa lại"]


def test_a_record_marked_as_deleted_in_a_file_of_changes(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.mrc"
    file.write_bytes(record("Một", "1").as_marc() + record("Hai", "2").as_marc())
    ingest_marc(file, tmp_path, source="koha")
    gone = record("Hai", "2").as_marc()
    file.write_bytes(gone[:5] + b"d" + gone[6:])
    report = ingest_marc(file, tmp_path, source="koha", partial=True)
    assert (report.deleted, report.added) == (1, 0)


def test_keys_do_not_depend_on_the_place_in_the_file(tmp_path: Path) -> None:
    one, two = record("Một").as_marc(), record("Hai").as_marc()
    file = tmp_path / "a.mrc"
    file.write_bytes(one + two)
    before = {o[1] for o in parse(file)}
    file.write_bytes(record("Mới").as_marc() + two + one)
    assert before < {o[1] for o in parse(file)}


@settings(deadline=None, max_examples=50)
@given(st.binary(max_size=400))
def test_any_bytes_give_works_or_reasons(tmp_path_factory: object, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("m")  # type: ignore[attr-defined]
    for outcome in _parsed(folder, data):
        assert isinstance(outcome, Work) or outcome


@settings(deadline=None, max_examples=50)
@given(st.integers(0, 300), st.integers(0, 255))
def test_one_wrong_byte_gives_a_work_or_a_reason(
    tmp_path_factory: object, at: int, byte: int
) -> None:
    folder = tmp_path_factory.mktemp("m")  # type: ignore[attr-defined]
    data = bytearray(record("Đất nước đứng lên", "7", d100a="Nguyên Ngọc").as_marc())
    data[at % len(data)] = byte
    for outcome in _parsed(folder, bytes(data)):
        assert isinstance(outcome, Work) or outcome


def test_every_language_of_a_text_is_kept_whichever_way_it_is_coded(tmp_path: Path) -> None:
    for codes in (["vie", "fre"], ["viefre"]):
        made = record("Truyện Kiều", "1")
        subfields = [Subfield("a", code) for code in codes]
        made.add_field(Field("041", Indicators("0", " "), subfields))
        (work,) = _parsed(tmp_path, made.as_marc())
        assert isinstance(work, Work)
        assert (work.language, work.other_languages) == ("vie", ("fre",))


def test_several_people_in_one_field_are_several_authors(tmp_path: Path) -> None:
    data = record("Cơ học", "1", d100a="Lương Duyên Bình; Dư Trí Công ;", d700a="Feynman, Richard")
    (work,) = _parsed(tmp_path, data.as_marc())
    assert isinstance(work, Work)
    assert work.authors == ("Lương Duyên Bình", "Dư Trí Công", "Feynman, Richard")
