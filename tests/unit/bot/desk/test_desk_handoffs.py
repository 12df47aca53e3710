"""DeskHandoffs at the desk: one claim wins, each step tells the reader, nothing is sent twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import Connection, select

from bot.desk import fates, signing, views
from bot.desk.desk_handoffs import DeskHandoffs, Taken
from bot.dialogue.replies.load import load
from bot.privacy.seal import Sealer
from bot.store import audit, changes, handoffs, outbox, schema, transcript
from bot.store import staff as staff_store
from bot.store.conversations import Conversations
from bot.store.database import Database, open_database, sqlite_url
from bot.store.handoffs import Handoff, HandoffRequest
from bot.store.links import Links
from bot.store.staff import Staff
from bot.store.steps import KINDS, read, step
from words import of

T = TypeVar("T")
NOW = 1_795_399_200.0


@dataclass
class Room:
    """A store with two librarians and one reader who waits."""

    database: Database
    people: Conversations
    desk_handoffs: DeskHandoffs
    staff: tuple[Staff, Staff]
    conversation: str

    def do(self, work: Callable[[Connection], T]) -> T:
        return self.database.run_now(work)

    def said(self) -> list[tuple[str, str]]:
        messages = self.do(lambda db: transcript.of(db, self.conversation))
        return [(m.who, m.reply.text) for m in messages]

    def owner(self) -> str:
        found = self.do(lambda db: self.people.get(db, self.conversation))
        assert found is not None
        return found.owner


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    database = open_database(sqlite_url(tmp_path))
    people = Conversations(Sealer(b"k" * 32))

    def fill(db: Connection) -> tuple[str, tuple[Staff, Staff]]:
        for name in ("mai", "lan"):
            signing.add(db, name, name.title(), "x")
        rows = db.execute(select(schema.staff).order_by(schema.staff.c.id)).all()
        one, two = (Staff(row.id, row.username, row.name, "t") for row in rows)
        found = people.find_or_open(db, "web", "a", None, NOW)
        handoffs.ask(db, found, HandoffRequest("asked", "hỏi"), (step("keywords"),), NOW)
        people.set_owner(db, found, "queue")
        return found, (one, two)

    conversation, staff = database.run_now(fill)
    yield Room(database, people, DeskHandoffs(people, load()), staff, conversation)
    database.close()


def _claim(room: Room, staff: Staff) -> object:
    return room.do(lambda db: room.desk_handoffs.claim(db, room.conversation, staff, NOW))


def _reply(room: Room, staff: Staff, key: str) -> object:
    return room.do(
        lambda db: room.desk_handoffs.reply(
            db, room.conversation, staff, NOW, text="Dạ đây ạ", citations=(), key=key
        )
    )


def test_of_many_claims_at_once_one_wins_and_the_others_are_told_who(room: Room) -> None:
    async def race() -> list[object]:
        claims = (
            room.database.run(
                lambda db, staff=room.staff[n % 2]: room.desk_handoffs.claim(
                    db, room.conversation, staff, NOW
                )
            )
            for n in range(40)
        )
        return list(await asyncio.gather(*claims))

    outcomes = asyncio.run(race())
    assert sum(isinstance(done, Handoff) for done in outcomes) == 1
    assert sum(done == Taken("Mai") for done in outcomes) == 39
    assert [who for who, _ in room.said()] == ["system"]
    assert room.owner() == "librarian"


def test_d4_of_a_thousand_races_each_has_one_winner(room: Room) -> None:
    desk, (mai, lan) = room.desk_handoffs, room.staff

    async def race(talk: str) -> list[object]:
        claims = (
            room.database.run(lambda db, who=who: desk.claim(db, talk, who, NOW))
            for who in (mai, lan)
        )
        return list(await asyncio.gather(*claims))

    def ask(db: Connection, n: int) -> str:
        talk = room.people.find_or_open(db, "web", f"race-{n}", None, NOW)
        handoffs.ask(db, talk, HandoffRequest("asked", "hỏi"), (), NOW)
        return talk

    talks = room.do(lambda db: [ask(db, n) for n in range(1000)])

    async def all_races() -> list[list[object]]:
        return list(await asyncio.gather(*(race(talk) for talk in talks)))

    for outcome in asyncio.run(all_races()):
        assert sorted(type(each).__name__ for each in outcome) == ["Handoff", "Taken"]


def test_only_the_holder_answers_and_a_repeat_is_sent_once(room: Room) -> None:
    mai, lan = room.staff
    _claim(room, mai)
    assert _reply(room, lan, "key-of-lan") == "not_yours"
    assert [_reply(room, mai, "key-of-mai") for _ in "ab"] == [None, None]
    assert [who for who, _ in room.said()].count("librarian") == 1


def test_a_release_goes_back_to_the_queue_and_tells_the_reader(room: Room) -> None:
    mai, lan = room.staff
    _claim(room, mai)
    assert room.do(lambda db: room.desk_handoffs.release(db, room.conversation, mai, NOW)) is None
    assert room.owner() == "queue"
    assert "thủ thư khác" in room.said()[-1][1]
    assert isinstance(_claim(room, lan), Handoff)


def _finish(room: Room, staff: Staff, *, handed_back: bool = False) -> object:
    return room.do(
        lambda db: room.desk_handoffs.finish(
            db, room.conversation, staff, NOW, outcome="answered", read_level=3, subject="800",
            handed_back=handed_back,
        )
    )  # fmt: skip


@pytest.mark.parametrize("handed_back", [True, False])
def test_the_assistant_answers_again_after_the_end(room: Room, handed_back: bool) -> None:
    mai, _ = room.staff
    _claim(room, mai)
    assert _finish(room, mai, handed_back=handed_back) is None
    assert room.owner() == "bot"
    assert room.said()[-1][0] == "system"
    kept = room.do(lambda db: handoffs.latest(db, room.conversation))
    assert kept is not None
    assert (kept.outcome, kept.read_level, kept.subject) == ("answered", 3, "800")
    assert _reply(room, mai, "too-late-now") == "gone"
    assert _claim(room, mai) == "gone"


def test_d11_a_colleague_who_is_here_goes_on_with_the_draft(room: Room) -> None:
    mai, lan = room.staff
    _claim(room, mai)
    desk = room.desk_handoffs
    room.do(lambda db: desk.keep_draft(db, room.conversation, mai, "đang viết"))

    def passed(to: int) -> object:
        return room.do(
            lambda db: desk.pass_on(db, room.conversation, mai, NOW, to=to, note="bác cần gấp")
        )

    assert passed(lan.id) == "absent"
    room.do(lambda db: staff_store.seen(db, lan.id, NOW))
    assert passed(mai.id) == "absent"
    assert passed(lan.id) is None
    held = room.do(lambda db: handoffs.current(db, room.conversation))
    assert held is not None
    assert (held.staff_id, held.draft, held.note) == (lan.id, "đang viết", "bác cần gấp")
    assert "Lan" in room.said()[-1][1]
    assert _reply(room, mai, "no-longer-mine") == "not_yours"
    assert _reply(room, lan, "lan-answers") is None


def test_d11_a_closed_ticket_is_opened_again_and_a_new_one_follows_it(room: Room) -> None:
    mai, lan = room.staff
    desk, talk = room.desk_handoffs, room.conversation
    _claim(room, mai)
    _finish(room, mai)
    assert room.do(lambda db: desk.reopen(db, talk, lan, NOW)) is None
    assert room.owner() == "librarian"
    assert room.do(lambda db: desk.reopen(db, talk, mai, NOW)) == "open_already"
    _finish(room, lan)
    again = HandoffRequest("asked", "hỏi thêm")
    room.do(lambda db: handoffs.ask(db, talk, again, (), NOW + 6 * 86_400))
    kept = room.do(lambda db: handoffs.current(db, talk))
    assert kept is not None and kept.follows is not None
    room.do(lambda db: handoffs.close(db, kept.id, NOW, "taken_back"))
    room.do(lambda db: handoffs.ask(db, talk, again, (), NOW + 8 * 86_400))
    late = room.do(lambda db: handoffs.current(db, talk))
    assert late is not None and late.follows is None


def test_d7_what_did_not_arrive_goes_once_more_when_its_librarian_says_so(room: Room) -> None:
    mai, lan = room.staff
    _claim(room, mai)
    _reply(room, mai, "first-reply")
    said = room.do(lambda db: transcript.of(db, room.conversation))[-1].id
    desk, talk = room.desk_handoffs, room.conversation

    def again(who: Staff) -> object:
        return room.do(lambda db: desk.again(db, talk, who, NOW, message_id=said, paid=True))

    assert again(mai) == "gone"
    rows = select(schema.outbox.c.id).where(schema.outbox.c.message_id == said)
    row = room.do(lambda db: db.execute(rows).scalar_one())
    room.do(lambda db: outbox.failed(db, row, "dead", "window costs money"))
    told = fates.told(room.do(lambda db: outbox.fates(db, talk))[said], of("desk"))
    assert told["choices"] == ["pay", "rewrite"] and "phí" in told["why"]
    assert again(lan) == "not_yours"
    assert again(mai) is None
    due = room.do(lambda db: outbox.due(db, NOW, ["web"]))
    assert any(each.id == row and each.paid for each in due) or due[0].message_id < said
    assert again(mai) == "gone"


def test_looking_again_is_one_view_and_wakes_nobody(room: Room) -> None:
    mai, _ = room.staff
    _claim(room, mai)
    room.do(lambda db: audit.viewed(db, "mai", room.conversation, NOW))
    before = room.do(changes.latest)
    for _ in range(5):
        room.do(lambda db: audit.viewed(db, "mai", room.conversation, NOW + 60))
    assert room.do(changes.latest) == before
    rows = select(schema.audit).where(schema.audit.c.action == "view")
    assert len(room.do(lambda db: db.execute(rows).all())) == 1
    assert room.do(audit.broken) is None


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_each_step_has_a_librarian_s_sentence_with_the_places_it_fills(kind: str) -> None:
    values = {"what": "cam", "title": "Cam bù", "page": "3", "count": "2", "reason": "timeout"}
    assert of("desk")[f"step_{kind}"].format(**values)


def test_steps_come_back_as_they_were_kept_and_strange_ones_are_left_out() -> None:
    done = (step("texts", what="ai", title="Sách", page=3), step("keywords"))
    rows = [*(each.stored() for each in done), "texts: ai -> Sách", {"kind": "unknown"}]
    assert read(rows) == done


def test_what_was_tried_is_told_in_a_librarian_s_words(room: Room) -> None:
    request = HandoffRequest("asked", "…")
    trail = (step("catalogue", what="cam", count=2, title="A; B"),)
    room.do(lambda db: handoffs.close(db, handoffs.current(db, room.conversation).id, NOW, "x"))
    room.do(lambda db: handoffs.ask(db, room.conversation, request, trail, NOW))
    kept = room.do(lambda db: handoffs.current(db, room.conversation))
    links = Links(Sealer(b"k" * 32))
    view = room.do(
        lambda db: views.conversation(db, room.people, links, kept, words=of("desk"), now=NOW)
    )
    assert view["trail"] == ["Mục lục, tìm «cam»: 2 tài liệu (A; B)"]
