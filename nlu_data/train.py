"""Train Rasa's model where its sources changed.

python -m nlu_data.train          under Rasa's environment, from the project's root
python -m nlu_data.train --ship   learn all lines anew and write what ships (models/README.md)
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from nlu_data import hands_lines as hands
from nlu_data.light import stand_ins
from nlu_data.light.run import PROJECT, models

ROOT = PROJECT.parent
OWN = Path("labels/learnt.yml")
"""Lines that a library's own readers wrote and its librarians labelled, under `THUTHU_HOME`."""
SOURCES = ("config.yml", "domain", "nlu", "hands", "rules.yml", "stories.yml", "components")


def main() -> None:
    """Prints the model's path; a model whose sources are unchanged is kept."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    if "--ship" in sys.argv[1:]:
        os.environ["THUTHU_LEARN_ANEW"] = "1"
    name = f"thuthu-{digest()[:16]}"
    target = models() / f"{name}.tar.gz"
    if target.exists() and "--ship" not in sys.argv[1:]:
        sys.stderr.write(f"Rasa: {target.name} is up to date\n")
    else:
        _train(name, target)
    sys.stdout.write(f"{target}\n")


def digest() -> str:
    """Of everything the model is made from, the typing model included."""
    sha = hashlib.sha256()
    home = Path(os.environ.get("THUTHU_HOME", "var"))
    files = [p for source in SOURCES for p in _files(PROJECT / source)]
    files += _files(ROOT / "models/understanding")
    files += [*_files(ROOT / "vietnamese"), *_files(home / "vietnamese"), *_files(home / "names")]
    files += _files(home / OWN) if (home / OWN).exists() else []
    for path in files:
        sha.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()


def _files(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def _train(name: str, target: Path) -> None:
    if not os.environ.get("THUTHU_RASA_STOCK"):
        stand_ins.install()
    from rasa.model_training import train
    from rasa.utils.log_utils import configure_structlog

    logging.basicConfig(level=logging.WARNING)
    configure_structlog(logging.WARNING)
    begun = time.monotonic()
    sys.stderr.write("Rasa: training\n")
    data = [str(PROJECT / part) for part in ("nlu", "rules.yml", "stories.yml")]
    own = Path(os.environ.get("THUTHU_HOME", "var")) / OWN
    data += [str(own)] if own.exists() else []
    with tempfile.TemporaryDirectory() as scratch:
        data.append(str(hands.as_training_data(PROJECT / "hands", Path(scratch) / "hands.yml")))
        result = train(
            domain=str(PROJECT / "domain"),
            config=str(PROJECT / "config.yml"),
            training_files=data,
            output=f"{scratch}/made",
            fixed_model_name=name,
            force_training=True,
        )
        if result.model is None:
            raise SystemExit("Rasa: training gave no model")
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_suffix(".part")
        shutil.copyfile(result.model, partial)
        for old in target.parent.glob("*.tar.gz"):
            old.unlink()
        partial.replace(target)
    sys.stderr.write(f"Rasa: trained in {time.monotonic() - begun:.0f} s\n")


if __name__ == "__main__":
    main()
