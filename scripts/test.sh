#!/usr/bin/env bash
# The whole suite: checks first (they fail fastest), then tests, then Rasa's own conversations,
# with the light Rasa and with stock.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin
make --no-print-directory check
$bin/pytest -q -m "not stack and not browser" -n 2 --dist loadfile "$@"
$bin/pytest -q -m "stack or browser" "$@"
conversations() {
    PYTHONPATH=. "$1/bin/python" -m nlu_data.light.run test core --stories nlu_data/tests \
        --model "$THUTHU_HOME/models/rasa" --out "$THUTHU_HOME/rasa-test" --fail-on-prediction-errors
}
conversations .venv-rasa
THUTHU_RASA_STOCK=1 TF_CPP_MIN_LOG_LEVEL=3 conversations .venv-rasa-stock
