"""A library whose system has no interface: its nightly export behind the LibrarySystem port."""

from library.exports.columns import Columns, ColumnsError, Source
from library.exports.guess import table_of
from library.exports.load import Loaded, NotLoaded, Rejected, load
from library.exports.matches import ExportMatches
from library.exports.preview import Preview, preview, preview_of
from library.exports.problems import Problem
from library.exports.requests import DeskRequest, Requests, RequestsError, Wish
from library.exports.system import ExportsLibrary

__all__ = [
    "Columns",
    "ColumnsError",
    "DeskRequest",
    "ExportMatches",
    "ExportsLibrary",
    "Loaded",
    "NotLoaded",
    "Preview",
    "Problem",
    "Rejected",
    "Requests",
    "RequestsError",
    "Source",
    "Wish",
    "load",
    "preview",
    "preview_of",
    "table_of",
]
