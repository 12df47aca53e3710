"""Secrets of patrons in a loaded export."""

from __future__ import annotations

from pathlib import Path

import pytest

from library.exports import secrets
from library.exports.rows import typed
from library.exports.secrets import KEY_FILE, KeyGoneError, Secrets


@pytest.fixture
def keeper(tmp_path: Path) -> Secrets:
    return secrets.opened_or_made(tmp_path)


def test_a_hash_is_argon2id_and_fits_its_card_and_secret_alone(keeper: Secrets) -> None:
    known = keeper.hashed("HT1", "2468")
    assert known.startswith("$argon2id$")
    assert "2468" not in known
    assert keeper.fits("ht1", "2468", known)
    assert not keeper.fits("HT1", "2469", known)
    assert not keeper.fits("HT2", "2468", known)


@pytest.mark.parametrize("known", [None, "", "no hash", "$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA"])
def test_nothing_fits_without_a_hash(keeper: Secrets, known: str | None) -> None:
    assert not keeper.fits("HT1", "2468", known)
    assert not keeper.fits("", "", known)


def test_an_empty_secret_never_fits(keeper: Secrets) -> None:
    assert not keeper.fits("HT1", "", keeper.hashed("HT1", ""))


def test_many_are_hashed_in_order(keeper: Secrets) -> None:
    pairs = [(f"HT{n}", str(n)) for n in range(250)]
    hashes = keeper.all_hashed(pairs)
    assert all(
        keeper.fits(*pair, known) for pair, known in zip(pairs[::50], hashes[::50], strict=True)
    )


def test_another_key_fits_nothing(keeper: Secrets, tmp_path: Path) -> None:
    known = keeper.hashed("HT1", "2468")
    (tmp_path / KEY_FILE).unlink()
    assert not secrets.opened_or_made(tmp_path).fits("HT1", "2468", known)


def test_the_key_is_kept_and_nobody_elses_to_read(keeper: Secrets, tmp_path: Path) -> None:
    path = tmp_path / KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    secrets.opened_or_made(tmp_path)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"short"])
def test_a_key_that_is_none_is_gone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY_FILE).write_bytes(content)
    with pytest.raises(KeyGoneError):
        secrets.opened(tmp_path)


def test_a_day_of_birth_may_be_typed_in_several_ways() -> None:
    dates = ("%d/%m/%Y", "%Y-%m-%d", "%d%m%Y")
    ways = ("05/02/1990", "5/2/1990", "1990-02-05", "05021990", " 05/02/1990 ")
    assert {typed(way, "date", dates) for way in ways} == {"1990-02-05"}
    assert typed("31/02/1990", "date", dates) is None
    assert typed(" 0123 ", "text", dates) == "0123"
