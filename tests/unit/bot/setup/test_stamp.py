"""A step is passed over only while its inputs are what they were."""

from __future__ import annotations

from pathlib import Path

from bot.setup.stamp import Stamp, digest


def test_a_stamp_is_fresh_once_written_and_for_its_value_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep/er/.stamp"
    assert not Stamp(path, "a").fresh()
    Stamp(path, "a").write()
    assert Stamp(path, "a").fresh()
    assert not Stamp(path, "b").fresh()


def test_the_digest_follows_names_contents_and_words(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a").write_text("1")
    seen = [digest([tmp_path])]
    assert digest([tmp_path]) == seen[0]
    (tmp_path / "in/a").write_text("2")
    seen.append(digest([tmp_path]))
    (tmp_path / "in/a").rename(tmp_path / "in/b")
    seen.append(digest([tmp_path]))
    (tmp_path / "in/c").write_text("")
    seen += [digest([tmp_path]), digest([tmp_path], "x", "y"), digest([tmp_path], "xy")]
    assert len(set(seen)) == len(seen)


def test_what_is_absent_or_compiled_does_not_count(tmp_path: Path) -> None:
    before = digest([tmp_path, tmp_path / "absent"])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__/a.pyc").write_bytes(b"1")
    assert digest([tmp_path, tmp_path / "absent"]) == before == digest([tmp_path])
    (tmp_path / "absent").write_text("here")
    assert digest([tmp_path / "absent"]) != digest([])


def test_a_stamp_that_cannot_be_read_as_one_is_stale(tmp_path: Path) -> None:
    path = tmp_path / ".stamp"
    path.write_bytes(b"\xff\xfe")
    assert not Stamp(path, "a").fresh()
