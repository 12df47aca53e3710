"""`thuthu understand`: what messages mean, without a running stack."""

from __future__ import annotations

import sys
from dataclasses import asdict

from bot.cli import lines
from bot.dialogue.understanding.offline import ParserError, parser
from bot.settings import Settings
from vietnamese import reading


def understand() -> None:
    """Lines of {"text"} in; intent, all needs and entities out."""
    try:
        with parser(Settings().home) as worker:
            for value in lines.objects(sys.stdin):
                meaning = worker.understand(reading.nfc(value["text"]))
                lines.emit(
                    value
                    | {
                        "normalised": reading.read(value["text"]).meant,
                        "intent": meaning.intent,
                        "confidence": round(meaning.confidence, 4),
                        "intents": list(meaning.intents),
                        "entities": [asdict(entity) for entity in meaning.entities],
                    }
                )
    except ParserError as error:
        lines.fail(str(error), code=1)
