"""`thuthu search`: the catalogue or the digitized texts, without a running stack."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import typer

from bot.app.searching import open_searcher
from bot.cli import lines
from bot.settings import Settings
from retrieval.model import PassageHit, SearchUnavailable, WorkHit, WorkQuery
from retrieval.port import Searcher

SNIPPET_CHARS = 240


@dataclass(frozen=True, slots=True)
class Found:
    """What the command prints, before timing is added."""

    hits: list[dict[str, Any]]
    answer: str | None
    did_you_mean: str | None


def search(
    text: Annotated[str, typer.Argument(help="What to look for.")],
    kind: Annotated[Literal["works", "passages"], typer.Option()] = "works",
    json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="How many.")] = 5,
) -> None:
    """Search and print the hits, best first."""
    searcher = open_searcher(Settings())
    begun = time.perf_counter()
    found = _works(searcher, text, k) if kind == "works" else _passages(searcher, text, k)
    took = round((time.perf_counter() - begun) * 1000, 1)
    if json:
        lines.emit(
            {
                "hits": found.hits,
                "answer": found.answer,
                "did_you_mean": found.did_you_mean,
                "ms": took,
            }
        )
        return
    if found.answer:
        typer.echo(found.answer)
    for hit in found.hits:
        page = f", tr. {hit['page']}" if hit["page"] else ""
        typer.echo(f"{hit['score']:.3f}  {hit['title']}{page} - {hit['author']} ({hit['id']})")


def _works(searcher: Searcher, text: str, k: int) -> Found:
    results = searcher.works(WorkQuery(text=text, limit=k))
    if isinstance(results, SearchUnavailable):
        lines.fail(f"the index cannot be read: {results.reason}", code=1)
    return Found([_work(hit) for hit in results.hits], None, results.did_you_mean)


def _work(hit: WorkHit) -> dict[str, Any]:
    work = hit.work
    return {
        "id": work.id,
        "score": round(hit.score, 4),
        "title": work.title,
        "author": "; ".join(work.authors),
        "year": work.year,
        "page": None,
        "snippet": work.summary[:SNIPPET_CHARS],
        "matched": list(hit.matched),
    }


def _passages(searcher: Searcher, text: str, k: int) -> Found:
    results = searcher.passages(text, limit=k)
    if isinstance(results, SearchUnavailable):
        lines.fail(f"the index cannot be read: {results.reason}", code=1)
    answer = results.hits[0].sentence if results.answered and results.hits else None
    return Found([_passage(hit) for hit in results.hits], answer, None)


def _passage(hit: PassageHit) -> dict[str, Any]:
    passage = hit.passage
    return {
        "id": passage.id,
        "score": round(hit.score, 4),
        "title": passage.title,
        "author": passage.author,
        "year": None,
        "page": passage.page,
        "snippet": hit.sentence or passage.text[:SNIPPET_CHARS],
        "matched": ["text"],
    }
