.DEFAULT_GOAL := help
.PHONY: help setup jars postgresql demo test test-fast nightly same-bytes lint rules format broker broker-stop bench lock clean

BIN := .venv/bin
DOMAIN ?= clearing
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links pyproject.toml

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install the Python packages into .venv
	@ops/setup/python

jars: ## fetch Apache Kafka for the development broker
	@ops/setup/kafka

postgresql: setup ## fetch PostgreSQL for the tests of the register
	@ops/setup/postgresql

demo: setup ## a generated business day, from events to an explained decision (DOMAIN=clearing)
	@! command -v java > /dev/null || ops/setup/kafka
	@$(BIN)/countinghouse demo --domain $(DOMAIN)

test: setup jars postgresql ## run every test, those on a real Kafka broker too
	$(BIN)/pytest -m "not kafka" -n 2
	$(BIN)/pytest -m kafka

test-fast: setup ## run the tests of single parts: no broker, no random or very long histories, no kills
	$(BIN)/pytest -m "not kafka and not postgresql and not large" -n 2 tests/architecture tests/contracts tests/unit

nightly: setup ## the long tests: 1,000 tamperings, 2,000 random histories, 200,000 random swaps
	COUNTINGHOUSE_TEST_TAMPERINGS=1000 COUNTINGHOUSE_TEST_HISTORIES=2000 COUNTINGHOUSE_TEST_SWAPS=200000 \
		$(BIN)/pytest -n 2 tests/unit/replay tests/models tests/properties

same-bytes: setup ## compare all bytes with those of other Pythons (PYTHONS="python3.12 python3.13")
	@ops/setup/interpreters $(PYTHONS)

lint: setup ## check style, types, layers and the generated documents
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m schemas.publishing --check
	$(BIN)/python -m streams.coverage --check

rules: ## try the alerts on a real Prometheus (from Debian's packages)
	@ops/setup/prometheus
	.countinghouse/prometheus/usr/bin/promtool check config ops/prometheus/prometheus.yml
	.countinghouse/prometheus/usr/bin/promtool test rules ops/prometheus/rules_test.yml

format: setup ## put imports and layout in order
	$(BIN)/ruff check --select I --fix
	$(BIN)/ruff format

broker: setup jars ## start the development broker and say where it listens
	@$(BIN)/countinghouse broker start

broker-stop: setup ## stop the development broker
	@$(BIN)/countinghouse broker stop

bench: setup jars ## measure the engine beside its peers
	$(BIN)/python bench/engine.py
	$(BIN)/python bench/publish.py
	$(BIN)/python bench/where_time_goes.py
	$(BIN)/python bench/verify.py
	$(BIN)/python bench/rows_on_disk.py

lock: setup ## resolve the dependencies again, newest first
	$(LOCK) --upgrade --extra dev --output-file requirements.lock
	$(LOCK) --constraint requirements.lock --extra build --output-file ops/docker/requirements.lock

clean: ## stop the development broker and remove all that was installed or made
	@[ ! -x $(BIN)/countinghouse ] || $(BIN)/countinghouse broker stop
	rm -rf .venv .countinghouse .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis dist
