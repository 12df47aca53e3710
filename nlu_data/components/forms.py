"""The forms entities are known by, all read in folded words, and what a need can speak of."""

from __future__ import annotations

import re

SILENT = frozenset(
    "greet goodbye thank affirm cancel help bot_challenge ask_reference out_of_scope feedback "
    "privacy".split()
)
"""Intents whose words are never entities (INTENTS.md)."""

ISBN = re.compile(r"(?<![\dA-Za-z])(?:97[89][-\s]?)?\d(?:[-\s]?\d){8}[-\s]?[\dXx](?![\dA-Za-z])")
YEAR = r"(?:1[0-9]|20)\d\d"
YEARS = (
    (re.compile(rf"\b(?:tu(?: nam)?) ({YEAR})\s*(?:den|toi|-)\s*(?:nam )?({YEAR})\b"), "{0}-{1}"),
    (re.compile(rf"\b({YEAR})\s*-\s*({YEAR})\b"), "{0}-{1}"),
    (
        re.compile(rf"\b(?:sau|tu|ke tu) (?:nam )?({YEAR})(?: (?:tro di|den nay|tro lai day))?\b"),
        "{0}-",
    ),
    (re.compile(rf"\b(?:truoc) (?:nam )?({YEAR})\b"), "-{0}"),
    (re.compile(rf"\bnam ({YEAR})\b"), "{0}"),
    (re.compile(rf"\b({YEAR})\b"), "{0}"),
)
NUMBERS = {
    "nhat": 1, "mot": 1, "dau": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9, "muoi": 10,
}  # fmt: skip
UNIT = r"(?:cuon|quyen|ban|sach|tap|cai|muc)"
PLACE_WORDS = r"hai|ba|tu|bon|nam|sau|bay|tam|chin|muoi|nhat|nhi"
ORDINALS = (
    (re.compile(rf"\b(thu (?:{PLACE_WORDS}|\d{{1,2}}))\b"), None),
    (re.compile(r"\b(so (?:\d{1,2}|mot|hai|ba|bon|nam))\b"), None),
    (re.compile(rf"\b({UNIT} \d{{1,2}})\b"), None),
    (re.compile(rf"\b({UNIT} (?:dau tien|dau))\b"), "1"),
    (re.compile(r"\b(dau tien)\b"), "1"),
    (re.compile(rf"\b({UNIT} (?:cuoi cung|cuoi|sau cung|chot))\b"), "last"),
    (re.compile(r"\b(cuoi cung|sau cung)\b"), "last"),
    (
        re.compile(
            r"\b(ca hai|ca ba|ca bon|tat ca|toan bo|all"
            r"|(?<!chua )(?<!doc )(?<!cuon do )(?<!muon )(?<!thi )(?<!sap )(?<!da )"
            r"het(?! han| roi| luot| thi| chua| sach roi))\b"
        ),
        "all",
    ),
)
ORDINAL_INTENTS = frozenset(
    "show_details check_availability renew_loan place_hold cancel_hold deny refine_search "
    "view_loans view_holds".split()
)
ALL_INTENTS = frozenset("renew_loan place_hold cancel_hold view_loans view_holds".split())
WEEKDAY = r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|t[2-7]|chu nhat|cn)"
WEEK = r"(?: (?:tuan (?:nay|sau|toi)|nay|toi|sau))?"
PART = r"(?:(?:sang|trua|chieu|toi|dem) )?"
DAY = r"(?:ngay |hom |mung |mong )?\d{1,2}(?:\s*/\s*\d{1,2}(?:\s*/\s*\d{2,4})?| thang \d{1,2})"
FEAST = (
    r"(?:tet (?:duong lich|am lich|nguyen dan|trung thu|doan ngo|tay|ta)|tet"
    r"|gio to(?: hung vuong)?|quoc khanh|giang sinh|noel|trung thu|vu lan"
    r"|ram thang (?:gieng|muoi|bay|tam|tu|\d{1,2})|phat dan|quoc te lao dong"
    r"|giai phong mien nam|doc lap)"
)
DATES = (
    (re.compile(rf"\b((?:mung|mong) (?:\d{{1,2}}|{PLACE_WORDS}|mot)(?: tet)?)\b"), ""),
    (re.compile(rf"\b({PART}{DAY})\b"), ""),
    (re.compile(rf"\b({PART}{WEEKDAY}{WEEK})\b"), ""),
    (re.compile(r"\b((?:sang |trua |chieu |toi )?(?:ngay mai|ngay mot|ngay kia|mai))\b"), ""),
    (re.compile(r"\b((?:sang|trua|chieu|toi|dem|hom|bua) (?:nay|ni))\b"), ""),
    (re.compile(r"\b(cuoi (?:tuan|thang)(?: (?:nay|sau|toi))?|weekend)\b"), ""),
    (re.compile(r"\b((?:tuan|thang) (?:nay|ni|sau|toi|\d{1,2}))\b"), ""),
    (re.compile(rf"\b({FEAST})\b"), ""),
)
DATE_INTENTS = frozenset("opening_hours events place_hold".split())
PLACE_INTENTS = frozenset(
    "check_availability find_book refine_search place_hold borrowing_rules new_arrivals".split()
)
BOOKISH = frozenset("title author subject isbn publisher year language format audience".split())
ALLOWED: dict[str, frozenset[str]] = {
    **dict.fromkeys(("find_book", "more_results"), BOOKISH | {"place"}),
    **dict.fromkeys(("recommend", "suggest_purchase", "new_arrivals"), BOOKISH | {"place"}),
    "refine_search": BOOKISH | {"place", "ordinal"},
    "show_details": frozenset(("title", "author", "ordinal", "isbn")),
    "check_availability": frozenset(("title", "author", "ordinal", "isbn", "place")),
    **dict.fromkeys(
        ("view_loans", "renew_loan", "view_holds", "cancel_hold"),
        frozenset(("title", "author", "ordinal", "isbn")),
    ),
    "place_hold": frozenset(("title", "author", "ordinal", "isbn", "place", "date")),
    "lost_or_damaged": frozenset(("title",)),
    "events": frozenset(("date", "audience", "place")),
    "opening_hours": frozenset(("date", "place")),
    "location_contact": frozenset(("place",)),
    "borrowing_rules": frozenset(("place",)),
    "digital_access": frozenset(("title",)),
    "deny": frozenset(("ordinal",)),
}
"""What a need can speak of; other spans in it are words (`phòng thiếu nhi` is no audience)."""
