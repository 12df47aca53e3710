"""The platform faults of the evaluation data, each with what is right, and their relatives."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.delivery.staff_replies import StaffReplies
from bot.privacy.seal import Sealer
from clock import FixedClock
from tests.fakes import zalo_oa
from tests.fakes.channel_lines import Line, line
from tests.fakes.house import START, House, open_house
from tests.fakes.zalo_wire import Wired, post, text_event

CASES = Path(os.environ.get("THUTHU_EVAL_DATA", "../shared/data")) / "cases"
case = pytest.mark.skipif(not CASES.is_dir(), reason=f"no evaluation data in {CASES}")
CHAT = 7100000002


@pytest.fixture(name="telegram")
async def _telegram(tmp_path: Path) -> AsyncIterator[tuple[Line, House]]:
    clock = FixedClock(START)
    async with line("telegram", clock) as one:
        house = open_house(tmp_path, {"telegram": one.channel}, clock=clock)
        yield one, house
        house.database.close()


def case_of(folder: str, name: str) -> dict[str, Any]:
    (path,) = CASES.glob(f"{folder}-*/{name}.json")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def message(ref: int, **what: Any) -> dict[str, Any]:
    person = {"id": CHAT, "is_bot": False, "first_name": "Mẫu"}
    chat = {"id": CHAT, "type": "private", "first_name": "Mẫu"}
    return {"message_id": ref, "date": 1795000000, "chat": chat, "from": person, **what}


async def tell(
    telegram: tuple[Line, House], *updates: dict[str, Any], wait: float = 1.1, first: int = 1
) -> list[str]:
    """All that was answered; each update under a number of its own."""
    one, house = telegram
    for number, update in enumerate(updates, start=first):
        body = json.dumps(update | {"update_id": number}, ensure_ascii=False).encode()
        assert await house.intake.receive(one.channel, one.request(body)) is None
    for _ in range(8):
        house.clock.advance(wait)  # type: ignore[attr-defined]
        await house.settle()
    return one.sent_texts()


def said(house: House) -> list[str]:
    rows = house.ask("SELECT reply FROM messages WHERE who = 'reader' ORDER BY id")
    return [json.loads(str(row[0]))["text"] for row in rows]


@case
async def test_an_edit_changes_the_message_it_names(telegram: tuple[Line, House]) -> None:
    sent = await tell(telegram, case_of("31", "1"), case_of("31", "2"))
    assert len(sent) == 2
    assert await tell(telegram, case_of("31", "3-edit"), first=3) == sent
    assert said(telegram[1]) == ["giờ mở cửa chủ nhật", "tìm sách Tắt đèn"]


@pytest.mark.parametrize("edited", range(6))
async def test_any_of_many_is_edited_alone(telegram: tuple[Line, House], edited: int) -> None:
    await tell(telegram, *({"message": message(n, text=f"câu {n}")} for n in range(6)))
    await tell(telegram, {"edited_message": message(edited, text="câu mới")}, first=10)
    await tell(telegram, {"edited_message": message(99, text="của ai")}, first=11)
    expected = [f"câu {n}" for n in range(6)]
    expected[edited] = "câu mới"
    assert said(telegram[1]) == expected


async def test_an_edit_before_the_answer_is_what_is_answered(
    telegram: tuple[Line, House],
) -> None:
    sent = await tell(
        telegram, {"message": message(1, text="giwo")}, {"edited_message": message(1, text="giờ")}
    )
    assert sent == ["nghe: giờ"]
    assert said(telegram[1]) == ["giờ"]


@case
@pytest.mark.parametrize("name", ["checklist", "dice", "story"])
async def test_silent_kinds_get_one_kind_sentence(telegram: tuple[Line, House], name: str) -> None:
    (sent,) = await tell(telegram, case_of("33", name))
    assert "gõ giúp" in sent


@pytest.mark.parametrize(
    "what",
    [
        {"poll": {"id": "1"}}, {"game": {}}, {"paid_media": {"star_count": 1, "paid_media": []}},
        {"giveaway": {}}, {"hologram": {"a": 1}}, {"live_moment": []}, {},
        {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}, "dice": {}},
    ],
    ids=str,
)  # fmt: skip
async def test_what_comes_next_too(telegram: tuple[Line, House], what: dict[str, Any]) -> None:
    body = json.dumps({"update_id": 1, "message": message(1, **what)}).encode()
    await telegram[1].intake.receive(telegram[0].channel, telegram[0].request(body))
    dead = telegram[1].ask("SELECT count(*) FROM channel_events WHERE kind = 'poison'")[0][0]
    sent = await tell(telegram)
    assert len(sent) == 1 or dead == 1


@pytest.mark.parametrize(
    "name",
    """write_access_allowed pinned_message chat_background_set boost_added users_shared chat_shared
    message_auto_delete_timer_changed forum_topic_created forum_topic_edited forum_topic_closed
    general_forum_topic_hidden proximity_alert_triggered video_chat_started checklist_tasks_done
    checklist_tasks_added giveaway_created giveaway_completed web_app_data gift refunded_payment
    new_chat_title direct_message_price_changed suggested_post_paid some_future_thing_changed
    left_chat_member delete_chat_photo migrate_to_chat_id""".split(),
)
async def test_notices_stay_unanswered(telegram: tuple[Line, House], name: str) -> None:
    values: dict[str, Any] = {
        "new_chat_title": "x", "delete_chat_photo": True, "migrate_to_chat_id": -100,
    }  # fmt: skip
    assert await tell(telegram, {"message": message(1, **{name: values.get(name, {})})}) == []


def photo(ref: int, **more: Any) -> dict[str, Any]:
    sizes = [{"file_id": f"f{ref}", "file_unique_id": f"u{ref}", "width": 1, "height": 1}]
    return {"message": message(ref, photo=sizes, media_group_id="77", **more)}


@pytest.mark.parametrize("at", [None, 1, 3])
async def test_an_album_is_one_question(telegram: tuple[Line, House], at: int | None) -> None:
    album = [photo(n, **({"caption": "cuốn này còn không"} if n == at else {})) for n in (1, 2, 3)]
    sent = await tell(telegram, *album)
    assert len(sent) == 1
    assert await tell(telegram, *album) == sent
    assert (sent == ["nghe: cuốn này còn không"]) is (at is not None)
    house = telegram[1]
    facts = json.loads(str(house.ask("SELECT facts FROM messages WHERE who = 'reader'")[0][0]))
    assert [file["key"] for file in facts["files"]] == ["f1", "f2", "f3"]


async def test_a_late_part_of_an_album_is_kept_and_not_answered_again(
    telegram: tuple[Line, House],
) -> None:
    assert len(await tell(telegram, photo(1), photo(2))) == 1
    assert len(await tell(telegram, photo(3), first=5)) == 1


async def test_forwards_and_a_cut_text_are_one_question_each(
    telegram: tuple[Line, House],
) -> None:
    origin = {"type": "hidden_user", "date": 1795000000, "sender_user_name": "Mẫu"}
    forwards = [{"message": message(n, text=f"tin {n}", forward_origin=origin)} for n in (1, 2, 3)]
    assert await tell(telegram, *forwards) == ["nghe: tin 1\ntin 2\ntin 3"]
    long = "chữ " * 1020
    await tell(
        telegram, {"message": message(5, text=long)}, {"message": message(6, text="hết")}, first=9
    )
    assert said(telegram[1])[1] == f"{long.strip()}\nhết"


async def test_what_follows_an_album_is_not_overtaken(telegram: tuple[Line, House]) -> None:
    album = photo(1, caption="ảnh")
    sent = await tell(telegram, album, {"message": message(2, text="giờ mở cửa")})
    assert sent == ["nghe: ảnh", "nghe: giờ mở cửa"]


async def test_an_answer_goes_into_the_topic_it_was_asked_in(
    telegram: tuple[Line, House],
) -> None:
    one, house = telegram
    topic = {"is_topic_message": True, "message_thread_id": 7}
    await tell(
        telegram,
        {"message": message(1, text="một", **topic)},
        {"message": message(2, text="hai")},
        {"message": message(3, text="ba", **topic | {"message_thread_id": 8})},
        {"message": message(4, text="bốn", message_thread_id=9)},
    )
    assert one.platform.threads == ["7", None, "8", None]
    assert house.ask("SELECT count(*) FROM conversations") == [(1,)]


async def test_a_closed_topic_does_not_lose_the_answer(telegram: tuple[Line, House]) -> None:
    one, _ = telegram
    one.platform.closed.add("7")
    topic = {"is_topic_message": True, "message_thread_id": 7}
    assert await tell(telegram, {"message": message(1, text="một", **topic)}) == ["nghe: một"]
    assert one.platform.threads == [None]


@pytest.mark.parametrize("text", ["/start", "/start@ThuVienBot", "/START abc", "/start@B abc"])
async def test_start_in_any_form_greets_once(telegram: tuple[Line, House], text: str) -> None:
    assert await tell(telegram, {"message": message(1, text=text)}) == ["nghe: /greet"]


@case
@pytest.mark.parametrize("text", ["/stop", "/menu", "/ tìm sách", "/"])
async def test_slash_commands_have_one_answer(telegram: tuple[Line, House], text: str) -> None:
    assert len(await tell(telegram, {"message": message(1, text=text)})) == 1


@pytest.mark.parametrize(
    "words", ["Forbidden: user is deactivated", "Forbidden: bot was blocked by the user"]
)
async def test_a_deleted_account_is_not_written_to_again(
    telegram: tuple[Line, House], words: str
) -> None:
    one, house = telegram
    one.platform.blocked.add(str(CHAT))
    one.platform.blocked_as = words
    await tell(telegram, {"message": message(1, text="một")})
    assert house.ask("SELECT stopped FROM conversations") == [
        ("the account is gone" if "deactivated" in words else "blocked by the reader",)
    ]


async def test_blocked_then_unblocked(telegram: tuple[Line, House]) -> None:
    def member(status: str) -> dict[str, Any]:
        who = {"id": 1, "is_bot": True, "first_name": "Bot"}
        old = {"user": who, "status": "member"}
        new = {"user": who, "status": status} | ({"until_date": 0} if status == "kicked" else {})
        frame = message(0)
        return {
            "my_chat_member": {
                "chat": frame["chat"], "from": frame["from"], "date": 1795000000,
                "old_chat_member": old, "new_chat_member": new,
            }
        }  # fmt: skip

    house = telegram[1]
    await tell(telegram, {"message": message(1, text="một")}, member("kicked"))
    assert house.ask("SELECT stopped IS NULL FROM conversations") == [(0,)]
    await tell(telegram, member("member"), first=5)
    assert house.ask("SELECT stopped IS NULL FROM conversations") == [(1,)]


# Zalo


def settled(wired: Wired, advance: float = 4) -> int:
    """The number of persons who spoke in Zalo's own app."""
    one, house, _ = wired
    house.clock.advance(advance)  # type: ignore[attr-defined]
    talks = house.deps.store.conversations
    staff = StaffReplies(talks, Sealer(b"k" * 32), 3600.0, {"zalo": one.channel})
    now = house.clock.now().timestamp()
    return house.database.run_now(lambda db: staff.settle(db, now))


def raw(event: dict[str, Any], number: int = 0) -> bytes:
    """As the platform sends it, under an id of its own where there is one."""
    if number and "message" in event:
        event = event | {"message": event["message"] | {"msg_id": f"k-{number}"}}
    return json.dumps({"timestamp": "0"} | event, ensure_ascii=False).encode()


@case
async def test_an_anonymous_reader_is_answered_in_their_conversation(wired: Wired) -> None:
    one, house, client = wired
    assert await post(client, raw(case_of("36", "1"))) == 200
    await house.settle()
    (sent,) = one.platform.sent
    assert sent.message["text"] == "nghe: thư viện mở cửa mấy giờ"
    assert sent.recipient == {"anonymous_id": "anon-0002", "conversation_id": "cv-2"}


async def test_an_anonymous_reader_who_may_not_be_answered_is_told_to_staff(wired: Wired) -> None:
    one, house, client = wired
    one.script.next.append(-201)
    body = json.loads(text_event("chào", 1)) | {"event_name": "anonymous_send_text"}
    assert await post(client, json.dumps(body).encode()) == 200
    await house.settle()
    assert "anonymous readers not answered: 1" in await one.channel.health()  # type: ignore[attr-defined]


@case
async def test_an_automatic_greeting_is_no_librarian(wired: Wired) -> None:
    one, house, client = wired
    for number, name in enumerate(("1-follow", "2-greeting", "3-ask"), start=1):
        assert await post(client, raw(case_of("38", name), number)) == 200
    one.platform.interacted["2000000000000001014"] = house.clock.now().timestamp()
    assert settled(wired) == 0
    await house.settle()
    assert one.sent_texts() == ["nghe: giờ mở cửa"]
    assert house.ask("SELECT owner FROM conversations") == [("bot",)]


@pytest.mark.parametrize("name", ["text", "image", "list", "file", "sticker", "consent", "gif"])
@pytest.mark.parametrize("person", [False, True])
async def test_only_a_person_takes_the_conversation(wired: Wired, name: str, person: bool) -> None:
    _, house, client = wired
    await post(client, text_event("chào", 1))
    await house.settle()
    event = json.loads(text_event("Chào bạn", 2)) | {"event_name": f"oa_send_{name}"}
    sender = {"id": zalo_oa.OA_ID} | ({"admin_id": "5000000000000000005"} if person else {})
    event |= {"sender": sender, "recipient": {"id": "2000000000000000002"}}
    await post(client, json.dumps(event).encode())
    assert settled(wired) == int(person)
    owner = "librarian" if person else "bot"
    assert house.ask("SELECT owner FROM conversations") == [(owner,)]


@case
@pytest.mark.parametrize("admin", [None, "5000000000000000005"])
async def test_our_echo_is_known_though_the_answer_was_lost(
    wired: Wired, admin: str | None
) -> None:
    one, house, client = wired
    reader = "2000000000000001005"
    one.platform.interacted[reader] = house.clock.now().timestamp()
    one.script.next.append("lost")
    await post(client, raw(case_of("39", "1-ask"), 1))
    await house.settle()
    echo = case_of("39", "2-echo")
    echo["message"]["text"] = one.sent_texts()[0]
    echo["sender"] |= {"admin_id": admin} if admin else {}
    await post(client, raw(echo, 2))
    assert settled(wired) == 0
    await post(client, raw(case_of("39", "3-ask"), 3))
    for _ in range(4):
        house.clock.advance(4)  # type: ignore[attr-defined]
        await house.settle()
    assert one.sent_texts() == ["nghe: giờ mở cửa", "nghe: tìm sách Tắt đèn"]
    assert house.ask("SELECT owner FROM conversations") == [("bot",)]


async def test_groups_are_not_answered(wired: Wired) -> None:
    one, house, client = wired
    for number, name in enumerate(
        ("user_send_group_text", "user_send_group_image", "oa_send_group_text", "user_join_group",
         "create_group", "anonymous_send_group_text"), start=1,
    ):  # fmt: skip
        body = json.loads(text_event("cả nhóm ơi", number)) | {"event_name": name}
        assert await post(client, json.dumps(body).encode()) == 200
    await house.settle()
    assert one.sent_texts() == []
    assert house.ask("SELECT count(*) FROM conversations") == [(0,)]


@pytest.mark.parametrize(
    ("name", "more", "erased"),
    [
        ("user_revoke_consent", {}, True),
        ("user_withdraw_consent", {}, True),
        ("user_rut_lai_dong_y", {}, True),
        ("update_user_consent", {"info": {"status": "REVOKED"}}, True),
        ("update_user_consent", {"info": {"status": "GRANTED"}}, False),
        ("user_reply_consent", {"info": {"status": "declined"}}, False),
        ("permission_revoked", {}, False),
    ],
)
async def test_withdrawing_consent_erases_and_is_audited(
    wired: Wired, name: str, more: dict[str, Any], erased: bool
) -> None:
    _, house, client = wired
    await post(client, text_event("chào", 1))
    await house.settle()
    body = {"event_name": name, "sender": {"id": "2000000000000000002"}, **more}
    await post(client, raw(body))
    assert house.ask("SELECT count(*) FROM conversations") == [(0 if erased else 1,)]
    assert house.ask("SELECT count(*) FROM audit WHERE action = 'erase'") == [(int(erased),)]
