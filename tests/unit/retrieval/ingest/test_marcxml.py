"""MARCXML record by record: a bad one costs one, a small fault none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.ingest.marc import MarcFile
from retrieval.ingest.report import Reject
from retrieval.model import Work
from tests.fakes.damage import damaged

EXAMPLES = int(os.environ.get("THUTHU_EXAMPLES", "120"))
HEAD = '<?xml version="1.0" encoding="{code}"?>\n<{p}collection xmlns{colon}="http://www.loc.gov/MARC21/slim">\n'
TITLES = ("Đất rừng phương Nam", "Mưa mùa hạ", "Miền cháy")


def one(number: int, title: str, p: str = "") -> str:
    return (
        f"<{p}record>\n <{p}leader>00000nam a2200000 a 4500</{p}leader>\n"
        f' <{p}controlfield tag="001">x{number}</{p}controlfield>\n'
        f' <{p}datafield tag="245" ind1="1" ind2="0">\n'
        f'  <{p}subfield code="a">{title}</{p}subfield>\n </{p}datafield>\n</{p}record>\n'
    )


def document(records: list[str], p: str = "", code: str = "UTF-8") -> str:
    head = HEAD.format(p=p, colon=f":{p[:-1]}" if p else "", code=code)
    return head + "".join(records) + f"</{p}collection>"


def read(folder: Path, data: bytes) -> tuple[dict[str, str], list[str], bool]:
    """Titles by control number, reasons, and whether the file ends early."""
    path = folder / "x.xml"
    path.write_bytes(data)
    file = MarcFile(path)
    found = [each for _, _, each in file.outcomes([])]
    reasons = [each.reason if isinstance(each, Reject) else each
               for each in found if isinstance(each, Reject | str)]  # fmt: skip
    return {each.id: each.title for each in found if isinstance(each, Work)}, reasons, file.cut


@pytest.mark.parametrize("p", ["", "marc:"])
@pytest.mark.parametrize("code", ["UTF-8", "UTF-16", "windows-1258", "latin-1"])
def test_prefixes_and_encodings(p: str, code: str, tmp_path: Path) -> None:
    titles = TITLES if code.startswith("UTF") else ("Kinh te", "Café", "Lieu trai")
    text = document([one(n, title, p) for n, title in enumerate(titles)], p, code)
    found, reasons, cut = read(tmp_path, text.encode(code))
    assert (list(found.values()), reasons, cut) == (list(titles), [], False)


@pytest.mark.parametrize(
    ("title", "right"),
    [
        ("Kinh tế & xã hội", "Kinh tế & xã hội"),
        ("Kinh tế&nbsp;học &eacute;", "Kinh tế học é"),
        ("Kinh tế\x0b học\x1f", "Kinh tế học"),
        ("Kinh tế &#x1F;học&#0;", "Kinh tế học"),
        ("A &amp; B &lt;C&gt;", "A & B <C>"),
        ("Kinh tế &bogus; học", "Kinh tế &bogus; học"),
    ],
)
def test_small_faults_cost_nothing(title: str, right: str, tmp_path: Path) -> None:
    text = document([one(1, "Một"), one(2, title), one(3, "Ba")])
    found, reasons, _ = read(tmp_path, text.encode())
    assert (found, reasons) == ({"x1": "Một", "x2": right, "x3": "Ba"}, [])


def test_a_bad_byte_costs_that_byte(tmp_path: Path) -> None:
    data = document([one(1, "Một"), one(2, "Hồ sơ @làng")]).encode().replace(b"@", b"\xff")
    assert read(tmp_path, data)[0] == {"x1": "Một", "x2": "Hồ sơ làng"}


@pytest.mark.parametrize(
    "bad",
    [
        one(2, "Hai").replace("</subfield>", ""),
        one(2, "Hai").replace("</datafield>", "</datafeld>"),
        one(2, "Hai").replace('tag="245"', 'tag="245'),
        one(2, "Hai <b"),
    ],
)
def test_a_broken_record_costs_one(bad: str, tmp_path: Path) -> None:
    found, reasons, _ = read(tmp_path, document([one(1, "Một"), bad, one(3, "Ba")]).encode())
    assert found == {"x1": "Một", "x3": "Ba"}
    assert len(reasons) == 1 and "MARCXML" in reasons[0]


def test_a_record_whose_end_is_missing_is_read_or_told(tmp_path: Path) -> None:
    text = document([one(1, "Một"), one(2, "Hai").replace("</record>", ""), one(3, "Ba")])
    found, reasons, _ = read(tmp_path, text.encode())
    assert found == {"x1": "Một", "x2": "Hai", "x3": "Ba"} and not reasons


def test_a_saved_answer_of_oai_pmh(tmp_path: Path) -> None:
    inner = [f"<record><header/><metadata>{one(n, t, 'm:')}</metadata></record>"
             for n, t in enumerate(TITLES)]  # fmt: skip
    text = (
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:m="http://www.loc.gov/MARC21/slim">'
        f"<ListRecords>{''.join(inner)}</ListRecords></OAI-PMH>"
    )
    found, reasons, cut = read(tmp_path, text.encode())
    assert (list(found.values()), reasons, cut) == (list(TITLES), [], False)


def test_leaders_of_other_lengths(tmp_path: Path) -> None:
    text = document([one(1, "Một").replace("00000nam a2200000 a 4500", "nam"),
                     one(2, "Hai").replace(" a 4500", " a 4500   ")])  # fmt: skip
    assert read(tmp_path, text.encode())[0] == {"x1": "Một", "x2": "Hai"}


def test_the_other_records_of_a_damaged_file_are_whole(tmp_path: Path) -> None:
    before, after = [one(1, TITLES[0])], [one(3, TITLES[2])]

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.text("<>&;/record =\"'xé\x00\x0b", max_size=30), st.integers(20, 200))
    def attempt(junk: str, at: int) -> None:
        hurt = one(2, TITLES[1])
        text = document([*before, hurt[:at] + junk.replace("record", "") + hurt[at:], *after])
        found, reasons, _ = read(tmp_path, text.encode())
        assert found["x1"] == TITLES[0]
        assert found.get("x3") == TITLES[2] or "<!--" in text
        assert len(found) + len(reasons) >= 3

    attempt()


def test_any_damage_gives_works_or_reasons(tmp_path: Path) -> None:
    seed = document([one(n, title) for n, title in enumerate(TITLES)]).encode()

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(damaged(seed))
    def attempt(data: bytes) -> None:
        found, reasons, _ = read(tmp_path, data)
        assert found or reasons or b"record" not in data

    attempt()
