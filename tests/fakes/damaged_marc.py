"""Every way a MARC file is odd or damaged that libraries have shown, each on one of its records.

A damage says what it leaves whole: the other records always, and of its own record the tags in
`intact` (all of them where it is None). `lost` says that its record may be refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from hypothesis import strategies as st

from tests.fakes import ansel, old_codes
from tests.fakes.marc_file import (
    FIELD_END,
    RECORD_END,
    Biblio,
    Layout,
    biblio,
    in_characters,
    in_code,
    written,
)

TITLES = (
    "Truyền thuyết hồ Gươm", "Đất rừng phương Nam", "Mưa mùa hạ", "Miền cháy", "Cửa biển",
    "Nghệ thuật chèo cổ", "Kỹ thuật trồng lúa nước", "Dế Mèn phiêu lưu ký", "Số đỏ",
)  # fmt: skip
AUTHORS = ("Ngô Tất Tố", "Nguyễn Đình Thi", "Vũ Trọng Phụng", "Hồ Xuân Hương", "Lê Lựu")
NOTES = (
    "Sách in lần thứ hai, có sửa chữa", "Phụ lục: bản đồ các huyện", "Ấn phẩm của tỉnh Hà Tĩnh",
    "Tủ sách thiếu nhi. Giải thưởng Hội Nhà văn", "Đầu trang tên sách ghi: Viện Hán Nôm",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A file; its records as they were; which one is damaged and how much of it must be right."""

    name: str
    data: bytes
    records: tuple[Biblio, ...]
    hurt: int | None = None
    intact: frozenset[str] | None = None
    refusable: bool = False
    cut: bool = False


def records() -> st.SearchStrategy[list[Biblio]]:
    """Two to five biblios with control numbers of their own."""
    one = st.tuples(
        st.sampled_from(TITLES), st.sampled_from(AUTHORS), st.sampled_from(NOTES),
        st.integers(1945, 2025), st.integers(0, 3),
    )  # fmt: skip
    return st.lists(one, min_size=2, max_size=5).map(
        lambda rows: [_biblio(number, row) for number, row in enumerate(rows, start=1)]
    )


def _biblio(number: int, row: tuple[str, str, str, int, int]) -> Biblio:
    title, author, note, year, copies = row
    more = {"d100a": author, "d260c": str(year), "d500a": note, "d650a": "Văn học"}
    made = biblio(f"ht{number}", f"{title} {number}", **more)
    held = tuple(("952", f"  \x1faHT\x1fpB{number}{copy}") for copy in range(copies))
    return replace(made, fields=made.fields + held)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    made = draw(records())
    return draw(st.sampled_from(KINDS))(draw, made)


Kind = Callable[[st.DrawFn, list[Biblio]], Case]


def _one(draw: st.DrawFn, made: Sequence[Biblio]) -> int:
    return draw(st.integers(0, len(made) - 1))


def _file(made: Sequence[Biblio], at: int, hurt: bytes) -> bytes:
    return b"".join(hurt if n == at else written(each) for n, each in enumerate(made))


def _spot(draw: st.DrawFn, text: bytes) -> int:
    """Between two characters of the text of a data field, past its indicators and code."""
    starts = [n for n, byte in enumerate(text) if n > 4 and byte & 0xC0 != 0x80]
    return draw(st.sampled_from(starts))


def _data_field(draw: st.DrawFn, record: Biblio) -> int:
    return draw(st.integers(1, len(record.fields) - 1))


def sound(draw: st.DrawFn, made: list[Biblio]) -> Case:
    return Case("sound", b"".join(map(written, made)), tuple(made))


def stray_mark(draw: st.DrawFn, made: list[Biblio]) -> Case:
    """A field or record mark within a text; lengths count it."""
    at = _one(draw, made)
    place = _data_field(draw, made[at])
    text = made[at].contents()[place]
    spot, mark = _spot(draw, text), draw(st.sampled_from((FIELD_END, RECORD_END)))
    base = draw(st.sampled_from((None, 0, 24, 99_999))) if mark == FIELD_END else None
    layout = Layout(change={place: text[:spot] + mark + text[spot:]}, base=base)
    intact = frozenset(tag for tag, _ in made[at].fields) - {made[at].fields[place][0]}
    return Case("stray mark", _file(made, at, written(made[at], layout)), tuple(made), at, intact)


def wrong_total_or_base(draw: st.DrawFn, made: list[Biblio]) -> Case:
    at, number = _one(draw, made), st.integers(0, 99_999)
    layout = Layout(total=draw(st.none() | number), base=draw(st.none() | number))
    return Case("wrong total or base", _file(made, at, written(made[at], layout)), tuple(made), at)


def wrong_lengths(draw: st.DrawFn, made: list[Biblio]) -> Case:
    """Counted in characters, all nought, all the same, without the mark; starts with them."""
    at = _one(draw, made)
    how: Callable[[Sequence[bytes]], list[int]] = draw(
        st.sampled_from(
            (
                in_characters,
                lambda contents: [0] * len(contents),
                lambda contents: [77] * len(contents),
                lambda contents: [len(each) for each in contents],
                lambda contents: [len(each) + 2 for each in contents],
            )
        )
    )
    hurt = written(made[at], Layout(lengths=how))
    return Case("wrong lengths", _file(made, at, hurt), tuple(made), at)


def one_wrong_length(draw: st.DrawFn, made: list[Biblio]) -> Case:
    at = _one(draw, made)
    place, by = draw(st.integers(0, len(made[at].fields) - 1)), draw(st.integers(-9, 9))

    def lengths(contents: Sequence[bytes]) -> list[int]:
        right = [len(each) + 1 for each in contents]
        right[place] = max(0, right[place] + by)
        return right

    hurt = written(made[at], Layout(lengths=lengths))
    return Case("one wrong length", _file(made, at, hurt), tuple(made), at)


def wrong_starts(draw: st.DrawFn, made: list[Biblio]) -> Case:
    at = _one(draw, made)
    hurt = written(made[at], Layout(starts=lambda lengths: [0] * len(lengths)))
    return Case("wrong starts", _file(made, at, hurt), tuple(made), at)


def other_ends(draw: st.DrawFn, made: list[Biblio]) -> Case:
    """No end mark, a line end for it, or padding between records."""
    end = draw(st.sampled_from((b"", b"\r\n", b"\n", b"\x1d\r\n", b"\x1d\n\n", b"\x1d\x00\x00")))
    close = draw(st.sampled_from((b"", b"\x1a", b"\r\n\x1a\x1a")))
    data = b"".join(written(each, Layout(end=end)) for each in made) + close
    return Case("other ends", data, tuple(made))


def lines(draw: st.DrawFn, made: list[Biblio]) -> Case:
    """Cut into lines of one width, over the whole file or anew with each record."""
    width, end = draw(st.integers(40, 130)), draw(st.sampled_from((b"\n", b"\r\n")))
    each_anew = draw(st.booleans())
    whole = [written(each) for each in made]
    parts = whole if each_anew else [b"".join(whole)]
    cut = [part[at : at + width] for part in parts for at in range(0, len(part), width)]
    return Case("lines", end.join(cut) + end, tuple(made))


def wide(draw: st.DrawFn, made: list[Biblio]) -> Case:
    code = draw(st.sampled_from(("utf-16", "utf-16-le", "utf-16-be", "utf-32")))
    return Case("wide", b"".join(map(written, made)).decode().encode(code), tuple(made))


def old_code(draw: st.DrawFn, made: list[Biblio]) -> Case:
    """The whole file in one code of before Unicode, whatever leader/09 says."""
    code = draw(st.sampled_from(("marc-8", "tcvn3", "viscii", "vni", "windows-1258")))
    coded = b" " if code == "marc-8" else draw(st.sampled_from((b" ", b"a")))

    def encode(text: str) -> bytes:
        return ansel.encoded(text) if code == "marc-8" else old_codes.encoded(text, code)

    changed = [in_code(each, encode, coded) for each in made]
    return Case(f"old code {code}", b"".join(map(written, changed)), tuple(made))


def unmarked_code(draw: st.DrawFn, made: list[Biblio]) -> Case:
    """UTF-8 under a leader that says MARC-8."""
    changed = [replace(each, coded=b" ") for each in made]
    return Case("unmarked code", b"".join(map(written, changed)), tuple(made))


def bad_byte(draw: st.DrawFn, made: list[Biblio]) -> Case:
    at = _one(draw, made)
    place = _data_field(draw, made[at])
    text = made[at].contents()[place]
    spot = _spot(draw, text)
    layout = Layout(change={place: text[:spot] + draw(st.sampled_from((b"\xff", b"\xe1\xba")))
                            + text[spot:]})  # fmt: skip
    return Case("bad byte", _file(made, at, written(made[at], layout)), tuple(made), at)


def oversize(draw: st.DrawFn, made: list[Biblio]) -> Case:
    """More copies than five digits can count, or a note longer than four can."""
    at = _one(draw, made)
    if draw(st.booleans()):
        copies = tuple(("952", f"  \x1faHT\x1fpC{copy:06}\x1fo895.922") for copy in range(3_500))
        long = replace(made[at], fields=made[at].fields + copies)
    else:
        long = replace(made[at], fields=(*made[at].fields, ("505", "0 \x1fa" + "chương " * 2_500)))
    made = [*made[:at], long, *made[at + 1 :]]
    return Case("oversize", b"".join(map(written, made)), tuple(made))


def rubbish(draw: st.DrawFn, made: list[Biblio]) -> Case:
    """Bytes that are no record, with an end mark, before any record."""
    at = _one(draw, made)
    junk = draw(st.binary(min_size=1, max_size=60)).translate(None, b"\x1d\x1e")
    hurt = b"x" + junk + RECORD_END + written(made[at])
    return Case("rubbish", _file(made, at, hurt), tuple(made), at)


def hurt_head(draw: st.DrawFn, made: list[Biblio]) -> Case:
    """One byte of the leader or the directory is another."""
    at = _one(draw, made)
    data = bytearray(written(made[at]))
    spot = draw(st.integers(0, data.index(FIELD_END)))
    data[spot] = draw(st.integers(0, 255))
    return Case(
        "hurt head", _file(made, at, bytes(data)), tuple(made), at, frozenset(), refusable=True
    )


def lost_bytes(draw: st.DrawFn, made: list[Biblio]) -> Case:
    """A few bytes are gone from anywhere in a record but its very beginning and end."""
    at = _one(draw, made)
    data = written(made[at])
    spot, size = draw(st.integers(5, len(data) - 12)), draw(st.integers(1, 9))
    data = data[:spot] + data[spot + size :]
    return Case("lost bytes", _file(made, at, data), tuple(made), at, frozenset(), refusable=True)


def cut_file(draw: st.DrawFn, made: list[Biblio]) -> Case:
    """The file ends within its last record."""
    last = written(made[-1])
    kept = draw(st.integers(1, len(last) - 3))
    data = b"".join(map(written, made[:-1])) + last[:kept]
    return Case("cut file", data, tuple(made), len(made) - 1, frozenset(), refusable=True, cut=True)


KINDS: tuple[Kind, ...] = (
    sound, stray_mark, wrong_total_or_base, wrong_lengths, one_wrong_length, wrong_starts,
    other_ends, lines, wide, old_code, unmarked_code, bad_byte, oversize, rubbish, hurt_head,
    lost_bytes, cut_file,
)  # fmt: skip
