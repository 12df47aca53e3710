"""The requests of ours, filled in. Fee paid (37) and renew all (65) are not among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pysip2.models import (
    HoldRequest,
    ItemInformationRequest,
    LoginRequest,
    PatronInformationRequest,
    PatronStatusRequest,
    RenewRequest,
    SCStatusRequest,
)

from clock import Clock
from library.sip2.dates import stamp

Summary = Literal["hold", "overdue", "charged", "fine", "recall", "unavailable"]
SUMMARIES: tuple[Summary, ...] = ("hold", "overdue", "charged", "fine", "recall", "unavailable")
"""In the order of their places in 63."""
LANGUAGE = "000"
"""Unknown: Vietnamese has no number in the protocol's table."""
ANY_COPY = "2"
PLAIN = "0"
"""User and password as they are: the channel is what is encrypted."""
STATUS = SCStatusRequest(status_code="0", max_print_width="080", protocol_version="2.00")


@dataclass(frozen=True, slots=True)
class Terminal:
    """Who we are to the server. An empty `user` means that it wants no login."""

    institution: str = ""
    user: str = ""
    password: str = ""
    location: str = ""
    terminal_password: str = ""

    def login(self) -> LoginRequest:
        return LoginRequest(
            uid_algorithm=PLAIN,
            pwd_algorithm=PLAIN,
            login_user_id=self.user,
            login_password=self.password,
            location_code=self.location or None,
        )


class Requests:
    """Each with the time of asking. A PIN goes into a card check and into nothing else."""

    def __init__(self, terminal: Terminal, clock: Clock) -> None:
        self._terminal = terminal
        self._clock = clock

    def patron(
        self,
        card: str,
        summary: Summary | None = None,
        *,
        pin: str | None = None,
        first: int = 1,
        last: int = 1,
    ) -> PatronInformationRequest:
        """63, asking for one summary at most; entries `first` to `last` of it."""
        return PatronInformationRequest(
            language=LANGUAGE,
            transaction_date=stamp(self._clock.now()),
            summary="".join("Y" if summary == each else " " for each in SUMMARIES).ljust(10),
            institution_id=self._terminal.institution,
            patron_identifier=card,
            terminal_password=self._terminal.terminal_password,
            patron_password=pin,
            start_item=None if summary is None else str(first),
            end_item=None if summary is None else str(last),
        )

    def status(self, card: str, pin: str) -> PatronStatusRequest:
        return PatronStatusRequest(
            language=LANGUAGE,
            transaction_date=stamp(self._clock.now()),
            institution_id=self._terminal.institution,
            patron_identifier=card,
            terminal_password=self._terminal.terminal_password,
            patron_password=pin,
        )

    def item(self, barcode: str) -> ItemInformationRequest:
        return ItemInformationRequest(
            transaction_date=stamp(self._clock.now()),
            institution_id=self._terminal.institution,
            item_identifier=barcode,
            terminal_password=self._terminal.terminal_password,
        )

    def renew(self, card: str, barcode: str) -> RenewRequest:
        """29, refused by the server wherever it would refuse at its desk (no block is N)."""
        now = stamp(self._clock.now())
        return RenewRequest(
            third_party_allowed="N",
            no_block="N",
            transaction_date=now,
            nb_due_date=now,
            institution_id=self._terminal.institution,
            patron_identifier=card,
            item_identifier=barcode,
            terminal_password=self._terminal.terminal_password,
            fee_acknowledged="N",
        )

    def hold(self, card: str, barcode: str, branch: str) -> HoldRequest:
        """15 for any copy of the biblio that `barcode` is one of."""
        return HoldRequest(
            hold_mode="+",
            transaction_date=stamp(self._clock.now()),
            pickup_location=branch,
            hold_type=ANY_COPY,
            institution_id=self._terminal.institution,
            patron_identifier=card,
            item_identifier=barcode,
            terminal_password=self._terminal.terminal_password,
            fee_acknowledged="N",
        )

    def give_up(self, card: str, barcode: str) -> HoldRequest:
        return HoldRequest(
            hold_mode="-",
            transaction_date=stamp(self._clock.now()),
            institution_id=self._terminal.institution,
            patron_identifier=card,
            item_identifier=barcode,
            terminal_password=self._terminal.terminal_password,
        )
