"""Koha behind the LibrarySystem port: its REST interface, OAuth2 or Basic."""

from library.koha.auth import Basic, Credentials, OAuth
from library.koha.system import KohaLibrary
from library.koha.wire import AddressError, checked_address

__all__ = ["AddressError", "Basic", "Credentials", "KohaLibrary", "OAuth", "checked_address"]
