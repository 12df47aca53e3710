# Two commands: `make run` sets up and serves, `make test` sets up and tests.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
export THUTHU_HOME ?= var
# Compiled modules are kept: without them every start reads a thousand sources, some ten seconds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check train ship bench bench-reliability clean

run:            ## set up everything and serve the assistant with its demo library
	@$(PYTHON) scripts/bootstrap.py run
	@$(BIN)/thuthu setup
	@exec $(BIN)/thuthu serve

test:           ## set up everything and pass all tests
	@$(PYTHON) scripts/bootstrap.py test
	@$(BIN)/thuthu setup --home var/test --today 2026-11-23
	@THUTHU_HOME=var/test THUTHU_TODAY=2026-11-23 scripts/test.sh

check:          ## format, lint, types, layers: seconds
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

train:          ## retrain Rasa where its sources changed
	@$(BIN)/thuthu setup --only train

ship:           ## maintainers: learn every line anew and write models/understanding (minutes)
	@PYTHONPATH=. .venv-rasa/bin/python -m nlu_data.train --ship

bench:          ## time the assistant; results go to bench/results
	@$(BIN)/python -m bench

bench-reliability: ## every promise of delivery in full; some two hours
	@$(BIN)/python -m bench.reliability

clean:          ## forget everything built and stored (keeps the environments)
	rm -rf var
