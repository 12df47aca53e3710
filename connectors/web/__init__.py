"""The library website: chat widget, its two transports, and the page viewer."""

from connectors.web.build import build
from connectors.web.model import HistoryItem, PageView, Talk, WebConnector

__all__ = ["HistoryItem", "PageView", "Talk", "WebConnector", "build"]
