"""A message as it is looked at here: as meant, folded, and what it says of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from bot.dialogue.plain import plain
from vietnamese.reading import fold, read

_LEAD = re.compile(
    r"^(?:(?:da|thua|vang|ua|a|uh|um|uk|hi|alo|hey|ok|oke|oki)"
    r"(?: (?:co|chu|anh|chi|bac|ong|ba|ad|admin|ban|thu vien|thu thu|a|vang))*"
    r"|(?:co|chu|anh|chi|bac|ong|ba|ad|admin|ban|thu vien|thu thu|shop|o|chau|em) oi"
    r"|(?:cho|xin|nho)(?: (?:em|minh|toi|tui|con|chau|bac|ong|ba|co|lao|me|choa))?"
    r"(?: (?:hoi|biet))(?: (?:them|chut|ty|ti|xiu|voi|la|lai|ro))*"
    r"|(?:nua|nhan tien|tien the|ma) )\b[ ,.!]*"
)
FUNCTION = frozenset(
    "ạ à á ơi ơ ừ ừm dạ vâng thưa xin kính nhé nha nhá nhỉ nhở hả hở hè hầy hí hỉ nì nè đây đấy đó "
    "này ấy kia kìa nọ nớ ni tê tề rứa ri vậy thế thì là mà với và cũng còn đã đang sẽ được đc dc "
    "có không ko k hông hổng hok hem nỏ nở chẳng chả chưa phải bị cho của cửa ở tại từ đến tới lúc "
    "khi trong trên dưới về vào ra lên xuống qua lại nữa thêm cả mọi mỗi các những một hai cái cấy "
    "chiếc con cuốn quyển buổi bữa bựa ngày hôm giờ mình tôi tui em anh chị cô chú bác ông bà cháu "
    "bạn ad admin lão mệ choa mi hấn nó chúng họ người ngài ai gì chi nào mô đâu sao răng mấy bao "
    "nhiêu thế_nào làm mần như nếu hay hoặc nhưng vì nên để rồi xong nghe nói biết hỏi giúp "
    "giùm hộ "
    "dùm muốn cần đi luôn ngay cụ_thể rõ hơn chút tí xíu tý chắc thật đúng sai rất lắm quá chỉ "
    "theo cùng bằng khoảng chừng độ tầm mới cứ chứ chớ cơ đi thôi rằng do bởi nhờ thử xem coi kể "
    "đem mang lấy xin_lỗi cảm ơn xíu ủa ơ trời hehe hihi huhu ha dừ chừ hiện bây cụ ổng bả ôông "
    "tự nhiên hết đều vẫn trước sau lần lượt kiểu loại thứ số trả lời thông tin đi_ạ hen hén ta "
    "the is it a an of for to do does can i in on at what when where who how why which and or "
    "me my "
    "please pls there this that be will are any ok".split()
)
"""Words that say nothing of their own: of address, of asking, of grammar, in every region."""
_BARE = frozenset(fold(word) for word in FUNCTION) - frozenset(
    "the tho sach tra lua mat cua hang nam ban ve doi".split()
)


@dataclass(frozen=True, slots=False)
class Said:
    """`typed` as it came; `meant` with its accents; `folded` plain words without the courtesies
    around them."""

    typed: str
    meant: str

    @cached_property
    def whole(self) -> str:
        return plain(self.meant)

    @cached_property
    def folded(self) -> str:
        """Without greetings and words of address at the beginning."""
        text = self.whole
        while match := _LEAD.match(text):
            if not text[match.end() :].strip():
                break
            text = text[match.end() :]
        return text

    @cached_property
    def words(self) -> tuple[str, ...]:
        """With accents, in lower case, punctuation out."""
        lowered = self.meant.lower()
        return tuple("".join(c if c.isalnum() else " " for c in lowered).split())

    @cached_property
    def own(self) -> tuple[str, ...]:
        """Folded words that say something of their own."""
        return tuple(fold(word) for word in self.words if not _empty(word))

    def has(self, pattern: re.Pattern[str]) -> bool:
        return pattern.search(self.folded) is not None


def _empty(word: str) -> bool:
    return word in FUNCTION or (word.isascii() and word in _BARE)


def said(text: str) -> Said:
    return Said(text, read(text).meant)
