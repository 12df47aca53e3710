"""Where the widget runs: exact origins."""

from __future__ import annotations

import pytest

from connectors.web.origins import Origins

SITE = "https://thuvien.example"
OURS = "https://hoi.thuvien.example"
ORIGINS = Origins(OURS, [SITE + "/", "", "*"])
HOST = "hoi.thuvien.example"


@pytest.mark.parametrize(
    ("host", "origin", "allowed"),
    [
        (HOST, None, True),
        (HOST, OURS, True),
        (HOST, SITE, True),
        (HOST, "HTTPS://THUVIEN.EXAMPLE", True),
        (HOST, "http://thuvien.example", False),
        (HOST, "https://thuvien.example:8443", False),
        (HOST, "https://x.thuvien.example", False),
        (HOST, "https://thuvien.example.la.example", False),
        (HOST, "https://lathuvien.example", False),
        (HOST, "https://thuvien.example@la.example", False),
        (HOST, "null", False),
        (HOST, "*", False),
        (HOST, "", False),
        ("la.example", "http://la.example", False),  # a stranger's name that points here
        ("127.0.0.1:8080", "http://127.0.0.1:8080", True),
        ("localhost:8080", "http://localhost:8080", True),
    ],
)
def test_who_may_embed(host: str, origin: str | None, allowed: bool) -> None:
    headers = {"host": host} if origin is None else {"host": host, "origin": origin}
    assert (ORIGINS.of(headers) is not None) is allowed


def test_an_empty_list_means_ours_alone() -> None:
    assert Origins(OURS, []).of({"host": HOST, "origin": SITE}) is None


@pytest.mark.parametrize("origin", ["https://la.example", "null", "*", OURS])
def test_others_get_no_leave_to_read(origin: str) -> None:
    told = ORIGINS.shared({"host": HOST, "origin": origin})
    assert told == {"Vary": "Origin"}


def test_a_site_of_the_list_gets_its_own_name() -> None:
    told = ORIGINS.shared({"host": HOST, "origin": SITE})
    assert told["Access-Control-Allow-Origin"] == SITE
    assert told["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in told
