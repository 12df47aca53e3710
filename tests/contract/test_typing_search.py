"""The search of readings in Python and in C give the same paths for the same slots."""

from __future__ import annotations

import shutil
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vietnamese.reading import compile as compiling
from vietnamese.reading import compiled, pack, restore
from vietnamese.reading.build import shipped
from vietnamese.reading.counts import Counts
from vietnamese.reading.lexicon import short_forms
from vietnamese.reading.reader import Reader
from vietnamese.reading.restore import Search
from vietnamese.reading.slots import Slot, Slots

pytestmark = pytest.mark.skipif(
    not (shutil.which("cc") or shutil.which("gcc")), reason="no C compiler on this machine"
)


@cache
def counts() -> Counts:
    return Counts(pack.load(shipped()))


@cache
def slots() -> Slots:
    return Slots(counts())


@cache
def in_python() -> Search:
    return restore.searcher(counts())


@cache
def in_c() -> Search:
    compiling.compile_search()
    search = compiled.searcher(counts())
    assert search is not None
    return search


_BARE = "tim sach ve nguyen du mua lang ma la toi muon bo viet chu la cua hoa the xyzzy".split()
_SLOTS = st.one_of(
    st.tuples(st.sampled_from(_BARE), st.sampled_from([1.0, 0.5, 0.002, 0.0002])).map(
        lambda drawn: slots().bare(*drawn)
    ),
    st.sampled_from(sorted(short_forms())).map(lambda k: slots().short(k, short_forms()[k])),
    st.sampled_from("đươc tiêng viêt nguyễn qqq như~thế~nào".split()).map(
        lambda word: slots().marked(word)
    ),
    st.sampled_from(["như thế nào", "bao nhiêu", "xyzzy", "không"]).map(
        lambda text: slots().only(text)
    ),
    st.just(None).map(lambda _: slots().number),
)
_TEXTS = st.lists(st.tuples(_SLOTS, st.booleans()), max_size=40)


@settings(max_examples=1500, deadline=None)
@given(_TEXTS)
def test_both_choose_alike(text: list[tuple[Slot, bool]]) -> None:
    through, opens = [slot for slot, _ in text], [mark for _, mark in text]
    one, other = in_python()(through, opens), in_c()(through, opens)
    assert other.chosen == one.chosen
    assert other.runners == one.runners
    assert other.shares == pytest.approx(one.shares, abs=1e-12)
    assert other.log == pytest.approx(one.log, abs=1e-9)


@pytest.mark.parametrize("implementation", [in_python, in_c])
def test_what_a_search_gives(implementation: object) -> None:
    """One index a slot, shares of 0..1, a runner-up only where there was one."""
    search: Search = implementation()  # type: ignore[operator]
    text = [slots().bare(word, 1.0) for word in "tim sach ve nguyen du".split()]
    found = search(text, [True, False, False, False, False])
    chosen = [slot.texts[at] for slot, at in zip(text, found.chosen, strict=True)]
    assert chosen == "tìm sách về nguyễn du".split()
    assert all(0.0 < share <= 1.0 for share in found.shares)
    assert all(0 <= at < len(slot.choices) for slot, at in zip(text, found.runners, strict=True))
    assert found.log < 0
    assert search([], []).chosen == []


def test_a_new_stretch_knows_nothing_of_the_last() -> None:
    """A mark between two words cuts what they tell of each other."""
    text = [slots().bare("thu", 1.0), slots().bare("vien", 1.0)]
    apart = in_c()(text, [True, True])
    alone = [in_c()([slot], [True]) for slot in text]
    assert apart.chosen == [one.chosen[0] for one in alone]
    assert apart.log == pytest.approx(sum(one.log for one in alone))


LINES = [
    "tim sach ve lich su tinh ha tinh cua tac gia nguyen du",
    "K bt mai tv có mở k ad ơi, mk muốn mượn ntn",
    "Toi muôn tim cuon Truyen Kieu; gia han sach den 30/11",
    "dduwowcj khoong ajn",
    "",
]


@pytest.mark.parametrize("line", LINES)
def test_readers_with_either_read_alike(line: str) -> None:
    in_c()
    one, other = Reader(counts()), Reader(counts(), in_c())
    assert one.read(line) == other.read(line)


def test_python_is_taken_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THUTHU_TYPING", "python")
    compiled._function.cache_clear()
    assert compiled.searcher(counts()) is None
    compiled._function.cache_clear()


def test_no_compiler_is_said_plainly(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(compiling, "library", lambda: compiled.SOURCE.with_name("path-absent.so"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CC", raising=False)
    with pytest.raises(compiling.NotCompiledError, match="no C compiler"):
        compiling.compile_search()
