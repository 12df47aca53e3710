"""Where a SIP2 server is. PINs travel in clear text, so only by TLS or on this machine."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit


class AddressError(ValueError):
    """The address is none, or would send PINs over a network in clear text."""


@dataclass(frozen=True, slots=True)
class Address:
    """A server; `tls` None is plain TCP."""

    host: str
    port: int
    tls: ssl.SSLContext | None = None


def address(
    text: str, *, authority: Path | None = None, clear_text_allowed: bool = False
) -> Address:
    """From `tls://HOST:PORT`, or `tcp://HOST:PORT` on this machine.

    `authority` is a file of certificates to trust instead of the system's. A plain remote address
    is taken only where `clear_text_allowed`. Raises AddressError.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname, parts.port
        (host or "").encode("idna")
    except ValueError as error:
        raise AddressError(text) from error
    if not host or not port or parts.path or parts.query or parts.fragment or parts.username:
        raise AddressError(text)
    if parts.scheme == "tls":
        return Address(host, port, _context(authority))
    if parts.scheme != "tcp" or not (clear_text_allowed or _here(host)):
        raise AddressError(text)
    return Address(host, port)


def _context(authority: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=None if authority is None else str(authority))
    except OSError as error:
        raise AddressError(f"{authority}: {error}") from error


def _here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
