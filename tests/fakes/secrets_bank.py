"""Made-up messages with and without secrets, from banks of phrases, in every way of typing."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from vietnamese.reading.rekey import rekey

STYLES = (
    "clean",
    "no_accents",
    "telex",
    "vni",
    "typo",
    "partial_accents",
    "telex_free",
    "vni_free",
)
WHO = ("tôi", "em", "mình", "cháu", "bác", "con", "chị", "tui")
OPENINGS = (
    "",
    "",
    "",
    "ad ơi ",
    "dạ ",
    "cho em hỏi, ",
    "alo thư viện, ",
    "Kính gửi thư viện, ",
    "chào bạn, ",
)
CLOSINGS = (
    "",
    "",
    "",
    " ạ",
    " nhé",
    " nha ad",
    ", xem giúp với",
    ", gia hạn giúp em",
    " đó",
    ", giúp {who} với ạ",
)
PIN_LINES = (
    "mã pin của {who} là {pin}",
    "{pin} là mã pin của {who}",
    "pin: {pin}",
    "pin {pin}",
    "mật khẩu {who} là {pin}",
    "mật khẩu thẻ của {who}: {pin}",
    "mật mã của {who} là {pin}",
    "mã pin thẻ {card} là {pin}",
    "thẻ {card} pin {pin}",
    "số thẻ {card}, mật khẩu {pin}",
    "số thẻ của {who} là {card} còn mã pin là {pin}",
    "{card} / {pin}",
    "{card} {pin}",
    "đăng nhập giúp {who} {card} {pin}",
    "{who} nhập {pin} mà báo sai mật khẩu",
    "{who} bấm {pin} vẫn không đăng nhập được",
    "pass {pin}",
    "pass của {who} là {pin}",
    "password {pin}",
    "mk {pin}",
    "mk là {pin}",
    "mk thẻ: {pin}",
    "tk {card} mk {pin}",
    "số pin {pin}",
    "mã bí mật của {who} là {pin}",
    "mã số bí mật: {pin}",
    "mã của {who} là {pin}",
    "{who} đổi mật khẩu thành {pin} rồi mà không vào được",
    "quên mật khẩu, hình như là {pin}",
    "my pin is {pin}",
    "mã pin có phải là {pin} không",
    "mã pin {who} để {pin}",
    "{who} đặt mã pin {pin}",
    "pin của {who} {pin} đúng không",
    "{pin} nhé, mã pin đó",
    "mã pin\n{pin}",
    "(pin={pin})",
    "mã pin hồi trước {who} dùng là {pin}",
    "cái pin nó cấp cho {who} hồi làm thẻ là {pin}",
    "{pin} (mật khẩu)",
    "mã đăng nhập {pin}",
)
WORD_LINES = (
    "mật khẩu của {who} là {word}",
    "mật khẩu: {word}",
    "pass {word}",
    "pass: {word}",
    "password của {who} là {word}",
    "mk là {word}",
    "tài khoản {card} mật khẩu {word}",
    "{word} là mật khẩu của {who}",
    "{who} nhập {word} mà báo sai mật khẩu",
)
IDENTITY_LINES = (
    "số cccd của {who} là {id12}",
    "căn cước {id12}",
    "{id12}",
    "cccd: {id12}",
    "{id12} là căn cước của {who}",
    "số chứng minh nhân dân {id9}",
    "cmnd {id9}",
    "cmnd của {who} {id9}, làm thẻ giúp {who}",
    "{who} muốn làm thẻ, số định danh {id12}",
    "chứng minh thư của {who}: {id9}",
    "làm thẻ cho con trai, cccd {id12}",
    "giấy tờ thì {who} có căn cước số {id12}",
)
CONTACT_LINES = (
    "số điện thoại của {who} là {phone}",
    "gọi lại cho {who} số {phone}",
    "sđt {phone}",
    "{phone}",
    "zalo {who} {phone}",
    "{who} tên Lan, {phone}",
    "gửi về email {email} cho {who}",
    "{email}",
)
CARD_LINES = (
    "thẻ của {who} là {card}",
    "số thẻ {card}",
    "mã độc giả {card}",
    "mã bạn đọc của {who}: {card}",
    "xem giúp thẻ {card} mượn gì",
    "thẻ thư viện số {card} hết hạn chưa",
    "{card} là số thẻ của {who}",
    "mã số thẻ {card} gia hạn giúp {who}",
)
ISBNS = (
    "9780140449136",
    "978-0-14-044913-6",
    "978-604-2-13456-7",
    "978 604 1 23456 8",
    "0-306-40615-2",
    "8935244812345",
)
CLEAN_LINES = (
    "có cuốn {title} không",
    "tìm sách isbn {isbn}",
    "{isbn} còn không",
    "sách có mã {isbn}",
    "tìm {title} xuất bản năm {year}",
    "sách về {subject} sau {year}",
    "có báo năm {year} không",
    "{title} {year}",
    "ký hiệu {ddc} nằm ở đâu",
    "phân loại {ddc} là gì",
    "mã vạch {barcode} còn trong kho không",
    "quét mã vạch ra {barcode}",
    "cuốn có đkcb {barcode} còn không",
    "quên mã pin thì làm sao",
    "quên mật khẩu phải làm thế nào",
    "mã pin có mấy số",
    "mật khẩu là gì vậy",
    "đổi mật khẩu ở đâu",
    "mật khẩu wifi là gì",
    "mã pin là 4 số hay 6 số",
    "mật khẩu mặc định là ngày sinh phải không",
    "tìm sách về pin mặt trời",
    "cuốn Mật mã Da Vinci còn không",
    "sách về mật mã học năm {year}",
    "pin điện thoại 5000 mAh, có sách sửa không",
    "phạt {money} đồng đúng không",
    "làm thẻ hết {money}đ à",
    "số điện thoại thư viện có phải 0239 3855 612 không",
    "gọi 1900 1234 có được không",
    "thư viện mở cửa {time} phải không",
    "hạn trả ngày {date} đúng không",
    "{who} sinh năm {year} làm thẻ được không",
    "thẻ làm năm {year} còn dùng được không",
    "{who} học khoá {year}",
    "khởi nghĩa {year} do ai lãnh đạo",
    "giai đoạn {year}-{later} có sách gì",
    "sách từ năm {year} đến {later}",
    "cuốn thứ 2",
    "số 3",
    "2",
    "lấy 3 cuốn đầu",
    "thông tư 93/2020 về phí thẻ",
    "nghị định 356/2025 nói gì",
    "truyện 1984 của Orwell",
    "cuốn 1984",
    "tìm cuốn 1001 đêm",
    "mk muốn mượn sách năm {year}",
    "mk sinh năm {year}",
    "mk cần 3 cuốn",
    "em pass môn rồi, trả sách",
    "cần giấy tờ gì, căn cước hay khai sinh",
    "cccd hết hạn có làm thẻ được không",
    "mất thẻ thì sao",
    "thẻ có bao nhiêu số",
    "thẻ hết hạn ngày {date}",
    "gia hạn sách đến {date}",
    "phòng đọc có 1200 chỗ à",
    "thư viện có 250.000 bản sách phải không",
    "kho có 123456 cuốn à",
    "đổi pin máy đọc sách ở đâu",
    "lịch sử 10 vạn câu hỏi",
    "20000 dặm dưới đáy biển",
    "luật thư viện 46/2019/QH14",
    "wifi thư viện 2 tầng",
    "mã xác nhận gửi về đâu",
    "không nhận được mã otp",
    "số thẻ ghi ở đâu",
    "quên số thẻ",
    "máy báo lỗi 404",
    "trang web báo lỗi 500 khi đăng nhập",
    "{subject} lớp 12",
    "toán 10 tập 2",
    "đề thi thpt {year}",
)
TITLES = (
    "Số đỏ",
    "Tắt đèn",
    "Truyện Kiều",
    "Dế Mèn phiêu lưu ký",
    "Đắc nhân tâm",
    "Chí Phèo",
    "Nhà giả kim",
)
SUBJECTS = (
    "trồng bưởi",
    "lịch sử Hà Tĩnh",
    "tin học",
    "nuôi ong",
    "văn học dân gian",
    "luật đất đai",
)
WORDS = (
    "hoahong99",
    "Son@2024",
    "abc123",
    "thuvien@123",
    "iloveyou",
    "nguyenlan1990",
    "Matkhau1!",
    "qwerty12",
    "sonlahoa",
)


@dataclass(frozen=True, slots=True)
class Made:
    """A message, and what of it may be found nowhere (empty: nothing is secret)."""

    text: str
    secrets: tuple[str, ...] = ()


def _digits(chance: Random, n: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(n))


def _values(chance: Random) -> dict[str, str]:
    id12 = f"0{chance.randint(1, 96):02d}{chance.choice('0123')}" + _digits(chance, 8)
    id9 = chance.choice(("18", "03", "27", "19")) + _digits(chance, 7)
    phone = "0" + chance.choice(("91", "98", "36", "77", "84", "52")) + _digits(chance, 7)
    if chance.random() < 0.3:
        id12 = f"{id12[:3]} {id12[3:6]} {id12[6:9]} {id12[9:]}"
        phone = f"{phone[:4]}.{phone[4:7]}.{phone[7:]}"
        id9 = f"{id9[:3]} {id9[3:6]} {id9[6:]}"
    year = chance.randint(1930, 2025)
    return {
        "pin": _digits(chance, chance.choice((4, 4, 4, 6, 6, 8))),
        "card": chance.choice(
            (
                "HT" + _digits(chance, 6),
                "TV-2020-" + _digits(chance, 5),
                "NA" + _digits(chance, 7),
                "2021" + _digits(chance, 6),
                "B" + _digits(chance, 8),
                _digits(chance, 8),
            )
        ),
        "word": chance.choice(WORDS),
        "id12": id12,
        "id9": id9,
        "phone": phone,
        "email": f"lan{_digits(chance, 3)}@gmail.com",
        "isbn": chance.choice(ISBNS),
        "title": chance.choice(TITLES),
        "subject": chance.choice(SUBJECTS),
        "year": str(year),
        "later": str(year + 9),
        "ddc": f"{chance.randint(100, 999)}.{_digits(chance, 3)}",
        "barcode": "TT" + _digits(chance, 10),
        "money": chance.choice(("20000", "50.000", "120.000")),
        "time": chance.choice(("7h30", "8 giờ", "17:00")),
        "date": f"{chance.randint(1, 28)}/{chance.randint(1, 12)}/2026",
    }


def secret(seed: int) -> Made:
    """A message with a secret; the same for the same seed."""
    chance = Random(f"secret {seed}")
    bank = chance.choices(
        (PIN_LINES, WORD_LINES, IDENTITY_LINES, CONTACT_LINES, CARD_LINES), (6, 2, 2, 1, 1)
    )[0]
    values = _values(chance) | {"who": chance.choice(WHO)}
    line = chance.choice(bank)
    if bank is PIN_LINES and chance.random() < 0.1:
        values["pin"] = " ".join(values["pin"])
    held = [
        name
        for name in ("pin", "card", "word", "id12", "id9", "phone", "email")
        if f"{{{name}}}" in line
    ]
    marks = {name: f"#{n}#" for n, name in enumerate(held)}
    shell = (chance.choice(OPENINGS) + line + chance.choice(CLOSINGS)).format(**(values | marks))
    text = rekey(shell, chance.choice(STYLES), seed)
    for name, mark in marks.items():
        text = text.replace(mark, values[name])
    if chance.random() < 0.1:
        text = text.upper()
    return Made(text, tuple(values[n].upper() if text.isupper() else values[n] for n in held))


def harmless(seed: int) -> Made:
    """A message without one, with the numbers that libraries are full of."""
    chance = Random(f"harmless {seed}")
    values = _values(chance) | {"who": chance.choice(WHO)}
    line = chance.choice(OPENINGS) + chance.choice(CLEAN_LINES)
    return Made(rekey(line.format(**values), chance.choice(STYLES), seed))
