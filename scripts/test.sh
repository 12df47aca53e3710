#!/usr/bin/env bash
# The whole suite: checks first (they fail fastest), then tests, then Rasa's own.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
make --no-print-directory check
$bin/pytest -q -m "not stack and not browser" -n 2 --dist loadfile "$@"
$bin/pytest -q -m "stack or browser" "$@"
PYTHONPATH=. .venv-rasa/bin/python -m nlu_data.light.run test core \
    --stories nlu_data/tests --model "$THUTHU_HOME/models/rasa" --out "$THUTHU_HOME/rasa-test" --fail-on-prediction-errors
