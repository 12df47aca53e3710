"""Harvesting: what changed, what was deleted, and going on after a bad day."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.ingest import HarvestError, ingest_oai
from retrieval.records import Store
from tests.fakes.oai_server import OaiItem, OaiRepository, serving


def _titles(home: Path) -> dict[str, str]:
    store = Store(home)
    found = {work.id: work.title for work in store.works()}
    store.close()
    return found


@pytest.fixture
def repository() -> OaiRepository:
    return OaiRepository([OaiItem(n, f"Sách số {n}") for n in range(1, 6)])


def test_everything_at_first_then_only_what_changed(
    repository: OaiRepository, tmp_path: Path
) -> None:
    with serving(repository) as address:
        first = ingest_oai(address, tmp_path, wait=0.01)
        assert (first.read, first.added, first.rejected) == (5, 5, 0)
        repository.items[0] = OaiItem(1, "Sách đã sửa", day="2999-01-01")
        repository.items[1] = OaiItem(2, "", day="2999-01-01", deleted=True)
        repository.items.append(OaiItem(9, "Sách mới", day="2999-01-01"))
        second = ingest_oai(address, tmp_path, wait=0.01)
    assert (second.added, second.changed, second.deleted) == (1, 1, 1)
    assert "from" in repository.asked[-2]
    found = _titles(tmp_path)
    assert found["1"] == "Sách đã sửa"
    assert "2" not in found
    assert found["9"] == "Sách mới"


def test_dublin_core_and_sets(repository: OaiRepository, tmp_path: Path) -> None:
    repository.items[4].of_set = "luan-van"
    with serving(repository) as address:
        report = ingest_oai(address, tmp_path, prefix="oai_dc", of_set="luan-van", wait=0.01)
    assert report.added == 1
    store = Store(tmp_path)
    work = next(store.works())
    assert (work.title, work.authors, work.year) == ("Sách số 5", ("Nguyễn Du",), 2019)
    assert (work.language, work.isbn) == ("vie", ("9786049540233",))


def test_a_busy_server_is_asked_again(repository: OaiRepository, tmp_path: Path) -> None:
    repository.refuse_next = 3
    with serving(repository) as address:
        assert ingest_oai(address, tmp_path, wait=0.01).added == 5


def test_a_harvest_cut_off_goes_on_at_its_token(repository: OaiRepository, tmp_path: Path) -> None:
    repository.die_after = 2
    with serving(repository) as address:
        with pytest.raises(HarvestError):
            ingest_oai(address, tmp_path, wait=0.01)
        assert len(_titles(tmp_path)) == 4
        repository.die_after = None
        rest = ingest_oai(address, tmp_path, wait=0.01)
    assert (rest.read, rest.added) == (1, 1)
    assert len(_titles(tmp_path)) == 5


def test_a_forgotten_token_begins_again(repository: OaiRepository, tmp_path: Path) -> None:
    repository.die_after = 1
    with serving(repository) as address:
        with pytest.raises(HarvestError):
            ingest_oai(address, tmp_path, wait=0.01)
        repository.die_after = None
        repository.page, repository.forgets_tokens = 5, True
        ingest_oai(address, tmp_path, wait=0.01)
    assert len(_titles(tmp_path)) == 5


def test_a_record_without_a_title_is_told_in_the_rejects(
    repository: OaiRepository, tmp_path: Path
) -> None:
    repository.items[2].title = ""
    with serving(repository) as address:
        report = ingest_oai(address, tmp_path, wait=0.01)
    assert (report.added, report.rejected) == (4, 1)
    assert "oai:fake:3" in Path(report.rejects_file).read_text(encoding="utf-8-sig")
