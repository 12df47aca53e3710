"""A SIP2 server on a TCP port of this machine: its oddities and its bad days by switches.

The circulation rules are those of `FakeLibrary`; here they speak SIP2, where a loan or a hold is
named by the barcode of its item.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

from library.model import Hold, Item
from library.results import Done
from tests.fakes.library_system import FakeAccount, FakeLibrary
from tests.fakes.sip2_frames import STAMP, Asked, FieldsOut, Manner, read, written

USER, PASSWORD = "thu-thu", "terminal-password-for-tests"
RESEND = b"96AZFEF6\r"

Fault = Literal[
    "",
    "slow",  # carried out, answered too late
    "late",  # carried out only after the client has gone
    "cut",  # carried out, the answer cut in the middle
    "cut_before",  # cut before anything is done
    "resend",  # 96 once
    "resend_always",
    "garbage",  # carried out, bytes of no sense
    "wrong_code",  # carried out, the answer to something else
    "wrong_sequence",
    "wrong_checksum",
    "doubled",  # carried out twice; the second answer comes back
    "nothing",  # never answered
]
SUMMARY = ("hold", "overdue", "charged", "fine", "recall", "unavailable")


@dataclass
class Oddities:
    """What honest servers of different makers do."""

    pin_told: bool = True
    """False: CQ is never sent."""
    blank_counts: bool = False
    blank_due: bool = False
    """AH is empty in the answer to a renewal."""
    due_form: str = "%Y-%m-%d 23:59"
    screen: bytes = b""
    """AF of every answer."""
    all_in_one_page: bool = False
    most_in_a_page: int = 99
    offers: str = "YYYYYYYYYYYYYYYY"
    renewal_policy: str = "Y"
    only_this_login: bool = True
    split: bool = False
    """Answers come in pieces."""
    manner: Manner = field(default_factory=Manner)


@dataclass
class FakeSip2:
    """`fault` names how the answer to a command goes wrong."""

    shelf: FakeLibrary
    odd: Oddities = field(default_factory=Oddities)
    fault: Callable[[str], Fault] = lambda _command: ""
    slow_seconds: float = 0.5
    asked: list[Asked] = field(default_factory=list)
    written: list[tuple[str, str]] = field(default_factory=list)
    """(renew, hold or cancel; barcode or hold id) of each write that changed something."""
    lost: set[str] = field(default_factory=set)
    """Cards reported lost."""
    at_once: int = 0
    most_at_once: int = 0
    connections: int = 0
    _open: dict[asyncio.Task[object], asyncio.StreamWriter] = field(default_factory=dict)

    @asynccontextmanager
    async def serving(self, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
        """The port it answers at."""
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0, ssl=tls)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            for writer in self._open.values():
                writer.transport.abort()
            await asyncio.gather(*self._open)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        if (task := asyncio.current_task()) is not None:
            self._open[task] = writer
            task.add_done_callback(lambda done: self._open.pop(done, None))
        try:
            while frame := await reader.readuntil(b"\r"):
                if not await self._answer(frame, reader, writer):
                    break
        except (asyncio.IncompleteReadError, OSError):
            pass
        finally:
            writer.close()

    async def _answer(
        self, frame: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """False closes the connection, as an unknown command does."""
        try:
            asked = read(frame)
        except (ValueError, KeyError):
            return False
        fault = self.fault(asked.command)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            return await self._with_fault(asked, fault, reader, writer)
        finally:
            self.at_once -= 1

    async def _with_fault(
        self,
        asked: Asked,
        fault: Fault,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        if fault == "cut_before":
            return False
        if fault == "nothing":
            await reader.read()
            return False
        if fault in ("resend", "resend_always"):
            await self._put(writer, RESEND)
            asked = read(await reader.readuntil(b"\r"))
            if fault == "resend_always":
                await self._put(writer, RESEND)
                return True
        if fault == "late":
            await asyncio.sleep(self.slow_seconds)
        out = self._done(asked)
        if fault == "doubled":
            out = self._done(asked)
        if fault == "slow":
            await asyncio.sleep(self.slow_seconds)
        await self._put(writer, _hurt(out, fault))
        return fault != "cut" and bool(out)

    async def _put(self, writer: asyncio.StreamWriter, out: bytes) -> None:
        pieces = [out[at : at + 7] for at in range(0, len(out), 7)] if self.odd.split else [out]
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            if self.odd.split:
                await asyncio.sleep(0)

    def _done(self, asked: Asked) -> bytes:
        self.asked.append(asked)
        handler = {
            "93": self._login, "99": self._status, "23": self._patron_status,
            "63": self._patron, "17": self._item, "29": self._renew, "15": self._hold,
        }.get(asked.command)  # fmt: skip
        if handler is None:
            return b""
        head, fields = handler(asked)
        if self.odd.screen:
            fields.append(("AF", self.odd.screen))
        return written(head, fields, asked, self.odd.manner)

    def _login(self, asked: Asked) -> tuple[str, FieldsOut]:
        right = (asked.get("CN"), asked.get("CO")) == (USER, PASSWORD)
        return f"94{int(right or not self.odd.only_this_login)}", []

    def _status(self, _asked: Asked) -> tuple[str, FieldsOut]:
        head = f"98YYY{self.odd.renewal_policy}NN100003{STAMP}2.00"
        return head, [("AO", "TV"), ("AM", "Thư viện mẫu"), ("BX", self.odd.offers)]

    def _account(self, card: str) -> FakeAccount | None:
        return next(
            (
                a
                for a in self.shelf.accounts.values()
                if a.patron.card.casefold() == card.casefold()
            ),
            None,
        )

    def _who(self, asked: Asked) -> tuple[str, FieldsOut, FakeAccount | None]:
        account = self._account(asked.get("AA"))
        card = asked.get("AA") if account is None else account.patron.card
        fields: FieldsOut = [("AO", "TV"), ("AA", card)]
        if account is None:
            return "YYYY".ljust(14), [*fields, ("AE", ""), ("BL", "N")], None
        fields += [("AE", account.patron.name), ("BL", "Y")]
        if self.odd.pin_told and "AD" in asked.fields:
            fits = account.pin == asked.get("AD") or not asked.get("AD")
            fields.append(("CQ", "Y" if fits else "N"))
        owed = sum(fee.amount for fee in self.shelf._fees(account.patron.id))
        fields += [("BH", "VND"), ("BV", str(owed))]
        return self._flags(account, owed), fields, account

    def _flags(self, account: FakeAccount, owed: int) -> str:
        denied = bool(account.restricted) or account.patron.expires < self.shelf.today
        flags = ["Y" if denied else " "] * 4 + [" "] * 10
        flags[4] = "Y" if account.patron.card in self.lost else " "
        flags[10] = "Y" if owed >= self.shelf.blocking_fee else " "
        return "".join(flags)

    def _patron_status(self, asked: Asked) -> tuple[str, FieldsOut]:
        flags, fields, _ = self._who(asked)
        return f"24{flags}000{STAMP}", fields

    def _patron(self, asked: Asked) -> tuple[str, FieldsOut]:
        flags, fields, account = self._who(asked)
        lists = {name: self._list(account, name) for name in SUMMARY}
        counts = "".join(
            " " * 4 if self.odd.blank_counts else f"{len(lists[name]):04}" for name in SUMMARY
        )
        fields.append(("BZ", f"{self.shelf.max_holds:04}"))
        for name, wanted, code in zip(
            SUMMARY, asked.fixed[21:], ("AS", "AT", "AU", "AV", "BU", "CD"), strict=False
        ):
            if wanted == "Y":
                fields += [(code, entry) for entry in self._page(asked, lists[name])]
        return f"64{flags}000{STAMP}{counts}", fields

    def _page(self, asked: Asked, entries: list[str]) -> list[str]:
        if self.odd.all_in_one_page:
            return entries
        first, last = int(asked.get("BP") or 1), int(asked.get("BQ") or len(entries))
        return entries[first - 1 : last][: self.odd.most_in_a_page]

    def _list(self, account: FakeAccount | None, name: str) -> list[str]:
        if account is None:
            return []
        own = account.patron.id
        if name in ("charged", "overdue"):
            loans = [
                x for x in self.shelf._loans(own) if name == "charged" or x.due < self.shelf.today
            ]
            return [loan.barcode for loan in loans]
        if name in ("hold", "unavailable"):
            status = "ready" if name == "hold" else "waiting"
            return [self.held(h) for h in self.shelf._holds(own) if h.status == status]
        if name == "fine":
            return [fee.reason for fee in self.shelf._fees(own)]
        return []

    def held(self, hold: Hold) -> str:
        """The copy a hold is named by: the first of its biblio."""
        return next(i.barcode for i in self.shelf.items if i.biblio_id == hold.biblio_id)

    def _copy(self, barcode: str) -> Item | None:
        return next((item for item in self.shelf.items if item.barcode == barcode), None)

    def _item(self, asked: Asked) -> tuple[str, FieldsOut]:
        copy = self._copy(asked.get("AB"))
        fields: FieldsOut = [("AB", asked.get("AB"))]
        if copy is None:
            return f"18010001{STAMP}", [*fields, ("AJ", "")]
        known = self.shelf._availability(copy.biblio_id)
        now = next(item for item in known.items if item.barcode == copy.barcode)
        status = {
            "available": "03", "on_loan": "04", "on_hold_shelf": "08", "on_site": "01",
            "in_repair": "06", "lost": "12",
        }[now.status]  # fmt: skip
        title = self.shelf.titles.get(copy.biblio_id, "")
        fields += [("CF", str(known.holds)), ("AJ", title), ("AQ", copy.branch)]
        loan = next((x for x in self.shelf.open_loans if x.barcode == copy.barcode), None)
        if loan is not None:
            fields.append(("AH", f"{loan.due:{self.odd.due_form}}"))
        ready = [h for h in self.shelf.open_holds if h.biblio_id == copy.biblio_id and h.expires]
        fields += [("CM", f"{hold.expires:%Y%m%d}    235900") for hold in ready[:1]]
        return f"18{status}0001{STAMP}", fields

    def _renew(self, asked: Asked) -> tuple[str, FieldsOut]:
        barcode, account = asked.get("AB"), self._account(asked.get("AA"))
        loan = next((x for x in self.shelf.open_loans if x.barcode == barcode), None)
        title = "" if loan is None else loan.title
        fields: FieldsOut = [("AO", "TV"), ("AA", asked.get("AA")), ("AB", barcode), ("AJ", title)]
        if account is not None and loan is not None:
            outcome = self.shelf._renew(account.patron.id, loan.id)
            if isinstance(outcome, Done):
                self.written.append(("renew", barcode))
                due = "" if self.odd.blank_due else f"{outcome.value.due:{self.odd.due_form}}"
                return f"301YUN{STAMP}", [*fields, ("AH", due)]
        return f"300NUN{STAMP}", [*fields, ("AH", "")]

    def _hold(self, asked: Asked) -> tuple[str, FieldsOut]:
        account, copy = self._account(asked.get("AA")), self._copy(asked.get("AB"))
        fields: FieldsOut = [("AO", "TV"), ("AA", asked.get("AA")), ("AB", asked.get("AB"))]
        if account is not None and copy is not None and asked.fixed[0] == "+":
            outcome = self.shelf._place(account.patron.id, copy.biblio_id, asked.get("BS"))
            if isinstance(outcome, Done):
                self.written.append(("hold", outcome.value.id))
                place = str(outcome.value.position)
                return f"161N{STAMP}", [*fields, ("BS", asked.get("BS")), ("BR", place)]
        if account is not None and copy is not None and asked.fixed[0] == "-":
            own = self.shelf._holds(account.patron.id)
            hold = next((h for h in own if h.biblio_id == copy.biblio_id), None)
            if hold is not None and isinstance(self.shelf._cancel(hold.patron_id, hold.id), Done):
                self.written.append(("cancel", hold.id))
                return f"161N{STAMP}", fields
        return f"160N{STAMP}", fields


def _hurt(out: bytes, fault: Fault) -> bytes:
    if fault == "cut":
        return out[: len(out) // 2]
    if fault == "garbage":
        return b"\xff\xfe30\x01garbage AA|AB\r"
    if fault == "wrong_code":
        return b"36Y20261123    120000AOTV|AAA1|\r"
    if fault == "wrong_sequence" and b"AY" in out[-10:]:
        body = out.rstrip(b"\r\n")
        other = b"%d" % ((int(body[-7:-6]) + 1) % 10)
        start = body[:-7] + other + b"AZ"
        return start + f"{-sum(start) & 0xFFFF:04X}".encode() + b"\r"
    if fault == "wrong_checksum" and b"AZ" in out[-7:]:
        return out.rstrip(b"\r\n")[:-4] + b"0000\r"
    return out
