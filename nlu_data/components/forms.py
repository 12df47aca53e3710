"""What a need can speak of: intents and the entities their words may be."""

from __future__ import annotations

SILENT = frozenset(
    "greet goodbye thank affirm cancel help bot_challenge ask_reference out_of_scope feedback "
    "privacy".split()
)
"""Intents whose words are never entities (INTENTS.md)."""

ORDINAL_INTENTS = frozenset(
    "show_details check_availability renew_loan place_hold cancel_hold deny refine_search "
    "view_loans view_holds".split()
)
ALL_INTENTS = frozenset("renew_loan place_hold cancel_hold view_loans view_holds".split())
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
