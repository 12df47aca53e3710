"""Mail over a server of our own that speaks enough SMTP."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from threading import Thread

import pytest

from bot.delivery.mail.mailer import (
    Mail,
    MailFailed,
    MailSent,
    MailSettingsError,
    Server,
    SmtpMailer,
    addresses,
    server_of,
)


@dataclass
class PostOffice:
    """Takes mail on loopback, one visitor at a time; refuses recipients named in `refused`."""

    door: socket.socket
    refused: str = "nobody@"
    taken: list[bytes] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.door.getsockname()[1])

    def run(self) -> None:
        while True:
            try:
                visitor, _ = self.door.accept()
            except OSError:
                return
            with visitor, visitor.makefile("rwb") as talk:
                self._serve(talk)

    def _serve(self, talk: object) -> None:
        def say(line: bytes) -> None:
            talk.write(line + b"\r\n")  # type: ignore[attr-defined]
            talk.flush()  # type: ignore[attr-defined]

        say(b"220 post office")
        while line := talk.readline():  # type: ignore[attr-defined]
            word = line[:4].upper()
            if word == b"DATA":
                say(b"354 go on")
                body = b""
                while (part := talk.readline()) != b".\r\n":  # type: ignore[attr-defined]
                    body += part
                self.taken.append(body)
                say(b"250 kept")
            elif word == b"QUIT":
                say(b"221 bye")
                return
            elif word == b"RCPT" and self.refused.encode() in line:
                say(b"550 no such person")
            else:
                say(b"250 ok")


@pytest.fixture
def office() -> Iterator[PostOffice]:
    door = socket.create_server(("127.0.0.1", 0))
    made = PostOffice(door)
    Thread(target=made.run, daemon=True).start()
    yield made
    door.close()


def _mailer(office: PostOffice) -> SmtpMailer:
    return SmtpMailer(Server("smtp", "127.0.0.1", office.port), "thuvien@example.vn")


async def test_a_mail_arrives_as_written(office: PostOffice) -> None:
    mail = Mail(("mai@example.vn",), "Có 3 bạn đọc\r\nBcc: x@y.z", "Đang chờ ở bàn.")
    assert await _mailer(office).send(mail) == MailSent()
    read = message_from_bytes(office.taken[0], policy=policy.default)
    assert read["Subject"] == "Có 3 bạn đọc Bcc: x@y.z" and read["Bcc"] is None
    assert read["Auto-Submitted"] == "auto-generated"
    assert read.get_content().strip() == "Đang chờ ở bàn."


async def test_a_refusal_and_a_server_that_is_away_are_values(office: PostOffice) -> None:
    mailer = _mailer(office)
    assert isinstance(await mailer.send(Mail(("nobody@x.vn",), "a", "b")), MailFailed)
    office.door.close()
    away = SmtpMailer(Server("smtp", "127.0.0.1", 1), "thuvien@example.vn")
    assert isinstance(await away.send(Mail(("mai@x.vn",), "a", "b")), MailFailed)


def test_the_server_s_address() -> None:
    assert server_of("smtps://a%40b:p%3Aw@mail.vn") == Server("smtps", "mail.vn", 465, "a@b", "p:w")
    assert server_of("smtp://mail.vn:25").port == 25


@pytest.mark.parametrize("address", ["mail.vn", "http://mail.vn", "smtp://", "smtp://a:b:c"])
def test_another_address_is_refused(address: str) -> None:
    with pytest.raises(MailSettingsError):
        server_of(address)


def test_a_comma_list_of_addresses() -> None:
    assert addresses(" a@b.vn, ,x, c@d.vn ,e f@g.vn") == ("a@b.vn", "c@d.vn")
