"""A library without a circulation system that can be asked."""

from library.none.system import NoLibrarySystem

__all__ = ["NoLibrarySystem"]
