"""Plain-text e-mail over SMTP. A failure is a value: who asked decides what then."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

PATIENCE = 15.0
PORTS = {"smtp": 587, "smtps": 465}
LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Mail:
    """`subject` is one line; line breaks in it become blanks."""

    to: tuple[str, ...]
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class MailSent:
    """The server took it."""


@dataclass(frozen=True, slots=True)
class MailFailed:
    """It was not taken, or nobody knows."""

    reason: str


class Mailer(Protocol):
    """Carries one mail; never raises for what the server does."""

    async def send(self, mail: Mail) -> MailSent | MailFailed: ...


class MailSettingsError(ValueError):
    """The address of the mail server cannot be used."""


@dataclass(frozen=True, slots=True)
class Server:
    """`smtp` speaks TLS after STARTTLS, which is not left out but to this machine itself; `smtps`
    from the start."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""


def server_of(address: str) -> Server:
    """Out of `smtps://name:password@host:port`. Raises MailSettingsError."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise MailSettingsError("the mail server's address cannot be read") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise MailSettingsError("the mail server's address begins with smtp:// or smtps://")
    return Server(
        parts.scheme, parts.hostname, port or PORTS[parts.scheme],
        unquote(parts.username or ""), unquote(parts.password or ""),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """`sender` is the library's own address."""

    server: Server
    sender: str

    async def send(self, mail: Mail) -> MailSent | MailFailed:
        try:
            message = _message(self.sender, mail)
            await asyncio.to_thread(self._deliver, message)
        except (OSError, ValueError, smtplib.SMTPException) as error:
            return MailFailed(type(error).__name__)
        return MailSent()

    def _deliver(self, message: EmailMessage) -> None:
        safe = ssl.create_default_context()
        server = self.server
        if server.scheme == "smtps":
            with smtplib.SMTP_SSL(server.host, server.port, timeout=PATIENCE, context=safe) as smtp:
                self._hand_over(smtp, message)
            return
        with smtplib.SMTP(server.host, server.port, timeout=PATIENCE) as smtp:
            if server.host not in LOCAL:
                smtp.starttls(context=safe)
            self._hand_over(smtp, message)

    def _hand_over(self, smtp: smtplib.SMTP, message: EmailMessage) -> None:
        if self.server.user:
            smtp.login(self.server.user, self.server.password)
        smtp.send_message(message)


def _message(sender: str, mail: Mail) -> EmailMessage:
    """Raises ValueError for an address that is none."""
    made = EmailMessage()
    made["From"] = sender
    made["To"] = ", ".join(mail.to)
    made["Subject"] = " ".join(mail.subject.split())
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail.text)
    return made


def addresses(text: str) -> Sequence[str]:
    """Of a comma list, those that look like addresses."""
    found = (part.strip() for part in text.split(","))
    return tuple(each for each in found if "@" in each and not any(c.isspace() for c in each))
