"""Start Rasa, light unless `THUTHU_RASA_STOCK` is set.

python -m nlu_data.light.run server --port 5005     serve our model
python -m nlu_data.light.run parse                  JSON lines of texts to parses
python -m nlu_data.light.run WORDS...               any other rasa command
"""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

from nlu_data.light import guard, leash, quiet, stand_ins

LEASH = "THUTHU_RASA_LEASH"
"""Set by a starter that holds our standard input: we end with it."""
PROJECT = Path(__file__).resolve().parent.parent


def main(words: list[str]) -> None:
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("SANIC_WORKERS", "1")
    light = not os.environ.get("THUTHU_RASA_STOCK")
    if light:
        stand_ins.install()
    command, rest = (words[0], words[1:]) if words else ("help", [])
    if command == "server":
        _serve(rest, light=light)
    elif command == "parse":
        _parse(rest)
    else:
        _rasa([command, *rest])


def _serve(rest: list[str], *, light: bool) -> None:
    """Loopback unless told otherwise, behind a token; the token comes by the environment."""
    from nlu_data.light import made_once

    if light:
        quiet.install()
        made_once.install()
    token = os.environ.get("THUTHU_RASA_TOKEN", "")
    if not token:
        raise SystemExit("THUTHU_RASA_TOKEN is empty: Rasa does not start without a token")
    guard.install(token)
    if os.environ.get(LEASH):
        leash.hold()
    host = [] if any(word in ("-i", "--interface") for word in rest) else ["-i", "127.0.0.1"]
    _rasa(
        [
            "run", "--enable-api", "--auth-token", token, "--model", str(models()),
            "--credentials", str(PROJECT / "credentials.yml"),
            "--endpoints", str(PROJECT / "endpoints.yml"), *host, *rest,
        ]
    )  # fmt: skip


def _parse(rest: list[str]) -> None:
    """One line of JSON text in, one parse out: Rasa's NLU without its server."""
    import asyncio

    quiet.install()
    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)
    output = sys.stdout
    sys.stdout = sys.stderr
    agent = Agent.load(rest[0] if rest else str(latest()))
    for line in sys.stdin:
        text = json.loads(line)
        parse = asyncio.run(agent.parse_message(text))
        output.write(json.dumps(parse) + "\n")
        output.flush()


def _rasa(words: list[str]) -> None:
    sys.argv = ["rasa", *words]
    from rasa.__main__ import main as rasa_main

    rasa_main()


def models() -> Path:
    return Path(os.environ.get("THUTHU_HOME", "var")) / "models" / "rasa"


def latest() -> Path:
    """The newest model; SystemExit when none was trained."""
    found = sorted(models().glob("*.tar.gz"), key=lambda path: path.stat().st_mtime)
    if not found:
        raise SystemExit(f"no trained model in {models()}: run `make train`")
    return found[-1]


if __name__ == "__main__":
    main(sys.argv[1:])
