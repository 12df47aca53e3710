"""The sentences the assistant says and the places each may use, as the actions fill them."""

from __future__ import annotations

from itertools import chain

RENEW_CODES = (
    "too_many_renewals", "on_hold_by_another", "overdue_too_long", "on_site_only", "too_soon",
    "not_your_loan", "not_renewable",
)  # fmt: skip
HOLD_CODES = (
    "too_many_holds", "already_on_hold", "not_holdable", "already_borrowed", "bad_pickup_branch",
    "unknown_biblio", "age_restricted",
)  # fmt: skip
SHARED_CODES = (
    "card_expired", "blocked_by_fees", "restricted", "not_your_hold", "unknown_patron",
    "wrong_card_or_pin", "too_many_tries", "card_lost", "not_offered", "not_connected", "other",
)  # fmt: skip
DETAILED = (
    "renew.too_many_renewals", "renew.overdue_too_long", "renew.too_soon", "hold.too_many_holds",
    "card_expired", "blocked_by_fees", "restricted",
)  # fmt: skip
"""Told with a number or day where the system gives one, else plainly (`….plain`)."""
MEANINGS = (
    "find_book", "more_results", "refine_search", "show_details", "check_availability",
    "new_arrivals", "recommend", "view_loans", "renew_loan", "view_fines", "place_hold",
    "view_holds", "cancel_hold", "link_account", "unlink_account", "ask_reference",
    "ask_librarian", "opening_hours", "location_contact", "card_registration", "borrowing_rules",
    "lost_or_damaged", "digital_access", "services", "events", "suggest_purchase", "donate_books",
    "feedback", "privacy", "help",
)  # fmt: skip

PLACES: dict[str, tuple[str, ...]] = {
    "": (
        "greet", "goodbye", "thank", "help", "bot_challenge", "out_of_scope", "affirm.nothing",
        "deny.left", "deny.nothing", "cancel.left", "cancel.nothing", "unsure", "unsure.in_form",
        "unsure.twice", "button.find", "button.hours", "button.loans", "button.librarian",
        "button.details", "button.available", "button.hold", "button.more", "button.suggest",
        "button.renew", "button.renew_all", "button.cancel_hold", "button.yes", "button.no",
        "button.no_thanks", "button.leave", "button.link", "button.unlink", "button.send",
        "button.erase", "find.what", "more.listed", "more.none", "new.listed", "new.none",
        "events.everyone",
        "recommend.new", "details", "details.which", "details.gone", "available.which",
        "card.on_site", "card.out", "card.hold_ready", "card.hold_waiting_unplaced",
        "link.offer", "link.needed", "link.again",
        "link.already", "unlink.done", "unlink.none", "loans.none", "fines.none", "holds.none",
        "renew.no_loans", "renew.left", "renew.back_which", "renew.a_loan", "renew.doubt_summary",
        "hold.what", "hold.which", "hold.back_which", "hold.left", "cancel_hold.none",
        "cancel_hold.which", "cancel_hold.back_which", "cancel_hold.left",
        "cancel_hold.doubt_summary", "cancel_hold.unconfirmed", "cancel_hold.unavailable",
        "reference.what", "reference.not_found", "handoff.open", "handoff.sent.open",
        "handoff.checking.open", "handoff.summary", "hours.closed_long", "topic.none",
        "privacy.confirm_erase", "privacy.erased", "privacy.export", "privacy.export_summary",
        "suggest.what", "suggest.back_what", "feedback.what", "feedback.back_what",
        "feedback.praise", "feedback.taken", "feedback.complaint", "fallback.account",
        "fallback.what", "turn.linked", "turn.pin_typed", "turn.attachment", "turn.empty",
        "turn.trouble", "turn.released", "turn.photo", "turn.voice",
        "turn.sticker", "turn.contact", "turn.stale", "turn.doubt", "turn.handed_back",
        "turn.left_queue", "turn.not_waiting", "turn.still_waiting", "button.stop_waiting",
        "turn.closed", "turn.unlinked", "notice.on", "notice.off", "notice.link_first",
        "button.notices_on", "button.notices_off",
        "button.read", "as_of.morning", "link.lost",
        *(f"meaning.{intent}" for intent in MEANINGS),
    ),
    "name": (
        "turn.taken_over", "greet", "goodbye", "thank", "help", "bot_challenge", "out_of_scope",
        "location",
        "location.branch", "location.line",
    ),
    "phone": (
        "account.not_connected", "account.not_offered",
        "trouble.library", "trouble.search", "handoff.closed_long", "location", "location.branch",
        "location.line", "available.phone",
    ),
    "detail": (
        *(f"refused.renew.{code}" for code in RENEW_CODES),
        *(f"refused.hold.{code}" for code in HOLD_CODES),
        *(f"refused.{code}" for code in SHARED_CODES),
        *(f"refused.{code}.plain" for code in DETAILED),
    ),
    "value": (
        "details.summary", "details.publisher", "details.year", "details.pages",
        "details.subjects", "details.isbn", "details.call_number",
    ),
    "count": (
        "find.listed", "find.one", "find.relaxed", "find.refined", "recommend.listed", "card.in",
        "find.near", "find.filtered", "find.unsure", "hours.closed_span",
        "card.renewals_left", "details.no_such", "loans.listed", "loans.some_late", "holds.listed",
        "holds.some_ready", "renew.which", "available.out_queue", "available.copies",
    ),
    "what": (
        "find.listed", "find.one", "find.relaxed", "find.refined", "recommend.listed", "find.none",
        "find.none_but", "find.near", "renew.confirm", "renew.back_confirm", "cancel_hold.confirm",
        "cancel_hold.back_confirm", "renew.left_these",
    ),
    "page": ("button.page", "reference.answer", "reference.answer_on_site"),
    "sentence": ("reference.answer", "reference.answer_on_site"),
    "author": ("reference.answer", "reference.answer_on_site"),
    "title": (
        "reference.answer", "reference.answer_on_site", "available.in", "available.elsewhere",
        "available.on_site", "available.unknown", "available.none", "available.out",
        "available.out_queue", "available.online", "available.digital",
        "renew.item", "renew.done", "renew.refused", "renew.unconfirmed", "renew.unavailable",
        "hold.where", "hold.back_where", "hold.confirm", "hold.back_confirm", "hold.done",
        "hold.refused", "renew.requested", "hold.done_unplaced", "hold.requested",
        "cancel_hold.requested", "hold.unconfirmed", "hold.doubt_summary", "cancel_hold.done",
        "suggest.taken", "notice.line", "notice.line_bare",
        *(f"request.{k}.{o}" for k in ("renew", "hold", "cancel") for o in ("done", "refused")),
    ),
    "places": ("available.in", "available.elsewhere", "available.on_site", "available.unknown"),
    "minutes": ("turn.waiting_minutes",),
    "place": (
        "available.elsewhere", "card.pickup", "hold.confirm", "hold.back_confirm", "hold.done",
        "available.place",
        "hold.done_unplaced", "turn.waiting_place", "turn.waiting_minutes",
    ),
    "branch": ("available.shelf",),
    "shelf": ("available.shelf",),
    "call_number": ("available.call_number",),
    "details": ("available.place",),
    "day": (
        "available.out", "available.out_queue", "card.due", "card.hold_ready_until",
        "loans.listed", "renew.item", "renew.done", "handoff.closed", "handoff.sent.closed",
        "handoff.checking.closed", "hours.today", "hours.day", "hours.line_open",
        "hours.line_closed", "hours.line_closed_for", "hours.open_on", "hours.closed_on",
        "hours.closed_for", "hours.next", "hours.opens_on", "events.at", "events.until",
        "fines.line", "notice.line", "renew.requested", "hold.requested", "cancel_hold.requested",
        "as_of.day",
    ),
    "time": (
        "as_of.today",
        "handoff.closed", "handoff.sent.closed", "handoff.checking.closed", "hours.open_now",
        "hours.opens_today", "hours.opens_on", "events.at",
    ),
    "spans": ("hours.line_open", "hours.open_on", "hours.next", "hours.week_open"),
    "reason": (
        "hours.line_closed_for", "hours.closed_for", "hours.closed_span", "fines.line",
    ),
    "now": ("hours", "hours.today"),
    "week": ("hours",),
    "days": (
        "hours.week_open", "hours.week_closed", "card.loan_late", "hold.done", "hold.done_unplaced",
    ),
    "lines": (
        "hours.days", "fines.listed", "renew.outcome", "cancel_hold.outcome",
        "notice.due_soon", "notice.hold_ready", "notice.hold_expiring",
    ),
    "late": ("loans.some_late",),
    "ready": ("holds.some_ready",),
    "position": ("card.hold_waiting", "hold.done"),
    "amount": ("fines.line",),
    "total": ("fines.listed",),
    "why": ("renew.refused", "hold.refused", "cancel_hold.refused"),
    "text": ("topic", "privacy", "available"),
    "address": ("location", "location.branch", "location.line"),
    "branches": ("location",),
    "directions": ("location",),
    "email": ("location",),
    "website": ("location",),
    "note": ("location.branch", "request.note"),
    "when": ("events", "events.none", "events.none_but"),
    "first": ("events.span", "hours.closed_span"),
    "last": ("events.span", "hours.closed_span"),
    "audience": ("events.audience",),
}  # fmt: skip
"""Keys by the place they may use; under the empty name all that may use none."""

KEYS: dict[str, frozenset[str]] = {
    key: frozenset(place for place, keys in PLACES.items() if place and key in keys)
    for key in dict.fromkeys(chain.from_iterable(PLACES.values()))
}
