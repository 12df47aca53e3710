"""Logs as JSON lines: what happened, never what was said."""

from __future__ import annotations

import json
import logging
import sys
import traceback


class _Lines(logging.Formatter):
    """One object a line. A fault is told by its kind and place, without values."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": self.formatTime(record),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0] is not None:
            frames = traceback.extract_tb(record.exc_info[2])[-3:]
            line["fault"] = record.exc_info[0].__name__
            line["in"] = [f"{frame.filename}:{frame.lineno}" for frame in frames]
        return json.dumps(line, ensure_ascii=False)


def configure() -> None:
    """To standard error; libraries speak from warnings on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("bot").setLevel(logging.INFO)
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
