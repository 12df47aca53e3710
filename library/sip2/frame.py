"""Frames to bytes and back, by `pysip2`; what no frame is raises FrameError and nothing else."""

from __future__ import annotations

from typing import TypeVar

from pysip2.codec import decode_message, encode_message
from pysip2.errors import SIP2Error
from pysip2.models import SIPRequest, SIPResponse

R = TypeVar("R", bound=SIPResponse)

MOST_BYTES = 64 * 1024
END = b"\r"
RESEND = b"96"
BYTES = "latin-1"
"""Each byte is its own letter here: what encoding a field is in, `text.read` finds out."""


class FrameError(ValueError):
    """The bytes are no answer to what was asked."""


def written(request: SIPRequest, sequence: int, *, encoding: str, checked: bool) -> bytes:
    """With sequence number and checksum where `checked`. Raises FrameError."""
    try:
        return encode_message(
            request,
            sequence_number=sequence if checked else None,
            checksum=checked,
            encoding=encoding,
        )
    except (SIP2Error, ValueError) as error:
        raise FrameError(type(error).__name__) from error


def answer(raw: bytes, kind: type[R], sequence: int) -> R:
    """A `kind`, with its checksum right and its sequence number ours where it has them."""
    try:
        decoded = decode_message(stripped(raw), encoding=BYTES)
    except (SIP2Error, ValueError) as error:
        raise FrameError(type(error).__name__) from error
    if decoded.sequence_number not in (None, sequence):
        raise FrameError("an answer to another request")
    if not isinstance(decoded.message, kind):
        raise FrameError("an answer of another kind")
    return decoded.message


def stripped(raw: bytes) -> bytes:
    """Without the line feed that some servers put after a frame, before the next."""
    return raw.lstrip(b"\r\n \x00")
