PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup demo test check format docs bench lock clean

help: ## list the words that make knows
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | awk -F'\t' '{printf "  %-8s %s\n", $$1, $$2}'

setup: .venv/ready ## make the environment in .venv from requirements.lock

# The lock is complete, so nothing is resolved; pip compiles the bytecode, without which every start takes twice as long.
.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "jixiao needs Python 3.11 or newer; name it with: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-cache-dir --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-cache-dir --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## read data/samples by the Prefect flow, and ask the store three questions
	$(BIN)/jixiao ingest --flow data/samples
	@echo; echo "The five largest projects, in yuan"
	@$(BIN)/jixiao query "SELECT project_name, amount_yuan FROM projects ORDER BY amount_yuan DESC, project_name LIMIT 5"
	@echo "What the township means to spend, by cost item, and where each figure was printed"
	@$(BIN)/jixiao query "SELECT name, value_text, value AS yuan, row_number AS line, first_character AS from_char, last_character AS to_char FROM indicators JOIN cells ON cell_id = value_cell_id WHERE cost_class IS NOT NULL ORDER BY yuan DESC, line LIMIT 5"
	@echo "What an auditor should look at"
	@$(BIN)/jixiao query "SELECT rule_id, severity, count(*) AS findings, any_value(message) AS example FROM findings GROUP BY ALL ORDER BY findings DESC, rule_id"
	@echo "store  data/warehouse/jixiao.duckdb"; echo "report data/reports/index.html"

test: setup ## run the tests
	$(BIN)/pytest

check: setup ## lint, format check, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup ## format the code
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

docs: setup ## write the pages that are generated: the data dictionary and the list of rules
	$(BIN)/python -m docs.generate

bench: setup ## time the line, the reading of targets and of PDF pages beside other packages, and score invented layouts
	$(BIN)/python -m bench.line
	$(BIN)/python -m bench.quantities
	$(BIN)/python -m bench.pdf
	$(BIN)/python -m bench.layouts --seeds 2

lock: setup ## pin the newest versions that fit pyproject.toml (needs uv)
	uv pip compile pyproject.toml --extra scan --group dev --generate-hashes --no-emit-index-url --universal --python-version 3.11 --custom-compile-command "make lock" --quiet --output-file requirements.lock

clean: ## remove the environment and everything that a run has written
	rm -rf .venv data/warehouse data/reports data/prefect .mypy_cache .ruff_cache .pytest_cache .hypothesis
