"""Our tables of old encodings against another's: glibc's iconv and Python's own codec."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
from itertools import product

import pytest

from vietnamese.reading.legacy import _READERS, decode

LETTERS = "".join(
    dict.fromkeys(
        unicodedata.normalize("NFC", letter + tone)
        for letter, tone in product(
            "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY", ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
        )
    )
)
TEXTS = [
    "Thư viện tỉnh Hà Tĩnh",
    "Lịch sử Việt Nam từ nguồn gốc đến giữa thế kỷ XX",
    "Phương pháp giảng dạy toán học ở trường phổ thông",
    "Kỹ thuật nuôi trồng thủy sản nước ngọt",
    "Những ngày thơ ấu; Bỉ vỏ / Nguyên Hồng",
    "TUYỂN TẬP TRUYỆN NGẮN ĐOẠT GIẢI",
]
RECODED = {
    "vni": [
        b"Th\xf6 vie\xe4n t\xe6nh Ha\xf8 T\xf3nh",
        b"L\xf2ch s\xf6\xfb Vie\xe4t Nam t\xf6\xf8 nguo\xe0n go\xe1c \xf1e\xe1n"
        b" gi\xf6\xf5a the\xe1 ky\xfb XX",
        b"Ph\xf6\xf4ng pha\xf9p gia\xfbng da\xefy toa\xf9n ho\xefc \xf4\xfb"
        b" tr\xf6\xf4\xf8ng pho\xe5 tho\xe2ng",
        b"Ky\xf5 thua\xe4t nuo\xe2i tro\xe0ng thu\xfby sa\xfbn n\xf6\xf4\xf9c ngo\xeft",
        b"Nh\xf6\xf5ng nga\xf8y th\xf4 a\xe1u; B\xe6 vo\xfb / Nguye\xe2n Ho\xe0ng",
    ],
    "vps": [
        b"Th\xdc vi\x8cn t\xccnh H\xe0 T\xefnh",
        b"L\xcech s\xba Vi\x8ct Nam t\xd8 ngu\xd2n g\xd3c \xc7\x89n gi\xbba th\x89 k\x9b XX",
        b"Ph\xdc\xd6ng ph\xe1p gi\xe4ng d\xe5y to\xe1n h\x86c \xaa tr\xdc\xa9ng ph\xb0 th\xf4ng",
        b"K\xcf thu\xc6t nu\xf4i tr\xd2ng th\xfby s\xe4n n\xdc\xa7c ng\x86t",
        b"Nh\xbbng ng\xe0y th\xd6 \xc3u; B\xcc v\xd5 / Nguy\xean H\xd2ng",
        b"TUY\x94N T\x03P TRUY\x06N NG\x8dN \xf1O\x02T GI\x81I",
    ],
}
"""TEXTS as GNU recode 3.6 writes them. It knows no Ỗ in VPS, and swaps Ắ and Ằ in VNI."""
NAMES = {"viscii": "VISCII", "tcvn3": "TCVN", "windows-1258": "CP1258"}
needs_iconv = pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is not installed")


def encoded(text: str, name: str) -> bytes:
    """As glibc writes it."""
    command = ["iconv", "-f", "UTF-8", "-t", NAMES[name]]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout


@needs_iconv
@pytest.mark.parametrize("name", NAMES)
def test_each_letter_is_read_as_glibc_writes_it(name: str) -> None:
    letters = " ".join(LETTERS + "đĐ")
    assert unicodedata.normalize("NFC", _READERS[name](encoded(letters, name))) == letters


@needs_iconv
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", TEXTS)
def test_a_title_in_each_encoding_is_recognised(text: str, name: str) -> None:
    assert decode(encoded(text, name)) == (text, name)


@pytest.mark.parametrize("name", RECODED)
def test_titles_are_read_as_recode_wrote_them(name: str) -> None:
    expected = [(text, name) for text in TEXTS[: len(RECODED[name])]]
    assert [decode(data) for data in RECODED[name]] == expected


@pytest.mark.parametrize("text", TEXTS)
def test_windows_1258_is_read_as_python_reads_it(text: str) -> None:
    """Python's codec writes only what is decomposed: letters with their hats, tones apart."""
    assert decode(_in_1258(text)) == (text, "windows-1258")


TONES = "\u0300\u0301\u0303\u0309\u0323"


def _in_1258(text: str) -> bytes:
    parts = []
    for char in text:
        marks = unicodedata.normalize("NFD", char)
        tone = "".join(mark for mark in marks if mark in TONES)
        letter = "".join(mark for mark in marks if mark not in TONES)
        parts.append(unicodedata.normalize("NFC", letter) + tone)
    return "".join(parts).encode("cp1258")
