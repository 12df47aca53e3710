"""Bytes of old catalogues come out as the text they were; unknown bytes come out as something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.reading.legacy import decode

TEXT = "Truyện Kiều của Nguyễn Du, thư viện tỉnh Hà Tĩnh đã số hóa"

BYTES = {
    "tcvn3": "TruyÖn KiÒu cña NguyÔn Du, th\xad viÖn tØnh Hµ TÜnh ®· sè hãa".encode("latin-1"),
    "vni": "Truyeän Kieàu cuûa Nguyeãn Du, thö vieän tænh Haø Tónh ñaõ soá hoùa".encode("cp1252"),
    "utf-8": TEXT.encode(),
}


@pytest.mark.parametrize("name", BYTES)
def test_decode_knows_the_encoding(name: str) -> None:
    assert decode(BYTES[name]) == (TEXT, name)


def test_decode_takes_nfd_in_utf8() -> None:
    import unicodedata

    assert decode(unicodedata.normalize("NFD", TEXT).encode()) == (TEXT, "utf-8")


@given(st.binary(max_size=80))
def test_decode_takes_any_bytes(data: bytes) -> None:
    text, name = decode(data)
    assert isinstance(text, str) and name
