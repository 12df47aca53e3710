"""What a reader types after a slash: a command, in any form, or words like any other.

Rasa takes a text that begins with a slash for an intent by name; no reader's words reach it so.
"""

from __future__ import annotations

import re

from vietnamese.reading.letters import fold

_FORM = re.compile(r"^\s*/+\s*(?P<name>[^\s@{/]*)(?:@\w*)?(?P<rest>.*)$", re.DOTALL)
_NAMES = {
    "/greet": "start batdau chao",
    "/help": "help menu commands settings trogiup giupdo huongdan lenh",
    "/cancel": "stop cancel exit quit end huy thoat dung",
    "/ask_librarian": "librarian thuthu gapthuthu nguoithat human agent",
    "/view_loans": "loans viewloans muon dangmuon sachdangmuon",
    "/renew_loan": "renew renewloan giahan",
    "/view_holds": "holds viewholds dattruoc sachdattruoc",
    "/view_fines": "fines viewfines phat phi",
    "/new_arrivals": "new newarrivals sachmoi",
    "/opening_hours": "hours openinghours gio giomocua",
    "/location_contact": "address contact locationcontact diachi lienhe",
    "/events": "events sukien",
    "/link_account": "link login linkaccount dangnhap lienketthe",
    "/unlink_account": "unlink logout unlinkaccount dangxuat huylienket gothe",
    "/privacy": "privacy xuatdulieu riengtu",
    '/privacy{"question":"erase"}': "erase deletedata xoadulieu",
}
_PAYLOADS = {name: payload for payload, names in _NAMES.items() for name in names.split()}


def read(text: str) -> tuple[str, str | None]:
    """(words, payload): a known command's payload; else what stands behind the slash as words.
    A slash alone asks what can be done. Text without a slash stays."""
    found = _FORM.match(text)
    if found is None:
        return text, None
    name, rest = found["name"], found["rest"].strip()
    payload = _PAYLOADS.get(_plain(name))
    if payload is not None and not rest:
        return text, payload
    words = " ".join(part for part in (re.sub(r"[_-]+", " ", name), rest) if part)
    words = words.lstrip("/{ ")
    return (words, None) if words else (text, "/help")


def _plain(name: str) -> str:
    """Without accents, case, hyphens and underscores."""
    return "".join(letter for letter in fold(name) if letter.isalnum())
