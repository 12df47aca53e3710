"""`thuthu doctor`: what is missing or broken, and how to mend it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

import httpx
import typer

from bot.cli import lines
from bot.dialogue.replies.load import RepliesError
from bot.dialogue.replies.load import load as load_replies
from bot.settings import Settings
from bot.setup.rasa import PYTHON
from library.facts import FactsError
from library.facts import load as load_facts
from retrieval.encoder import EMBEDDED
from retrieval.index import layout
from retrieval.ingest import ocr

Check = tuple[str, Callable[[Settings], str]]
"""(what, how it is): an empty answer is well, else what is wrong and how to mend it."""


def doctor(
    live: Annotated[bool, typer.Option("--live", help="Only whether the app answers.")] = False,
) -> None:
    """Every part in turn; exits 1 when one is broken."""
    settings = Settings()
    checks = (("ứng dụng", _live),) if live else CHECKS
    troubles = list(_troubles(checks, settings))
    raise typer.Exit(1 if troubles else 0)


def _troubles(checks: tuple[Check, ...], settings: Settings) -> Iterator[str]:
    for what, check in checks:
        trouble = check(settings)
        lines.say(f"{'✗' if trouble else '✓'} {what}{': ' + trouble if trouble else ''}")
        if trouble:
            yield trouble


def _facts(settings: Settings) -> str:
    try:
        load_facts(settings.facts)
    except FactsError as error:
        return f"{error}. Sửa tệp này rồi chạy lại."
    return ""


def _replies(_settings: Settings) -> str:
    try:
        load_replies()
    except RepliesError as error:
        return f"{error}. Sửa tệp này rồi chạy lại."
    return ""


def _encoder(settings: Settings) -> str:
    if settings.encoder != EMBEDDED:
        return ""
    built = (settings.home / "models" / EMBEDDED / "manifest.json").exists()
    return "" if built else "chưa dựng. Chạy: thuthu setup --only encoder"


def _index(settings: Settings) -> str:
    try:
        layout.served(settings.home)
    except layout.IndexBrokenError:
        return "không có chỉ mục nguyên vẹn. Chạy: thuthu setup --only index"
    return ""


def _rasa(settings: Settings) -> str:
    if not PYTHON.exists():
        return "thiếu môi trường Python 3.10. Chạy: make run"
    models = list((settings.home / "models/rasa").glob("*.tar.gz"))
    return "" if models else "chưa huấn luyện. Chạy: make train"


def _tesseract(_settings: Settings) -> str:
    if ocr.available():
        return ""
    return "chưa có, trang ảnh sẽ không đọc được. Cài: apt-get install tesseract-ocr-vie"


def _disk(settings: Settings) -> str:
    place: Path = settings.home if settings.home.exists() else Path()
    free = shutil.disk_usage(place).free / 1e9
    return "" if free > 1 else f"còn {free:.1f} GB. Cần ít nhất 1 GB trống."


def _secrets(settings: Settings) -> str:
    loose = [
        path.name
        for path in (settings.home / "secrets").glob("*")
        if os.stat(path).st_mode & 0o077  # noqa: PTH116
    ]
    return f"quyền đọc quá rộng: {', '.join(loose)}. Chạy: chmod 600" if loose else ""


def _live(settings: Settings) -> str:
    try:
        answer = httpx.get(f"{settings.public_url}/health/ready", timeout=5)
    except httpx.HTTPError as error:
        return f"không trả lời ({type(error).__name__}). Chạy: make run"
    state = answer.json()
    bad = [f"{name} {value}" for name, value in state.items() if value not in ("ok", "degraded")]
    return "; ".join(bad)


CHECKS: tuple[Check, ...] = (
    ("thông tin thư viện", _facts),
    ("câu trả lời", _replies),
    ("bộ mã hóa", _encoder),
    ("chỉ mục", _index),
    ("Rasa", _rasa),
    ("Tesseract tiếng Việt", _tesseract),
    ("khóa bí mật", _secrets),
    ("ổ đĩa", _disk),
    ("ứng dụng đang chạy", _live),
)
