"""The library website: chat widget, its two transports, and the page viewer."""

from connectors.web.build import build
from connectors.web.model import Enclosure, HistoryItem, PageView, Talk, WebConnector
from connectors.web.wire import event_name

__all__ = [
    "Enclosure",
    "HistoryItem",
    "PageView",
    "Talk",
    "WebConnector",
    "build",
    "event_name",
]
