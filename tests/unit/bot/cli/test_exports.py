"""A nightly export on the command line: looked at, its columns kept, loaded whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.library import app
from library.exports.columns import load as load_map
from tests.contract.library.houses import shelf
from tests.fakes.export_files import put_csv, tables


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("THUTHU_HOME", str(tmp_path / "home"))
    folder = tmp_path / "files"
    folder.mkdir()
    for name, rows in tables(shelf()).items():
        put_csv(folder / name, rows)
    return folder


def _run(*words: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(app, [str(word) for word in words])
    return done.exit_code, done.output


def test_a_file_is_known_by_its_headings_and_its_secrets_are_hidden(files: Path) -> None:
    code, told = _run("preview", files / "bandoc.csv")
    assert code == 0, told
    assert "bạn đọc" in told
    assert "2468" not in told
    assert load_map(files.parent / "home/exports/columns.yaml").patrons is not None


def test_an_unknown_heading_is_named_once_and_kept(files: Path) -> None:
    rows = tables(shelf())["muon"]
    rows[0][0] = "Định danh"
    put_csv(files / "muon", rows)
    code, told = _run("preview", files / "muon.csv")
    assert code == 1
    assert "Định danh" in told
    assert _run("preview", files / "muon.csv", "--column", "card=Định danh")[0] == 0
    assert _run("preview", files / "bandoc.csv")[0] == 0
    code, told = _run("load", files / "bandoc.csv", files / "muon.csv")
    assert code == 0, told
    assert "bạn đọc" in told


def test_files_of_another_night_have_other_names(files: Path) -> None:
    assert _run("load", files / "bandoc.csv", files / "muon.csv")[0] == 0
    for name in ("bandoc", "muon"):
        (files / f"{name}.csv").rename(files / f"{name}-2026-11-24.csv")
    code, told = _run("load", files / "bandoc-2026-11-24.csv", files / "muon-2026-11-24.csv")
    assert code == 0, told


def test_what_is_wrong_is_told_and_nothing_is_loaded(files: Path) -> None:
    code, told = _run("load", files / "bandoc.csv")
    assert code == 1
    assert "loans" in told
    (files / "muon.csv").write_text("Số thẻ;Mã vạch;Nhan đề;Hạn trả\nA1;B;T;hôm qua\n", "utf-8")
    code, told = _run("load", files / "bandoc.csv", files / "muon.csv")
    assert code == 1
    assert "dòng 2" in told
    assert not (files.parent / "home/exports/exports.sqlite").exists()
