"""Sentences by key, told in the reader's form of address."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zlib import crc32

from words import WordsError

COMMON = "_"
"""The entry of `words/reader/address.yaml` for a reader whose own word is not known."""
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Address:
    """How the reader is called and what the assistant calls itself."""

    reader: str
    own: str

    @property
    def places(self) -> dict[str, str]:
        """`{ban}` and `{minh}` in a sentence, capitalised for its beginning."""
        return {
            "ban": self.reader,
            "Ban": _capital(self.reader),
            "minh": self.own,
            "Minh": _capital(self.own),
        }


@dataclass(frozen=True, slots=True)
class Sentences:
    """All of one moment. Which variant is said follows from the turn, so a retry says the same."""

    variants: Mapping[str, tuple[str, ...]]
    addresses: Mapping[str, Address]
    """By the word the reader uses for themself."""
    cues: Mapping[str, tuple[str, ...]]
    """Lists of words the actions look for, by name."""


class Replies:
    """The sentences as they stand: `read` makes them of what `check` returns, when that is new.

    Raises what `read` raises at the first reading; later the sentences before stay.
    """

    def __init__(self, read: Callable[[], Sentences], check: Callable[[], object]) -> None:
        self._read = read
        self._check = check
        self._made_of = check()
        self._now = read()

    @property
    def now(self) -> Sentences:
        made_of = self._check()
        if made_of is not self._made_of:
            self._made_of = made_of
            try:
                self._now = self._read()
            except WordsError as error:
                logger.warning("sentences left as they were: %s", error)
        return self._now

    @property
    def variants(self) -> Mapping[str, tuple[str, ...]]:
        return self.now.variants

    @property
    def cues(self) -> Mapping[str, tuple[str, ...]]:
        return self.now.cues

    def text(self, key: str, turn_id: str, address: Address, values: Mapping[str, object]) -> str:
        """The sentence of `key`. KeyError on a key or place that `load` would have refused."""
        variants = self.variants[key]
        chosen = variants[crc32(f"{turn_id}:{key}".encode("utf-8", "replace")) % len(variants)]
        return chosen.format(**address.places, **values)

    def meanings(self) -> dict[str, str]:
        """The short name of each need that can be offered as a button."""
        head = "meaning."
        return {
            key.removeprefix(head): variants[0]
            for key, variants in self.variants.items()
            if key.startswith(head)
        }

    def address(self, word: object) -> Address:
        """The form of address for how a reader calls themself; the common one by default."""
        common = self.now.addresses[COMMON]
        return self.now.addresses.get(word, common) if isinstance(word, str) else common


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
