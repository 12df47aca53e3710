"""Bytes of the encodings before Unicode: TCVN3 (ABC), VNI, VISCII, VPS, Windows-1258.

`decode` never fails: it reads the bytes in each way and takes the one that gives Vietnamese
syllables. Tables are those of glibc's converter (TCVN 5712, VISCII) and of GNU recode (VPS);
a VNI letter is its bare letter and a second byte for the mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from vietnamese.reading.letters import nfc
from vietnamese.reading.syllable import is_syllable

_TCVN = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ\xa0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323"
    "àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừử"
    "ÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VPS = (
    "ÀẢÃẤẦẨọỗĂếềểệẮẰẲẾ��ỀỂỄỐỒỔ�ýỷỵỚỜỞ�ắằẳẵặỠớÙờởỡŨỨợỪổỬỲỸÍÌộỈĨÓửữÒỎÕựầÁÂấẩẫậđẻÉÊẹỉễịỹƯỦồốÔỏơÈừứÚ"
    "ũưÝẺ�àáâãảạă�èéêẽìí�ĩẴĐòóôõ�Ơụùúủ�ỶẼỳ"
)
_LOW = {
    "tcvn3": {1: "Ú", 2: "Ụ", 4: "Ừ", 5: "Ử", 6: "Ữ", 17: "Ứ", 18: "Ự", 19: "Ỳ", 20: "Ỷ", 21: "Ỹ",
              22: "Ý", 23: "Ỵ"},
    "viscii": {2: "Ẳ", 5: "Ẵ", 6: "Ẫ", 20: "Ỷ", 25: "Ỹ", 30: "Ỵ"},
    "vps": {2: "Ạ", 3: "Ậ", 4: "Ặ", 5: "Ẹ", 6: "Ệ", 16: "Ị", 17: "Ọ", 18: "Ộ", 19: "Ợ", 20: "Ụ",
            21: "Ự", 25: "Ỵ", 28: "Ẫ", 29: "Ữ"},
}  # fmt: skip
"""Capitals that these put among the control codes."""

_TONES = "\u0301\u0300\u0309\u0303\u0323"
_VNI_MARKS = dict(zip("ùøûõï", _TONES, strict=True)) | dict(
    zip("áàåãä", ("\u0302" + tone for tone in _TONES), strict=True)
) | dict(zip("éèúüë", ("\u0306" + tone for tone in _TONES), strict=True)) | {
    "â": "\u0302", "ê": "\u0306",
}  # fmt: skip
_VNI_LETTERS = {"ô": "ơ", "ö": "ư", "ñ": "đ", "î": "ỵ", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}
_VNI = re.compile(
    "([aeoôuöyAEOÔUÖY])([" + "".join(_VNI_MARKS) + "".join(_VNI_MARKS).upper() + "])|."
)
_WORD = re.compile(r"[^\W\d_]+")


def decode(data: bytes) -> tuple[str, str]:
    """The text in NFC and its encoding's name: `utf-8`, `tcvn3`, `vni`, `viscii`, `vps`,
    `windows-1258`, or `windows-1252` when none of these gives Vietnamese."""
    try:
        return nfc(data.decode("utf-8-sig")), "utf-8"
    except UnicodeDecodeError:
        pass
    readings = [(nfc(read(data)), name) for name, read in _READERS.items()]
    best = max(readings, key=lambda reading: _likeness(reading[0]))
    if _likeness(best[0]) <= 0:
        return nfc(data.decode("cp1252", errors="replace")), "windows-1252"
    return best


def decode_as(data: bytes, encoding: str) -> str:
    """The text of bytes known to be in one of these codes. Raises KeyError for another name."""
    return nfc(_READERS[encoding](data))


def _likeness(text: str) -> int:
    """Marked syllables, less twice the marked words that can be none."""
    points = 0
    for word in _WORD.findall(text):
        if not word.isascii():
            points += 1 if is_syllable(word.lower()) and _one_case(word) else -2
    return points - 2 * sum(text.count(char) for char in "\ufffd¤§¥¬®±º")


def _one_case(word: str) -> bool:
    return word.islower() or word.isupper() or word.istitle()


def _single(name: str, table: str) -> Callable[[bytes], str]:
    low = _LOW[name]
    letters = [low.get(byte, chr(byte)) for byte in range(128)] + list(table)
    return lambda data: "".join(letters[byte] for byte in data)


def _vni(data: bytes) -> str:
    """A mark belongs to the letter before it; `ô`, `ö`, `ñ` alone are `ơ`, `ư`, `đ`."""
    text = data.decode("cp1252", errors="replace")
    return _VNI.sub(_vni_letter, text)


def _vni_letter(match: re.Match[str]) -> str:
    if not match[1]:
        return match[0].translate(_VNI_ALONE)
    base = match[1].translate(_VNI_ALONE)
    return unicodedata.normalize("NFC", base + _VNI_MARKS[match[2].lower()])


_VNI_ALONE = str.maketrans(
    _VNI_LETTERS | {key.upper(): value.upper() for key, value in _VNI_LETTERS.items()}
)
_READERS: dict[str, Callable[[bytes], str]] = {
    "tcvn3": _single("tcvn3", _TCVN),
    "vni": _vni,
    "windows-1258": lambda data: data.decode("cp1258", errors="replace"),
    "viscii": _single("viscii", _VISCII),
    "vps": _single("vps", _VPS),
}
"""The commonest in Vietnamese catalogues first: it wins a draw."""
