"""The whole library in one file: made while readers are served, checked, put back.

A tar of the databases (each at one moment), the library's words and facts, and its secrets
sealed with a passphrase; a manifest with the hash of every part and the rows of every table.
"""

from __future__ import annotations

import io
import json
import os
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from bot.app.library_system import exports_home
from bot.privacy import passphrase
from bot.settings import CHECKOUT, Settings
from bot.store.opened import KEY_FILE, KeyLostError, open_store
from bot.store.snapshot import CopyBrokenError, copy, row_hashes
from clock import HANOI

SUFFIX = ".thuthu.tar"
MANIFEST, SECRETS = "manifest.json", "secrets.sealed"
VERSION = 1


class BackupError(RuntimeError):
    """Why a copy was not made, is not whole, or was not put back."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What a copy holds: rows of all tables, and whether its key opens its store."""

    rows: int
    key: bool


def name_of(at: float) -> str:
    """A copy's name tells its time: sorted by name is sorted by age."""
    return f"{datetime.fromtimestamp(at, HANOI):%Y%m%d-%H%M%S}{SUFFIX}"


def make(settings: Settings, now: datetime) -> Path:
    """A new copy in the folder of copies, checked. Raises BackupError."""
    folder = settings.own_backups
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / name_of(now.timestamp())
    with tempfile.TemporaryDirectory(dir=folder) as place:
        parts = Path(place) / "parts"
        parts.mkdir()
        try:
            _gather(settings, parts)
            _pack(parts, Path(place) / "whole.tar", now)
        except (OSError, CopyBrokenError) as error:
            raise BackupError(str(error)) from error
        verify(Path(place) / "whole.tar", settings.backup_passphrase.get_secret_value())
        (Path(place) / "whole.tar").replace(target)
    return target


def prune(settings: Settings) -> list[Path]:
    """Drop the oldest beyond those to be kept; what was dropped."""
    found = sorted(settings.own_backups.glob(f"*{SUFFIX}"))
    gone = found[: -settings.backup_keep]
    for path in gone:
        path.unlink()
    return gone


def verify(file: Path, words: str = "") -> Verified:
    """Put it back beside and compare every row. Raises BackupError."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        manifest = _unpack(file, home)
        rows = 0
        for name, tables in manifest["databases"].items():
            try:
                found = row_hashes(home / name)
            except CopyBrokenError as error:
                raise BackupError(str(error)) from error
            if found != tables:
                raise BackupError(f"{name}: rows differ from those that were copied")
            rows += sum(int(value.partition(":")[0]) for value in found.values())
        return Verified(rows, _opens(home, words))


def restore(file: Path, settings: Settings, words: str, now: datetime) -> Path:
    """Put a verified copy in place; where what stood there is now. Raises BackupError."""
    verify(file, words)
    aside = settings.home / f"before-restore-{now:%Y%m%d-%H%M%S}"
    aside.mkdir(parents=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=settings.home) as place:
        home = Path(place)
        manifest = _unpack(file, home)
        if (home / SECRETS).exists():
            _open_secrets(home, words)
        names = {PurePosixPath(name).parts[0] for name in (*manifest["parts"], "secrets")}
        for name in sorted(names - {SECRETS}):
            if not (home / name).exists():
                continue
            for old in settings.home.glob(f"{name}*" if name.endswith(".sqlite") else name):
                old.replace(aside / old.name)
            (home / name).replace(settings.home / name)
    return aside


def _gather(settings: Settings, parts: Path) -> None:
    folders = (settings.home, settings.home / "records", exports_home(settings))
    for source in (path for folder in folders for path in sorted(folder.glob("*.sqlite"))):
        if source.name != "store.sqlite" or not settings.database_url:
            target = parts / source.relative_to(settings.home)
            target.parent.mkdir(exist_ok=True)
            copy(source, target)
    for name, folder in (("words", settings.own_words), ("facts", settings.facts)):
        for source in folder.rglob("*") if folder.exists() else ():
            if source.is_file():
                target = parts / name / source.relative_to(folder)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read_bytes())
    words = settings.backup_passphrase.get_secret_value()
    if words:
        (parts / SECRETS).write_bytes(passphrase.seal(_secrets(settings), words))


def _secrets(settings: Settings) -> bytes:
    """The keys and the settings' file, which holds passwords."""
    files = {path.name: path for path in (settings.home / "secrets").glob("*") if path.is_file()}
    held = {name: path.read_bytes().hex() for name, path in files.items()}
    env = CHECKOUT / ".env"
    kept = {"secrets": held, "env": env.read_text("utf-8") if env.exists() else ""}
    return json.dumps(kept).encode()


def _pack(parts: Path, target: Path, now: datetime) -> None:
    files = {str(path.relative_to(parts)): path for path in parts.rglob("*") if path.is_file()}
    manifest = {
        "version": VERSION,
        "at": now.isoformat(),
        "parts": {name: sha256(path.read_bytes()).hexdigest() for name, path in files.items()},
        "databases": {n: row_hashes(path) for n, path in files.items() if n.endswith(".sqlite")},
    }
    with os.fdopen(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        with tarfile.open(fileobj=out, mode="w") as tar:
            told = json.dumps(manifest).encode()
            first = tarfile.TarInfo(MANIFEST)
            first.size = len(told)
            tar.addfile(first, io.BytesIO(told))
            for name, path in sorted(files.items()):
                tar.add(path, name)
        out.flush()
        os.fsync(out.fileno())


def _unpack(file: Path, home: Path) -> dict[str, dict[str, dict[str, str]]]:
    """The manifest; every part lies under `home` as it was packed. Raises BackupError."""
    try:
        with tarfile.open(file) as tar:
            tar.extractall(home, filter="data")
        manifest = json.loads((home / MANIFEST).read_bytes())
        parts, version = manifest["parts"], manifest["version"]
        whole = version == VERSION and all(
            sha256((home / name).read_bytes()).hexdigest() == digest
            for name, digest in parts.items()
        )
    except (OSError, tarfile.TarError, ValueError, LookupError, TypeError) as error:
        raise BackupError(f"{file.name}: {type(error).__name__}: {error}") from error
    if not whole:
        raise BackupError(f"{file.name}: damaged, or of another version")
    found: dict[str, dict[str, dict[str, str]]] = manifest
    return found


def _opens(home: Path, words: str) -> bool:
    """Whether the copy's own key opens its store; False where it was made without a key."""
    if not (home / SECRETS).exists():
        return False
    _open_secrets(home, words)
    if (home / "store.sqlite").exists():
        try:
            open_store(home).database.close()
        except KeyLostError as error:
            raise BackupError(str(error)) from error
    return (home / "secrets" / KEY_FILE).exists()


def _open_secrets(home: Path, words: str) -> None:
    try:
        held = json.loads(passphrase.unseal((home / SECRETS).read_bytes(), words))
    except passphrase.WrongPassphraseError as error:
        raise BackupError("the passphrase does not open the copy's secrets") from error
    folder = home / "secrets"
    folder.mkdir(mode=0o700, exist_ok=True)
    for name, value in held["secrets"].items():
        path = folder / Path(name).name
        path.touch(mode=0o600)
        path.write_bytes(bytes.fromhex(value))
    if held["env"]:
        path = folder / "settings.env"
        path.touch(mode=0o600)
        path.write_text(held["env"], "utf-8")
