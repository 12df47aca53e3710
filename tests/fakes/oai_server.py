"""An OAI-PMH server over loopback: sets, deletions, resumption tokens, and its bad days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlparse
from xml.sax.saxutils import escape

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
    "<responseDate>2026-11-23T00:00:00Z</responseDate><request>http://fake</request>"
)


@dataclass
class OaiItem:
    """A record of the repository; `deleted` ones have a header only."""

    number: int
    title: str
    day: str = "2026-01-01"
    of_set: str = "sach"
    deleted: bool = False


@dataclass(frozen=True)
class Answer:
    """An answer on its way."""

    body: bytes
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/xml; charset=utf-8"),)


@dataclass
class OaiRepository:
    """What the server holds and how it behaves; `asked` keeps the queries in order."""

    items: list[OaiItem]
    page: int = 2
    refuse_next: int = 0
    """Requests answered 503 with `Retry-After: 0` before the next good one."""
    die_after: int | None = None
    """Pages served until every answer is broken off; None for never."""
    forgets_tokens: bool = False
    circles: bool = False
    """Every token leads to the second page again."""
    spoil: Callable[[Answer], Answer] | None = None
    """What becomes of the answers once `spoil_after` have gone out well."""
    spoil_after: int = 0
    asked: list[dict[str, str]] = field(default_factory=list)

    def answer(self, query: dict[str, str]) -> str:
        self.asked.append(query)
        token = query.get("resumptionToken")
        if token:
            if self.forgets_tokens:
                return f'{HEAD}<error code="badResumptionToken">gone</error></OAI-PMH>'
            since, of_set, prefix, begin = token.split("|")
        else:
            since, of_set = query.get("from", ""), query.get("set", "")
            prefix, begin = query["metadataPrefix"], "0"
        found = [
            each
            for each in self.items
            if each.day >= since and (not of_set or each.of_set == of_set)
        ]
        if not found:
            return f'{HEAD}<error code="noRecordsMatch">none</error></OAI-PMH>'
        first = min(int(begin), self.page) if self.circles else int(begin)
        body = "".join(_record(each, prefix) for each in found[first : first + self.page])
        after = first + self.page
        if after < len(found):
            body += (
                f'<resumptionToken completeListSize="{len(found)}">'
                f"{since}|{of_set}|{prefix}|{after}</resumptionToken>"
            )
        return f"{HEAD}<ListRecords>{body}</ListRecords></OAI-PMH>"


def _record(item: OaiItem, prefix: str) -> str:
    status = ' status="deleted"' if item.deleted else ""
    header = (
        f"<header{status}><identifier>oai:fake:{item.number}</identifier>"
        f"<datestamp>{item.day}</datestamp><setSpec>{item.of_set}</setSpec></header>"
    )
    if item.deleted:
        return f"<record>{header}</record>"
    metadata = _dc(item) if prefix == "oai_dc" else _marc(item)
    return f"<record>{header}<metadata>{metadata}</metadata></record>"


def _dc(item: OaiItem) -> str:
    return (
        '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(item.title)}</dc:title><dc:creator>Nguyễn Du</dc:creator>"
        "<dc:date>2019-05-01</dc:date><dc:language>vi</dc:language>"
        "<dc:identifier>ISBN 9786049540233</dc:identifier></oai_dc:dc>"
    )


def _marc(item: OaiItem) -> str:
    title = f'<subfield code="a">{escape(item.title)}</subfield>' if item.title else ""
    return (
        '<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 a 4500</leader>'
        f'<controlfield tag="001">{item.number}</controlfield>'
        f'<datafield tag="245" ind1="0" ind2="0">{title}<subfield code="c">x</subfield></datafield>'
        '<datafield tag="260" ind1=" " ind2=" "><subfield code="c">2001</subfield></datafield>'
        "</record>"
    )


@contextmanager
def serving(repository: OaiRepository) -> Iterator[str]:
    """The server's base address while it runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if repository.refuse_next > 0:
                repository.refuse_next -= 1
                self.send_response(503)
                self.send_header("Retry-After", "0")
                self.end_headers()
                return
            query = {k: v[0] for k, v in parse_qs(urlparse(self.path).query).items()}
            if repository.die_after is not None:
                if repository.die_after == 0:
                    self.send_response(404)
                    self.end_headers()
                    return
                repository.die_after -= 1
            answer = Answer(repository.answer(query).encode())
            if repository.spoil is not None and len(repository.asked) > repository.spoil_after:
                answer = repository.spoil(answer)
            self.send_response(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # a client that has read enough
                self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Nothing: tests read the repository's own record."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/oai"
    finally:
        server.shutdown()
        server.server_close()
