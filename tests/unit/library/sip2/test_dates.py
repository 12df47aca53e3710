"""Due dates of SIP2, which are free text."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.sip2 import dates

DAY = date(2026, 12, 5)


@pytest.mark.parametrize(
    "written",
    [
        "20261205", "20261205    235900", "20261205 235900", "20261205   Z235900", "2026-12-05",
        "2026-12-05 23:59", "2026-12-05T23:59:59+07:00", "05/12/2026", "05/12/2026 23:59",
        "5/12/2026", " 05-12-2026 ", "05.12.2026",
    ],
)  # fmt: skip
def test_forms_that_are_met(written: str) -> None:
    assert dates.due(written) == DAY


@pytest.mark.parametrize(
    "written", ["", "mai", "2026", "31/02/2026", "12/2026", "0001-01-01", "9" * 40]
)
def test_what_is_no_date_is_none(written: str) -> None:
    assert dates.due(written) is None


def test_a_sites_own_form_is_the_only_one() -> None:
    assert dates.due("12/05/2026", ["%m/%d/%Y"]) == DAY
    assert dates.due("2026-12-05", ["%m/%d/%Y"]) is None
    assert dates.due("20261205    235900", ["%m/%d/%Y"]) == DAY


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year in dates.YEARS))
def test_what_is_stamped_is_read(moment: datetime) -> None:
    assert len(dates.stamp(moment)) == 18
    assert dates.due(dates.stamp(moment)) == moment.date()


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_none(written: str) -> None:
    found = dates.due(written)
    assert found is None or isinstance(found, date)
