"""Where a SIP2 server may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from library.sip2 import AddressError, address


@pytest.mark.parametrize("text", ["tcp://127.0.0.1:6001", "tcp://localhost:6001", "tcp://[::1]:6001",
                                  "tcp://127.8.8.8:6001"])  # fmt: skip
def test_plain_tcp_stays_on_this_machine(text: str) -> None:
    assert address(text).tls is None


@pytest.mark.parametrize(
    "text",
    [
        "tcp://10.0.0.5:6001", "tcp://sip.example:6001", "tcp://localhost.example:6001",
        "http://127.0.0.1:6001", "127.0.0.1:6001", "tcp://127.0.0.1", "tls://sip.example",
        "tls://u:p@sip.example:6443", "tls://sip.example:99999", "tls://sip.example:6443/x",
        "tcp://[::1:6001", "tls://" + "a" * 70 + ".example:1", "", "tls://:6443",
    ],
)  # fmt: skip
def test_others_are_refused(text: str) -> None:
    with pytest.raises(AddressError):
        address(text)


def test_clear_text_over_a_network_needs_a_word() -> None:
    assert address("tcp://10.0.0.5:6001", clear_text_allowed=True).host == "10.0.0.5"


def test_tls_checks_the_servers_name() -> None:
    context = address("tls://sip.example:6443").tls
    assert context is not None
    assert context.check_hostname


def test_an_authority_that_is_no_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AddressError, match=r"none\.pem"):
        address("tls://sip.example:6443", authority=tmp_path / "none.pem")
