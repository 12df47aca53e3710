"""Make both environments and the Debian packages ready. Standard library only.

    python3 scripts/bootstrap.py run     what serving needs
    python3 scripts/bootstrap.py test    the same, and what the tests need

Finished steps leave a stamp, so that a second start passes through in a moment.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APP, RASA, STOCK = ROOT / ".venv", ROOT / ".venv-rasa", ROOT / ".venv-rasa-stock"
APP_LOCK, RASA_LOCK = ROOT / "requirements/app.lock", ROOT / "requirements/rasa.lock"
TEST_LOCK = ROOT / "requirements/test.lock"
STOCK_LOCK = ROOT / "requirements/rasa-stock.lock"
TORCH = "torch==2.13.0"
"""Named apart: only pip sees a CPU build offered by the machine's own wheel folder."""

DEBIAN = {
    "run": {
        "tesseract-ocr": "tesseract",
        "tesseract-ocr-vie": "",
        "gcc": "gcc",
        "libc6-dev": "gcc",
    },
    "test": {"chromium": "chromium"},
}
"""Package -> the program that shows it is there (none: asked of dpkg)."""


class BootstrapError(SystemExit):
    """Something is missing that only a person can mend; the message says what to do."""


def main(goal: str) -> None:
    begun = time.monotonic()
    os.chdir(ROOT)
    if sys.version_info < (3, 11):
        raise BootstrapError("Python 3.11 or newer is needed to run Thủ Thư (python3.11 -m ...).")
    packages = DEBIAN["run"] | (DEBIAN["test"] if goal == "test" else {})
    with ThreadPoolExecutor() as pool:
        debian = pool.submit(install_debian, packages)
        make_app()
        rasa = pool.submit(make_rasa, RASA, RASA_LOCK)
        install_torch()
        install_self()
        debian.result()
        compile_typing()
        rasa.result()
    if goal == "test":
        add_tests()
        make_rasa(STOCK, STOCK_LOCK)
    say(f"environments ready ({time.monotonic() - begun:.0f} s)")


def make_app() -> None:
    """The app's environment: uv installs the lock, in parallel and from its cache."""
    stamp = stamp_of(APP, APP_LOCK.read_bytes())
    if stamp.exists():
        return
    say("app environment: installing (a few hundred MB the first time)")
    if not (APP / "bin/python").exists():
        run(sys.executable, "-m", "venv", str(APP))
    run(str(APP / "bin/python"), "-m", "pip", "install", "-q", "uv")
    uv_install(APP, "-r", str(APP_LOCK))
    write_stamp(stamp)


def add_tests() -> None:
    """What tests and evaluations need besides: never in a server's environment."""
    stamp = stamp_of(APP, TEST_LOCK.read_bytes(), "test")
    if stamp.exists():
        return
    say("app environment: adding what the tests need")
    uv_install(APP, "-r", str(TEST_LOCK))
    write_stamp(stamp)


def install_torch() -> None:
    stamp = stamp_of(APP, TORCH.encode(), "torch")
    if stamp.exists():
        return
    say("app environment: installing torch (builds and checks the encoder, not used in serving)")
    run(str(APP / "bin/python"), "-m", "pip", "install", "-q", "--no-compile", TORCH)
    write_stamp(stamp)


def install_self() -> None:
    stamp = stamp_of(APP, (ROOT / "pyproject.toml").read_bytes(), "self")
    if stamp.exists():
        return
    uv_install(APP, "-e", str(ROOT))
    write_stamp(stamp)


def compile_typing() -> None:
    """The inner loop of reading typed text, in C; without a compiler it stays in Python."""
    command = [str(APP / "bin/python"), "-m", "vietnamese.reading.compile"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        say(f"{done.stderr.strip()}. All works without it.")


def make_rasa(place: Path, lock: Path) -> None:
    """An environment for Rasa on Python 3.10: the light one, or stock with TensorFlow (2.5 GB),
    which the tests compare it with."""
    stamp = stamp_of(place, lock.read_bytes())
    if stamp.exists():
        return
    python = find_python310()
    say(f"Rasa environment {place.name}: installing (Python 3.10 at {python})")
    uv("venv", "-q", "--clear", "--python", python, str(place))
    uv_install(place, "-r", str(lock))
    write_stamp(stamp)


def find_python310() -> str:
    """In the documented order; every candidate must really run."""
    for candidate in candidates():
        if is_python310(candidate):
            return candidate
    uv_run = [str(APP / "bin/uv"), "python", "install", "3.10"]
    if subprocess.run(uv_run, check=False).returncode == 0:
        found = capture(str(APP / "bin/uv"), "python", "find", "3.10")
        if is_python310(found):
            return found
    raise BootstrapError(
        "Rasa needs Python 3.10, and none was found. Install it (Debian: pyenv or uv; "
        "`uv python install 3.10`) or name it: PYTHON310=/path/to/python3.10 make run"
    )


def candidates() -> list[str]:
    named = os.environ.get("PYTHON310", "")
    pyenv_root = capture("pyenv", "root")
    pyenv = sorted(Path(pyenv_root).glob("versions/3.10*/bin/python")) if pyenv_root else []
    return [
        named,
        shutil.which("python3.10") or "",
        *(str(path) for path in reversed(pyenv)),
        capture(str(APP / "bin/uv"), "python", "find", "3.10"),
    ]


def is_python310(path: str) -> bool:
    """A version manager's shim may exist and fail: ask it."""
    version = capture(path, "-c", "import sys; print(sys.version[:5])") if path else ""
    return version.startswith("3.10.")


def install_debian(packages: dict[str, str]) -> None:
    missing = [name for name, program in packages.items() if not debian_has(name, program)]
    if not missing:
        return
    command = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    if shutil.which("apt-get") and os.geteuid() == 0:
        say(f"Debian packages: {' '.join(missing)}")
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update"], check=False, **quiet)
        done = subprocess.run(command.split(), check=False, env=environment, **quiet)
        if done.returncode == 0:
            return
    say(f"not installed: {' '.join(missing)}. What needs them is skipped. To have it: {command}")


def debian_has(package: str, program: str) -> bool:
    if program:
        return shutil.which(program) is not None
    return "vie" in capture("tesseract", "--list-langs") if "vie" in package else False


def uv_install(environment: Path, *what: str) -> None:
    uv("pip", "install", "-q", "--python", str(environment / "bin/python"), "--no-deps", *what)


def uv(*words: str) -> None:
    """uv with the wheel folders that pip is told of, which uv does not read by itself."""
    links = os.environ.get("PIP_FIND_LINKS", "")
    environment = os.environ | ({"UV_FIND_LINKS": links.replace(" ", ",")} if links else {})
    run(str(APP / "bin/uv"), *words, env=environment)


def run(*words: str, env: dict[str, str] | None = None) -> None:
    if subprocess.run(words, check=False, env=env).returncode != 0:
        raise BootstrapError(f"this failed: {' '.join(words)}")


def capture(*words: str) -> str:
    """What a command prints, or nothing when it cannot be run."""
    try:
        done = subprocess.run(words, check=False, capture_output=True, text=True)
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def stamp_of(environment: Path, content: bytes, name: str = "lock") -> Path:
    return environment / f".{name}-{hashlib.sha256(content).hexdigest()[:16]}"


def write_stamp(stamp: Path) -> None:
    stamp.touch()


def say(text: str) -> None:
    print(f"[setup] {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "run")
