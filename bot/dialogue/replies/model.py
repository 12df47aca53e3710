"""Sentences by key, told in the reader's form of address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Address:
    """How the reader is called and what the assistant calls itself."""

    reader: str = "bạn"
    own: str = "mình"

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
class Replies:
    """Variants by key; which one is said follows from the turn, so a retry says the same."""

    variants: Mapping[str, tuple[str, ...]]
    addresses: Mapping[str, Address]
    """By the word the reader uses for themself."""
    cues: Mapping[str, tuple[str, ...]]
    """Lists of words the actions look for, by name."""

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
        """The form of address for how a reader calls themself; bạn and mình by default."""
        return self.addresses.get(word, Address()) if isinstance(word, str) else Address()


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
