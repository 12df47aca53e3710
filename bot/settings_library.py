"""Which system of the library is asked for loans, holds and copies, and how it is reached."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings


class LibrarySettings(BaseSettings):
    """Read as a part of `bot.settings.Settings`."""

    library: Literal["demo", "koha", "sip2", "exports", "none"] = Field(
        default="demo", description="The library's own system: its circulation is asked."
    )
    koha_url: str = Field(default="", description="Koha's address, https://… (its REST API).")
    koha_client_id: str = Field(default="", description="OAuth2 client of Koha; empty: Basic.")
    koha_client_secret: SecretStr = Field(default=SecretStr(""), description="Its secret.")
    koha_user: str = Field(default="", description="Koha's user for Basic, made for us alone.")
    koha_password: SecretStr = Field(default=SecretStr(""), description="Its password.")
    sip2_url: str = Field(
        default="", description="SIP2 server, tls://host:port; tcp:// on this machine alone."
    )
    sip2_user: str = Field(
        default="", description="Login to the SIP2 server; empty: it wants none."
    )
    sip2_password: SecretStr = Field(default=SecretStr(""), description="Its password.")
    sip2_institution: str = Field(default="", description="Institution id (AO).")
    sip2_location: str = Field(default="", description="Location code of the login (CP).")
    sip2_terminal_password: SecretStr = Field(
        default=SecretStr(""), description="Terminal password (AC), where the server wants one."
    )
    sip2_authority: Path | None = Field(
        default=None, description="Certificates to trust for tls://; empty: the system's."
    )
    sip2_clear_text: bool = Field(
        default=False,
        description="Take tcp:// to another machine: card numbers and PINs travel unencrypted.",
    )
    sip2_encoding: str = Field(default="utf-8", description="Encoding the SIP2 server writes.")
    sip2_checksums: bool = Field(
        default=True, description="Send sequence numbers and checksums (AY, AZ)."
    )
    sip2_dates: str = Field(
        default="", description="Comma list of the server's own forms of a due date (strptime)."
    )
