"""The library's own system set up from the command line: tried first, then kept."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from dotenv import dotenv_values
from typer.testing import CliRunner

from bot.cli import env_file, library
from tests.contract.library.houses import shelf
from tests.fakes.koha import CLIENT, SECRET, FakeKoha
from tests.fakes.loopback import served

CARD = ("--card", "A1", "--pin", "2468")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THUTHU_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(library, "CHECKOUT", tmp_path)
    (tmp_path / "home").mkdir()
    return tmp_path


def _run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(library.app, list(words))
    return done.exit_code, done.output


def test_koha_is_tried_and_kept(place: Path) -> None:
    fake = FakeKoha(shelf())
    with served(fake.app()) as address:
        code, told = _run(
            "guide", "--system", "koha", "--set", f"koha_url={address}",
            "--set", f"koha_client_id={CLIENT}", "--set", f"koha_client_secret={SECRET}",
            "--biblio", str(fake.biblios.known("b1")), *CARD, "--save",
        )  # fmt: skip
    assert code == 0, told
    assert "✗" not in told
    assert SECRET not in told
    kept = dotenv_values(place / ".env")
    assert kept["THUTHU_LIBRARY"] == "koha"
    assert kept["THUTHU_KOHA_CLIENT_SECRET"] == SECRET
    assert stat.S_IMODE((place / ".env").stat().st_mode) == 0o600


def test_what_fails_is_told_and_not_kept_unasked(place: Path) -> None:
    with served(FakeKoha(shelf()).app()) as address:
        code, told = _run(
            "guide", "--system", "koha", "--set", f"koha_url={address}",
            "--set", f"koha_client_id={CLIENT}", "--set", "koha_client_secret=wrong", *CARD,
        )  # fmt: skip
    assert code == 1
    assert "✗" in told
    assert "tài khoản dịch vụ" in told
    assert not (place / ".env").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--system"),
        (("guide", "--system", "koha"), "koha_url"),
        (("guide", "--system", "none", "--set", "koha_url=x"), "koha_url=x"),
        (("guide", "--system", "koha", "--set", "koha_url"), "koha_client_id"),
        (("guide", "--system", "sip2", "--set", "sip2_url=tcp://192.0.2.1:1", *CARD), "SIP2_URL"),
    ],
)
def test_nobody_is_asked_where_nobody_sits(place: Path, words: tuple[str, ...], said: str) -> None:
    code, told = _run(*words)
    assert code != 0
    assert said in told


def test_a_person_is_asked_and_may_mistype(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "somebody_sits", lambda: True)
    with served(FakeKoha(shelf()).app()) as address:
        said = f"chín\n9\n1\n{address}\n{CLIENT}\n{SECRET}\nA1\n2468\ny\n"
        done = CliRunner().invoke(library.app, [], input=said)
    assert done.exit_code == 0, done.output
    assert "Koha, qua REST" in done.output
    assert SECRET not in done.output
    assert "2468" not in done.output
    assert dotenv_values(place / ".env")["THUTHU_KOHA_URL"] == address


def test_a_library_without_a_system_needs_no_card(place: Path) -> None:
    code, told = _run("guide", "--system", "none", "--no-save")
    assert code == 0
    assert told.count("○") == 7


def test_lines_of_others_stay_and_no_value_breaks_out(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("# ghi chú\nTHUTHU_PORT=8081\nTHUTHU_LIBRARY=demo\n", encoding="utf-8")
    env_file.put(file, {"THUTHU_LIBRARY": "koha", "THUTHU_KOHA_CLIENT_SECRET": "a'b\\c$d #e"})
    kept = dotenv_values(file)
    assert kept == {
        "THUTHU_PORT": "8081", "THUTHU_LIBRARY": "koha",
        "THUTHU_KOHA_CLIENT_SECRET": "a'b\\c$d #e",
    }  # fmt: skip
    assert file.read_text(encoding="utf-8").startswith("# ghi chú")
    with pytest.raises(ValueError, match="one line"):
        env_file.put(file, {"THUTHU_LIBRARY": "x\nTHUTHU_PORT=1"})
