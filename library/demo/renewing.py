"""Renewing a loan: every refusal a real system gives, in the order a desk would say them."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Connection, select, update

from library.demo.rows import OPEN_HOLDS, fees_of, find_patron, loans_of
from library.demo.schema import holds, loans
from library.facts import Rules
from library.model import Loan
from library.results import Done, Refused


def renew(
    db: Connection, patron_id: str, loan_id: str, rules: Rules, today: date
) -> Done[Loan] | Refused:
    """Extend by the rule's days, from the due day, or from today when it is past."""
    owned = loans_of(db, patron_id, rules)
    loan = next((held for held in owned if held.id == loan_id), None)
    if loan is None:
        return Refused("not_your_loan")
    refusal = blocked_patron(db, patron_id, owned, rules, today) or _blocked_loan(
        db, loan, rules, today
    )
    if refusal is not None:
        return refusal
    due = max(loan.due, today) + timedelta(days=rules.renewal_days)
    db.execute(
        update(loans)
        .where(loans.c.id == loan_id)
        .values(due=due, renewals=(loan.renewals or 0) + 1)
    )
    return Done(next(held for held in loans_of(db, patron_id, rules) if held.id == loan_id))


def blocked_patron(
    db: Connection, patron_id: str, owned: tuple[Loan, ...], rules: Rules, today: date
) -> Refused | None:
    """What stops a patron from borrowing anything: lost card, expired card, sums owed."""
    patron = find_patron(db, patron_id)
    if patron is None:
        return Refused("unknown_patron")
    if patron.restricted:
        return Refused("restricted", patron.restricted)
    if patron.expires < today:
        return Refused("card_expired", patron.expires.isoformat())
    owed = sum(fee.amount for fee in fees_of(db, patron_id, owned, rules, today))
    if owed >= rules.blocking_fee:
        return Refused("blocked_by_fees", str(owed))
    return None


def _blocked_loan(db: Connection, loan: Loan, rules: Rules, today: date) -> Refused | None:
    if db.execute(select(loans.c.on_site).where(loans.c.id == loan.id)).scalar_one():
        return Refused("on_site_only")
    if (today - loan.due).days > rules.renewal_overdue_limit_days:
        return Refused("overdue_too_long", str((today - loan.due).days))
    if loan.renewals_left == 0:
        return Refused("too_many_renewals", str(rules.max_renewals))
    if (loan.due - today).days > rules.renewal_days:
        return Refused("too_soon", loan.due.isoformat())
    waiting = select(holds.c.id).where(
        holds.c.biblio_id == loan.biblio_id,
        holds.c.status.in_(OPEN_HOLDS),
        holds.c.patron_id != loan.patron_id,
    )
    if db.execute(waiting).first() is not None:
        return Refused("on_hold_by_another")
    return None
