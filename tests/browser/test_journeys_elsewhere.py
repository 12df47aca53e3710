"""The journeys of a card on systems of other makes: link, loans, renewal, refusal, hold, cancel."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.desk import signing
from evaluation.assistant_fixture import AssistantFixture, stage
from tests.browser.conftest import OFFICE, PHONE
from tests.browser.librarian import Librarian
from tests.browser.pictures import Camera
from tests.browser.reader import Reader
from tests.conftest import DAY, PASSWORD
from tests.fakes import demo_elsewhere

pytestmark = pytest.mark.browser
SYSTEMS = {
    "koha": demo_elsewhere.koha, "sip2": demo_elsewhere.sip2, "exports": demo_elsewhere.exports,
}  # fmt: skip
Window = Callable[[dict[str, int]], Page]


@pytest.fixture(scope="module", params=sorted(SYSTEMS))
def elsewhere(request: pytest.FixtureRequest) -> Iterator[tuple[str, AssistantFixture]]:
    """The app and Rasa, on a system that is not the demo's own."""
    home = Path(os.environ.get("THUTHU_HOME", "var"))
    if not (home / "models/rasa").exists():
        pytest.skip("nothing is set up here: run `make test`")
    with SYSTEMS[request.param](DAY) as prepare, stage(home, DAY, prepare) as made:
        made.app.store.database.run_now(lambda db: signing.ensure_first(db, PASSWORD))
        made.say("xin chào", None, {})
        yield request.param, made


def _linked(window: Window, made: AssistantFixture, card: str) -> Reader:
    """Through the linking page and the code, as every reader."""
    reader = Reader(window(PHONE), made)
    reader.say("Liên kết thẻ")
    page = reader.link(card)
    assert "đã được liên kết" in reader.say(page.locator("#code").inner_text())
    page.close()
    return reader


def test_a_card_linked_its_loans_and_a_renewal(
    elsewhere: tuple[str, AssistantFixture], window: Window, camera: Camera
) -> None:
    system, made = elsewhere
    reader = _linked(window, made, "HT000001")
    loans = reader.say("Mình đang mượn những cuốn gì?")
    for title in ("Tắt đèn", "Đắc nhân tâm", "Mắt biếc"):
        assert title in loans
    camera.take(reader.page, f"20-{system}-sach-dang-muon")
    assert ("Theo số liệu" in loans) == (system == "exports")
    assert "Tắt đèn" in reader.say("Gia hạn giúp mình cuốn Tắt đèn")
    done = reader.say("đồng ý")
    camera.take(reader.page, f"20-{system}-gia-han")
    if system == "exports":
        assert "đã ghi yêu cầu gia hạn" in done
        assert "Hạn trả chưa thay đổi" in done
    else:
        assert "Đã gia hạn" in done
        assert "12/12/2026" in done


def test_a_renewal_refused(
    elsewhere: tuple[str, AssistantFixture], window: Window, camera: Camera
) -> None:
    system, made = elsewhere
    if system == "exports":
        pytest.skip("whether a loan may be renewed is the desk's to say")
    reader = _linked(window, made, "HT000002")
    reader.say("Gia hạn giúp mình cuốn Số đỏ")
    refused = reader.say("vâng")
    assert "Chưa gia hạn được" in refused
    assert "Đã gia hạn" not in refused
    camera.take(reader.page, f"21-{system}-khong-gia-han-duoc")


def test_a_hold_placed_and_given_up(
    elsewhere: tuple[str, AssistantFixture], window: Window, camera: Camera
) -> None:
    system, made = elsewhere
    reader = _linked(window, made, "HT000012")
    reader.say("Đặt trước cuốn Chiếc lược ngà cho mình")
    assert "Kỳ Anh" in reader.say("Kỳ Anh")
    done = reader.press("Đồng ý")
    assert "Chiếc lược ngà" in done
    camera.take(reader.page, f"22-{system}-dat-truoc")
    if system == "exports":
        assert "đã ghi yêu cầu đặt trước" in done
        return
    assert "Đã đặt trước" in done
    assert "Chiếc lược ngà" in reader.say("Bỏ đặt trước cuốn Chiếc lược ngà giúp mình")
    assert "Đã bỏ đặt trước" in reader.say("đồng ý")
    camera.take(reader.page, f"22-{system}-bo-dat-truoc")


def test_whether_a_copy_is_in(
    elsewhere: tuple[str, AssistantFixture], window: Window, camera: Camera
) -> None:
    system, made = elsewhere
    reader = Reader(window(PHONE), made)
    told = reader.say("Cuốn Số đỏ còn trong kho không?")
    assert "đang còn" in told or "được mượn hết" in told
    camera.take(reader.page, f"23-{system}-con-khong")


def test_the_desk_closes_what_was_asked_and_the_reader_hears_it(
    elsewhere: tuple[str, AssistantFixture], window: Window, camera: Camera
) -> None:
    system, made = elsewhere
    if system != "exports":
        pytest.skip("nothing is asked of the desk here")
    reader = _linked(window, made, "HT000003")
    reader.say("Gia hạn giúp mình")
    asked = reader.say("đồng ý")
    assert "đã ghi yêu cầu" in asked
    page = Librarian(window(OFFICE), made, "thuthu").page
    page.goto(f"{made.app.settings.public_url}/desk/yeu-cau")
    held = page.get_by_role("row").filter(has_text="HT000012")
    expect(held).to_contain_text("Chiếc lược ngà")
    expect(held).to_contain_text("Chi nhánh Kỳ Anh")
    mine = page.get_by_role("row").filter(has_text="HT000003")
    expect(mine).to_contain_text("Gia hạn")
    camera.take(page, "24-ban-yeu-cau")
    mine.get_by_role("checkbox").check()
    page.get_by_role("button", name="Không làm được").click()
    expect(page.get_by_role("status")).to_contain_text("Ghi lý do")
    page.get_by_label("Lời nhắn cho bạn đọc").fill("Cuốn này có bạn đọc khác đang chờ.")
    page.get_by_role("button", name="Không làm được").click()
    expect(mine).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("Đã đóng 1 yêu cầu")
    expect(reader.bubbles("system").last).to_contain_text("có bạn đọc khác đang chờ")
    camera.take(reader.page, "24-bao-ket-qua")
