"""Twelve journeys as a reader and a librarian go them, in tidy and in hasty Vietnamese."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.librarian import Librarian
from tests.browser.pictures import Camera
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser


def ways(*pairs: tuple[str, ...]) -> pytest.MarkDecorator:
    """The same journey said tidily, then hastily."""
    return pytest.mark.parametrize("said", pairs, ids=["tidy", "hasty"][: len(pairs)])


@ways(
    ("Tìm giúp mình sách của Nguyễn Nhật Ánh", "xem cuốn thứ hai"),
    ("tim sach cua nguyen nhat anh", "xem cuon thu 2"),
)
def test_01_books_of_an_author(reader: Reader, camera: Camera, said: tuple[str, ...]) -> None:
    listed = reader.say(said[0])
    assert listed.count("Nguyễn Nhật Ánh") >= 3
    camera.take(reader.page, "01-tac-gia")
    second = reader.page.locator("#thuthu .card strong").nth(1).inner_text()
    assert second in reader.say(said[1])


@ways(
    ("Tìm sách dạy trồng cây ăn quả", "chỉ lấy sách xuất bản sau 2015"),
    ("co sach day trong cay an qua k", "chi lay sach sau 2015 thoi"),
)
def test_02_a_topic_then_narrowed(reader: Reader, camera: Camera, said: tuple[str, ...]) -> None:
    reader.say(said[0])
    assert reader.page.locator("#thuthu .card").count() >= 2
    narrowed = reader.say(said[1])
    years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", narrowed)]
    cards = reader.bubbles("bot").last.locator(".card p").all_inner_texts()
    printed = [int(y) for line in cards for y in re.findall(r", ((?:19|20)\d\d)$", line)]
    assert years and printed and min(printed) > 2015
    camera.take(reader.page, "02-chu-de-va-loc")


@ways(
    ("Cuốn Số đỏ còn trong kho không?",),
    ("cuon so do con k ad",),
)
def test_03_is_it_in(reader: Reader, camera: Camera, said: tuple[str, ...]) -> None:
    told = reader.say(said[0])
    assert "Số đỏ" in told
    assert "đang còn" in told or "được mượn hết" in told
    camera.take(reader.page, "03-con-khong")


@ways(
    ("Đặt trước cuốn Chiếc lược ngà cho mình", "Kỳ Anh"),
    ("dat truoc cuon chiec luoc nga cho mk", "ky anh"),
)
def test_04_a_hold(reader: Reader, camera: Camera, said: tuple[str, ...]) -> None:
    reader.linked("HT000012")
    assert "nhận" in reader.say(said[0])
    assert "Kỳ Anh" in reader.say(said[1])
    done = reader.press("Đồng ý")
    assert "Đã đặt trước" in done
    assert "Chiếc lược ngà" in done
    camera.take(reader.page, "04-dat-truoc")


@ways(
    ("Mình đang mượn những cuốn gì?",),
    ("mk dang muon nhung cuon j",),
)
def test_05_linking_a_card_then_loans(
    reader: Reader, camera: Camera, said: tuple[str, ...]
) -> None:
    assert "Liên kết thẻ" in reader.say(said[0])
    page = reader.link("HT000001")
    expect(page.get_by_role("button", name="Chép mã")).to_be_visible()
    camera.take(page, "05-lien-ket-ma")
    code = page.locator("#code").inner_text()
    assert "đã được liên kết" in reader.say(code.lower())
    loans = reader.say(said[0])
    for title in ("Tắt đèn", "Đắc nhân tâm", "Mắt biếc"):
        assert title in loans
    assert "25/11/2026" in loans
    camera.take(reader.page, "05-sach-dang-muon")


@ways(
    ("Gia hạn giúp mình cuốn Tắt đèn", "đồng ý"),
    ("gia han cuon tat den cho mk vs", "ok"),
)
def test_06_one_loan_is_renewed(reader: Reader, camera: Camera, said: tuple[str, ...]) -> None:
    reader.linked("HT000001")
    asked = reader.say(said[0])
    assert "Tắt đèn" in asked
    assert "Mắt biếc" not in asked
    done = reader.say(said[1])
    assert "Đã gia hạn" in done
    assert "12/12/2026" in done
    camera.take(reader.page, "06-gia-han")


@ways(
    ("Gia hạn giúp mình cuốn Số đỏ", "vâng"),
    ("gia han ho minh cuon so do", "uh"),
)
def test_07_a_renewal_refused_says_why(
    reader: Reader, camera: Camera, said: tuple[str, ...]
) -> None:
    reader.linked("HT000002")
    reader.say(said[0])
    refused = reader.say(said[1])
    assert "Chưa gia hạn được" in refused
    assert "hết lượt" in refused
    assert "Đã gia hạn" not in refused
    camera.take(reader.page, "07-khong-gia-han-duoc")


@ways(
    ("Nguyễn Công Trứ sinh năm nào?",),
    ("nguyen cong tru sinh nam nao",),
)
def test_08_an_answer_and_its_page(reader: Reader, camera: Camera, said: tuple[str, ...]) -> None:
    assert "1778" in reader.say(said[0])
    camera.take(reader.page, "08-tra-cuu")
    with reader.page.context.expect_page() as opened:
        reader.page.locator("#thuthu .source").get_by_role("link", name="Xem trang").click()
    page = opened.value
    marked = page.locator("mark")
    expect(marked).to_contain_text("1778")
    expect(marked).to_be_in_viewport()
    camera.take(page, "08-trang-duoc-dan")


@ways(
    ("Đội bóng nào vô địch giải vườn hoa làng Tè năm 1937?",),
    ("doi bong nao vo dich giai vuon hoa lang te nam 1937",),
)
def test_09_what_the_texts_do_not_tell(
    reader: Reader, camera: Camera, said: tuple[str, ...]
) -> None:
    told = reader.say(said[0])
    assert "không tìm thấy câu trả lời" in told
    assert reader.bubbles("bot").last.locator(".source").count() == 0
    camera.take(reader.page, "09-khong-co-trong-tai-lieu")
    assert "thủ thư" in reader.press("Gửi thủ thư")
    expect(reader.owner).to_have_text("Đang chờ thủ thư")


@ways(
    ("Gia hạn giúp mình", "mà mấy giờ thư viện đóng cửa nhỉ?", "cuốn Mắt biếc"),
    ("gia han giup minh", "ma may gio tv dong cua nhi", "cuon mat biec"),
)
def test_10_hours_in_the_middle_of_a_renewal(
    reader: Reader, camera: Camera, said: tuple[str, ...]
) -> None:
    reader.linked("HT000001")
    assert "muốn gia hạn cuốn nào" in reader.say(said[0])
    told = reader.say(said[1])
    assert "17:00" in told
    assert "gia hạn" in told
    camera.take(reader.page, "10-hoi-gio-giua-chung")
    assert "Mắt biếc" in reader.say(said[2])


@ways(
    ("Cho mình gặp thủ thư", "Ai soạn sách về làng Trường Lưu?", "Thư viện mở cửa mấy giờ?"),
    ("cho minh gap thu thu", "ai soan sach ve lang truong luu", "thu vien mo cua may gio"),
)
def test_11_a_librarian_takes_over_and_hands_back(
    reader: Reader, librarian: Librarian, camera: Camera, said: tuple[str, ...]
) -> None:
    assert "thủ thư" in reader.say(said[0]).lower()
    expect(librarian.waiting).to_have_count(1)
    camera.take(librarian.page, "11-ban-hang-doi")
    librarian.claim()
    expect(reader.owner).to_have_text("Thủ thư Phòng Bạn đọc đang trả lời bạn")
    expect(librarian.page.locator("#reason")).to_have_text("Bạn đọc xin gặp thủ thư")
    reader.write(said[1])
    expect(librarian.page.locator("#transcript .reader").last).to_contain_text(said[1])
    title = librarian.cite("làng Trường Lưu", "Tài liệu số hóa")
    librarian.reply("Dạ, mời bạn xem tài liệu này ạ.")
    camera.take(librarian.page, "11-ban-tra-loi")
    answer = reader.bubbles("librarian").last
    expect(answer).to_contain_text("Dạ, mời bạn xem tài liệu này ạ.")
    expect(answer).to_contain_text(title)
    camera.take(reader.page, "11-thu-thu-tra-loi")
    librarian.finish(
        "Giao lại trợ lý", read="tra cứu nhanh", subject="Sử, địa lý", outcome="Đã trả lời"
    )
    expect(reader.bubbles("system").last).to_contain_text("giao lại cho trợ lý")
    expect(reader.owner).to_have_text("Trợ lý tự động trả lời")
    assert "7:30" in reader.say(said[2])


@ways(
    ("Gỡ thẻ khỏi chat này", "Xóa dữ liệu của tôi đi"),
    ("go the khoi chat nay", "xoa du lieu cua toi di"),
)
def test_12_unlinked_and_erased(reader: Reader, camera: Camera, said: tuple[str, ...]) -> None:
    reader.linked("HT000012")
    assert "đã gỡ thẻ" in reader.say(said[0])
    assert "xóa" in reader.say(said[1]).lower()
    reader.page.locator("#thuthu li").last.get_by_role("button", name="Xóa dữ liệu").click()
    expect(reader.bubbles("bot").last).to_contain_text("xóa")
    expect(reader.page.get_by_text(said[0])).to_have_count(0)
    expect(reader.page.locator("#thuthu li.reader")).to_have_count(0)
    camera.take(reader.page, "12-da-xoa")
    reader.page.reload()
    expect(reader.bubbles("bot").last).to_contain_text("xóa")
    expect(reader.page.locator("#thuthu li.reader")).to_have_count(0)
