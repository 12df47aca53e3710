"""No reader's text in Rasa's logs: records are kept without their arguments and traces."""

from __future__ import annotations

import logging


class _NoText(logging.Filter):
    """Keeps where and what kind; drops arguments, locals and message bodies."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("rasa") and record.levelno >= logging.WARNING:
            kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
            record.msg = f"{record.module}:{record.lineno} {kind}".strip()
            record.args = ()
            record.exc_info = None
            record.exc_text = None
        return record.levelno >= logging.WARNING


def install() -> None:
    """On every handler, since filters of loggers do not reach their children."""
    make = logging.Handler.__init__

    def with_filter(self: logging.Handler, level: int | str = logging.NOTSET) -> None:
        make(self, level)
        self.addFilter(_NoText())

    logging.Handler.__init__ = with_filter  # type: ignore[method-assign]
    for handler in logging.getLogger().handlers:
        handler.addFilter(_NoText())
