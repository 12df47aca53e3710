"""A library's system behind the LibrarySystem port, spoken to in SIP2."""

from library.sip2.address import Address, AddressError, address
from library.sip2.connection import Manner
from library.sip2.messages import Terminal
from library.sip2.system import Sip2Library

__all__ = ["Address", "AddressError", "Manner", "Sip2Library", "Terminal", "address"]
