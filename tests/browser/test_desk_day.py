"""A librarian's day at the desk, on an office screen and on a phone at the counter."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Connection, delete, select

from bot.desk import signing
from bot.store import handoffs, outbox, schema, staff, transcript
from bot.store.handoffs import HandoffRequest
from bot.store.steps import step
from connectors.messages import Reply
from evaluation.assistant_fixture import AssistantFixture
from tests.browser.conftest import PHONE
from tests.browser.librarian import Librarian
from tests.browser.payloads import PAYLOADS
from tests.browser.pictures import Camera
from tests.browser.reader import Reader
from tests.browser.test_access import faults
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser
DESK = {"width": 1366, "height": 768}
Window = Callable[[dict[str, int]], Page]
MORNING = (
    ("web", "Bác Hòa", "Cho tôi hỏi gia phả họ Nguyễn Đình ở Can Lộc có bản nào không?", 150),
    (
        "zalo",
        "Chị Thủy",
        "Cháu nhà tôi cần sách luyện viết lớp 2, còn bộ nào không ạ",
        3900,
    ),
    ("telegram", "Minh", "mk cần tài liệu làm luận văn về ví giặm, càng nhiều nguồn càng tốt", 40),
    ("zalo", "Ông Lâm", "Sách chữ nổi mượn về nhà được bao lâu?", 92_000),
    ("web", "", "tim sach ve ky thuat trong cam bu", 20),
)


@pytest.fixture
def morning(scene: AssistantFixture) -> AssistantFixture:
    """Five readers of three channels wait, nobody else's account but the two of the tests."""
    app, now = scene.app, scene.clock.now().timestamp()

    def fill(db: Connection) -> None:
        db.execute(delete(schema.canned))
        for number, (channel, name, text, ago) in enumerate(MORNING):
            key = f"sang-{number}-{now}"
            talk = app.store.conversations.find_or_open(db, channel, key, name or None, now - ago)
            transcript.add(db, talk, "reader", Reply(text), now - ago)
            trail = (step("texts_nothing", what=text[:40]),)
            handoffs.ask(db, talk, HandoffRequest("asked", "Bạn đọc xin gặp"), trail, now - ago)
            app.store.conversations.set_owner(db, talk, "queue")

    app.store.database.run_now(fill)
    return scene


@pytest.fixture
def mai(morning: AssistantFixture, window: Window) -> Librarian:
    return Librarian(window(DESK), morning, "thuthu")


def test_the_morning_s_list(mai: Librarian, camera: Camera) -> None:
    page = mai.page
    expect(mai.rows).to_have_count(5)
    expect(mai.rows.first).to_contain_text("Ông Lâm")
    expect(mai.rows.first).to_contain_text("hôm qua")
    expect(mai.rows.nth(1)).to_contain_text("chờ 1 giờ 5 phút")
    assert faults(page) == []
    camera.take(page, "20-ban-buoi-sang")
    page.get_by_label("Kênh").select_option("zalo")
    expect(mai.rows).to_have_count(2)
    page.get_by_label("Kênh").select_option("")
    page.get_by_label("Tìm trong cuộc trò chuyện").fill("gia pha ho nguyen")
    expect(mai.rows).to_have_count(1)
    expect(mai.rows.first).to_contain_text("gia phả họ Nguyễn Đình")


def test_the_focus_stays_while_the_list_is_drawn_anew(
    mai: Librarian, morning: AssistantFixture
) -> None:
    page = mai.page
    button = mai.rows.nth(2).get_by_role("button", name="Nhận")
    button.focus()
    before = mai.rows.nth(2).get_attribute("data-id")
    now = morning.clock.now().timestamp()

    def more(db: Connection) -> None:
        talk = morning.app.store.conversations.find_or_open(db, "web", f"moi-{now}", "Mới", now)
        transcript.add(db, talk, "reader", Reply("Câu mới"), now)
        handoffs.ask(db, talk, HandoffRequest("asked", "hỏi"), (), now - 86_400 * 3)

    morning.app.store.database.run_now(more)
    expect(mai.rows).to_have_count(6)
    held = page.evaluate("document.activeElement.closest('li').dataset.id")
    assert held == before


def test_keys_alone_claim_answer_and_close(mai: Librarian, camera: Camera) -> None:
    page = mai.page
    expect(mai.rows).to_have_count(5)
    page.locator("body").press("?")
    expect(page.locator("#keys-dialog")).to_be_visible()
    camera.take(page, "21-phim-tat")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Trả lời bạn đọc")).to_be_focused()
    page.keyboard.type("Dạ, mượn được 15 ngày ạ.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#transcript .librarian")).to_contain_text("15 ngày")
    page.locator("#transcript").focus()
    page.keyboard.press("x")
    dialog = page.locator("#close-dialog")
    expect(dialog).to_be_visible()
    assert dialog.locator("input[name=read]:checked").count() == 0
    assert faults(page) == []
    dialog.get_by_text("giờ giấc, chỉ dẫn").click()
    camera.take(page, "22-dong-phieu")
    dialog.get_by_role("button", name="Đã trả lời", exact=True).click()
    expect(page.locator("#conversation")).to_be_hidden()
    mai.tab("closed")
    expect(mai.rows.first).to_contain_text("Đã trả lời")
    mai.rows.first.get_by_role("button", name="Xem").click()
    expect(page.get_by_label("Trả lời bạn đọc")).to_be_hidden()
    page.get_by_role("button", name="Mở lại").click()
    expect(page.get_by_label("Trả lời bạn đọc")).to_be_visible()


def test_a_draft_is_never_dropped(mai: Librarian) -> None:
    page = mai.page
    mai.claim()
    page.get_by_label("Trả lời bạn đọc").fill("Dạ, để em tra thêm")
    page.get_by_role("button", name="Giao lại trợ lý").click()
    expect(page.locator("#status")).to_contain_text("chưa gửi")
    expect(page.locator("#close-dialog")).to_be_hidden()
    page.wait_for_timeout(1800)
    page.evaluate("sessionStorage.clear()")
    page.reload()
    mai.tab("mine")
    mai.rows.first.get_by_role("button", name="Mở").click()
    expect(page.get_by_label("Trả lời bạn đọc")).to_have_value("Dạ, để em tra thêm")


def test_a_colleague_takes_over_with_the_note(
    mai: Librarian, morning: AssistantFixture, window: Window, camera: Camera
) -> None:
    lan = Librarian(window(DESK), morning, "lan")
    mai.claim()
    page = mai.page
    page.get_by_role("button", name="Chuyển đồng nghiệp").first.click()
    page.get_by_label("Người nhận").select_option(label="Nguyễn Thị Lan")
    page.get_by_label("Dặn thêm").fill("Bác cần bản chữ lớn")
    page.locator("#pass-form").get_by_role("button").click()
    expect(page.locator("#conversation")).to_be_hidden()
    lan.tab("mine")
    lan.rows.first.get_by_role("button", name="Mở").click()
    expect(lan.page.locator("#note")).to_contain_text("Bác cần bản chữ lớn")
    camera.take(lan.page, "23-duoc-chuyen")


def test_a_canned_reply_is_found_by_typing_and_filled(mai: Librarian, camera: Camera) -> None:
    page = mai.page
    mai.claim()
    page.get_by_role("button", name="Câu mẫu").click()
    dialog = page.locator("#canned-dialog")
    dialog.get_by_text("Thêm câu mẫu").click()
    dialog.get_by_label("Tên gợi nhớ").fill("Chào đầu")
    dialog.get_by_label("Câu", exact=True).fill("Chào {ban_doc}, em là {thu_thu} ạ. {khac}")
    dialog.get_by_label("Mọi thủ thư cùng dùng").check()
    dialog.get_by_role("button", name="Lưu").click()
    expect(dialog.locator("#canned-rows li")).to_have_count(1)
    page.get_by_label("Gõ vài chữ để tìm câu mẫu").fill("chao dau")
    camera.take(page, "24-cau-mau")
    assert faults(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_label("Trả lời bạn đọc")).to_have_value(
        "Chào Ông Lâm, em là Phòng Bạn đọc ạ. {khac}"
    )


def test_d7_a_refused_send_comes_back_with_its_reason_and_choices(
    reader: Reader, morning: AssistantFixture, mai: Librarian, camera: Camera
) -> None:
    reader.say("cho mình gặp thủ thư")
    page = mai.page
    expect(mai.rows).to_have_count(6)
    mai.rows.last.get_by_role("button", name="Nhận").click()
    mai.reply("Dạ, sách còn ạ.")
    database = morning.app.store.database
    expect(reader.bubbles("librarian").last).to_contain_text("Dạ, sách còn ạ.")
    said = select(schema.messages.c.id).where(schema.messages.c.who == "librarian")
    last = database.run_now(lambda db: max(db.execute(said).scalars()))
    row = select(schema.outbox.c.id).where(schema.outbox.c.message_id == last)
    number = database.run_now(lambda db: db.execute(row).scalar_one())
    database.run_now(lambda db: outbox.failed(db, number, "dead", "window closed"))
    page.reload()
    mai.tab("mine")
    expect(mai.rows.first).to_contain_text("Có tin chưa tới")
    mai.rows.first.get_by_role("button", name="Mở").click()
    fate = page.locator("#transcript .fate")
    expect(fate).to_contain_text("im lặng quá lâu")
    camera.take(page, "25-tin-chua-toi")
    fate.get_by_role("button", name="Sửa rồi gửi").click()
    expect(page.get_by_label("Trả lời bạn đọc")).to_have_value("Dạ, sách còn ạ.")


def test_a_phone_at_the_counter_is_a_desk_too(
    morning: AssistantFixture, window: Window, camera: Camera
) -> None:
    mai = Librarian(window(PHONE), morning, "thuthu")
    page = mai.page
    expect(mai.rows).to_have_count(5)
    camera.take(page, "26-dien-thoai-danh-sach")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    mai.claim()
    mai.reply("Dạ, bác chờ em một chút ạ.")
    expect(page.get_by_role("button", name="Quay lại").first).to_be_in_viewport()
    expect(page.get_by_label("Trả lời bạn đọc")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(page) == []
    camera.take(page, "27-dien-thoai-tra-loi")
    page.get_by_role("button", name="Quay lại").first.click()
    expect(mai.rows).to_have_count(4)


def test_a_wrong_password_keeps_the_name(
    scene: AssistantFixture, window: Window, camera: Camera
) -> None:
    page = window(PHONE)
    page.goto(f"{scene.app.settings.public_url}/desk")
    page.get_by_label("Tên đăng nhập").fill("thuthu")
    page.get_by_label("Mật khẩu").fill("sai rồi")
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("alert")).to_contain_text("chưa đúng")
    expect(page.get_by_label("Tên đăng nhập")).to_have_value("thuthu")
    expect(page.get_by_label("Mật khẩu")).to_be_focused()
    camera.take(page, "28-sai-mat-khau")


def test_accounts_are_made_changed_and_shut(mai: Librarian, window: Window, camera: Camera) -> None:
    page = mai.page
    page.get_by_role("link", name="Người trực").click()
    page.locator("#username").fill("hoa")
    page.locator("#name").fill(PAYLOADS[3])
    page.get_by_role("button", name="Thêm người trực").click()
    told = page.get_by_role("alert").inner_text()
    assert "Mật khẩu của hoa" in told
    expect(page.get_by_role("cell", name=PAYLOADS[3]).first).to_be_visible()
    assert faults(page) == []
    camera.take(page, "29-nguoi-truc")
    page.locator("tr", has_text="hoa").get_by_role("button", name="Khóa").click()
    expect(page.locator("tr", has_text="hoa").first).to_contain_text("đã khóa")
    page.goto(page.url.rsplit("/", 2)[0] + "/tai-khoan")
    assert faults(page) == []
    camera.take(page, "30-tai-khoan")


def test_a_librarian_has_no_pages_of_others(morning: AssistantFixture, window: Window) -> None:
    lan = Librarian(window(DESK), morning, "lan")
    expect(lan.page.get_by_role("link", name="Người trực")).to_have_count(0)
    answer = lan.page.goto(f"{morning.app.settings.public_url}/desk/nguoi-truc")
    assert answer is not None and answer.status == 403


def test_one_s_own_password_is_changed(morning: AssistantFixture, window: Window) -> None:
    database, fresh = morning.app.store.database, "mat-khau-moi-2026"
    lan = Librarian(window(DESK), morning, "lan")
    page = lan.page
    page.goto(f"{morning.app.settings.public_url}/desk/tai-khoan")
    page.get_by_label("Mật khẩu hiện tại").fill(PASSWORD)
    page.get_by_label("Mật khẩu mới (từ").fill(fresh)
    page.get_by_label("Nhập lại").fill(fresh)
    page.get_by_role("button", name="Đổi mật khẩu").click()
    try:
        expect(page.get_by_role("alert")).to_contain_text("Đã đổi mật khẩu")
        found = database.run_now(lambda db: staff.account(db, "lan"))
        kept = database.run_now(lambda db: signing.known(db, "lan"))[1]
        assert found is not None and signing.matches(fresh, kept)
    finally:
        back = signing.hashed(PASSWORD)
        database.run_now(lambda db: signing.new_password(db, found.id, back))


def test_a_head_s_month(mai: Librarian, reader: Reader, camera: Camera) -> None:
    reader.say("tìm sách của Nguyễn Nhật Ánh")
    page = mai.page
    mai.claim()
    mai.reply("Dạ, mượn được 15 ngày ạ.")
    mai.finish("Đóng", read="nhiều nguồn", subject="Văn học", outcome="Trả lời một phần")
    page.get_by_role("link", name="Thống kê").click()
    expect(page.get_by_role("heading", name="Phiếu đóng theo kết quả")).to_be_visible()
    expect(page.get_by_role("cell", name="Trả lời một phần")).to_be_visible()
    assert faults(page) == []
    camera.take(page, "31-thong-ke")
    with page.expect_download() as got:
        page.get_by_role("link", name="Tải phiếu").click()
    rows = got.value.path().read_text(encoding="utf-8-sig").splitlines()
    told = page.locator(".sums div", has_text="Phiếu thủ thư").locator("dd").inner_text()
    assert len(rows) == int(told) + 1
    with page.expect_download() as book:
        page.get_by_role("link", name="Tải tổng hợp").click()
    assert book.value.path().read_bytes()[:2] == b"PK"


def test_an_answer_becomes_knowledge_that_another_approves(
    mai: Librarian, morning: AssistantFixture, window: Window, camera: Camera
) -> None:
    page, bad = mai.page, PAYLOADS[0]
    page.add_init_script("window.owned = 0; window.own = () => { window.owned += 1; };")
    page.reload()
    mai.claim()
    mai.reply(f"Chào ông Lâm, sách chữ nổi mượn được 30 ngày. {bad}")
    page.get_by_role("button", name="Lưu vào tri thức").click()
    expect(page.locator("#status")).to_contain_text("chờ duyệt")
    page.get_by_role("link", name="Tri thức").click()
    expect(page.get_by_label("Trả lời", exact=True)).to_have_value(re.compile("chữ nổi"))
    assert "Lâm" not in page.get_by_label("Trả lời", exact=True).input_value()
    assert page.get_by_role("button", name="Duyệt").count() == 0
    assert faults(page) == []
    camera.take(page, "32-tri-thuc")
    lan = Librarian(window(DESK), morning, "lan")
    lan.page.get_by_role("link", name="Tri thức").click()
    lan.page.get_by_role("button", name="Duyệt").first.click()
    expect(lan.page.get_by_role("alert")).to_contain_text("Đã duyệt")
    page.goto(f"{morning.app.settings.public_url}/desk")
    mai.tab("waiting")
    mai.claim()
    page.get_by_role("radio", name="Tri thức").check()
    page.locator("#q").fill("sach chu noi muon bao lau")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.locator("#hits li").first.get_by_role("button", name="Chèn").click()
    expect(page.get_by_label("Trả lời bạn đọc")).to_have_value(re.compile("30 ngày"))
    assert page.evaluate("window.owned") == 0
