"""What set-up tells: one plain line a step into a file, and nothing of what libraries print."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]
SCRIPT = """
import os, subprocess, sys
from pathlib import Path
from bot.setup.report import Report, to_log
with to_log(Path(sys.argv[1])) as person:
    report = Report(person)
    with report.running():
        with report.step("encoder"):
            print("a library speaks")
            subprocess.run(["sh", "-c", "echo a child speaks >&2"])
        {more}
print("after")
"""


def _run(log: Path, more: str = "pass") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", SCRIPT.format(more=more), str(log)],
        capture_output=True, text=True, cwd=ROOT, env=os.environ, check=False,
    )  # fmt: skip


def test_a_step_is_one_line_and_the_noise_is_in_the_log(tmp_path: Path) -> None:
    log = tmp_path / "logs/setup.log"
    done = _run(log)
    assert done.stderr == "✓ Bộ mã hóa câu (0 giây)\n"
    assert done.stdout == "after\n"
    kept = log.read_text(encoding="utf-8")
    assert "a library speaks" in kept
    assert "a child speaks" in kept


@pytest.mark.parametrize("more", ["with report.step('index'): raise SystemExit('broken')"])
def test_a_step_that_breaks_is_told_and_the_streams_come_back(tmp_path: Path, more: str) -> None:
    done = _run(tmp_path / "setup.log", more)
    assert done.returncode == 1
    assert "✗ Chỉ mục tìm kiếm" in done.stderr
    assert done.stderr.rstrip().endswith("broken")
