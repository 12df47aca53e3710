"""Counts: tallied, packed into a file and back, and asked for chances."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese import reading
from vietnamese.reading import pack
from vietnamese.reading.build import FILE_NAME, build, shipped
from vietnamese.reading.counts import UNKNOWN, UNKNOWN_CHANCE, Counts
from vietnamese.reading.tally import Tally, stretches

LINES = ["tìm sách hay", "tìm sách cũ", "tim đập nhanh", "sách hay. Sách cũ", "năm 2015 tìm sách"]
_WORDS = st.lists(st.sampled_from("tìm tim tím sách sạch hay hày đọc".split()), max_size=8)


def tallied(lines: list[str]) -> Tally:
    tally = Tally()
    tally.add(lines)
    return tally


def counted(lines: list[str]) -> Counts:
    return Counts(pack.pack(tallied(lines)))


def test_stretches_end_at_marks_and_numbers_are_one_word() -> None:
    assert list(stretches("Hoà bình, năm 2015 12 tháng")) == [
        ["hòa", "bình"],
        ["năm", "0", "tháng"],
    ]


def test_readings_come_most_frequent_first() -> None:
    counts = counted(LINES)
    assert counts.readings("tim") == ("tìm", "tim")
    assert counts.readings("khong") == ()
    assert [counts.name(number) for number in counts.ids_of("sach")] == ["sách"]


def test_ids_pairs_and_their_absence() -> None:
    counts = counted(LINES)
    assert counts.word("sách") == 5.0
    assert counts.pair("tìm", "sách") == 3.0
    assert counts.pair("sách", "tìm") == 0.0
    assert counts.id("chưa") == UNKNOWN
    assert counts.word("chưa") == 0.0
    assert counts.id("") == 0


def test_chances_after_a_word_sum_to_one() -> None:
    counts = counted(LINES)
    words = range(len(counts.chance))
    assert sum(counts.chance) == pytest.approx(1.0, abs=0.05)
    assert sum(counts.follows(counts.id("tìm"), word) for word in words) == pytest.approx(
        1, abs=0.05
    )
    assert counts.follows(counts.id("tìm"), UNKNOWN) == UNKNOWN_CHANCE
    after, alone = counts.follows(counts.id("tìm"), counts.id("sách")), counts.chance
    assert after > alone[counts.id("sách")]


@given(st.lists(_WORDS, max_size=12))
def test_pairs_of_finds_what_pair_place_finds(texts: list[list[str]]) -> None:
    counts = counted([" ".join(words) for words in texts] + LINES)
    words = list(range(len(counts.chance)))
    for first in words:
        some = sorted(random.Random(first).sample(words, k=min(6, len(words))))
        found = {word: counts.pair_place(first, word) for word in some}
        assert counts.pairs_of(first, some).items() >= {
            (word, place) for word, place in found.items() if place >= 0
        }


@given(st.lists(_WORDS, max_size=12))
def test_a_packed_tally_unpacks_to_itself(texts: list[list[str]]) -> None:
    tally = tallied([" ".join(words) for words in texts])
    again = Tally()
    pack.unpack_into(pack.pack(tally), again)
    assert pack.pack(again) == pack.pack(tally)


def test_a_saved_file_loads_and_is_the_same_each_time(tmp_path: Path) -> None:
    packed = pack.pack(tallied(LINES))
    one, other = tmp_path / "one.gz", tmp_path / "other.gz"
    pack.save(one, packed)
    pack.save(other, packed)
    assert one.read_bytes() == other.read_bytes()
    assert pack.load(one) == packed
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.parametrize("keep", [0, 1, 40, -1])
def test_a_file_cut_short_is_refused(tmp_path: Path, keep: int) -> None:
    path = tmp_path / FILE_NAME
    pack.save(path, pack.pack(tallied(LINES)))
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(pack.CountsBrokenError):
        pack.load(path)


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_in_one_way(data: bytes) -> None:
    import tempfile

    with tempfile.NamedTemporaryFile() as file:
        for content in (data, gzip.compress(data), gzip.compress(b'{"format": 1}\n' + data)):
            Path(file.name).write_bytes(content)
            with pytest.raises(pack.CountsBrokenError):
                pack.load(Path(file.name))


def test_a_library_with_broken_counts_reads_with_those_that_ship(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"not counts")
    with pytest.warns(RuntimeWarning, match="typing counts left out"):
        reader = reading.load(path)
    assert reader.read("tim sach").meant == "tìm sách"


def test_a_librarys_own_names_are_learnt(tmp_path: Path) -> None:
    """A name that general text reads otherwise is read as the library writes it."""
    own = reading.load(
        build(tmp_path, ["Nguyễn Huy Oánh", "Phúc Giang thư viện của Nguyễn Huy Oánh"])
    )
    assert own.read("sach cua nguyen huy oanh").meant == "sách của nguyễn huy oánh"
    assert (tmp_path / FILE_NAME).stat().st_size >= shipped().stat().st_size * 0.9


def test_a_name_with_one_reading_only_is_given_it(tmp_path: Path) -> None:
    reader = reading.load(build(tmp_path, ["Carl Honoré"] * 3))
    carl, honore = reader.read("Carl Honore").tokens
    assert (carl.meant, carl.why) == ("Carl", "kept")
    assert (honore.meant, honore.why) == ("Honoré", "accents")


def test_only_an_empty_tally_takes_packed_counts() -> None:
    with pytest.raises(ValueError, match="empty"):
        pack.unpack_into(pack.pack(tallied(LINES)), tallied(LINES))
