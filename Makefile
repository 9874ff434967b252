PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PO := $(wildcard texts/locales/*/LC_MESSAGES/kenes.po)
MO := $(PO:.po=.mo)

.PHONY: install run sandbox test check bench soak texts lock format clean help

help:  ## Show what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

install: $(VENV)/run.ok $(MO)  ## Make the environment and the texts, and start nothing

run: $(VENV)/run.ok $(MO)  ## Start the bot: with BOT_TOKEN on Telegram, without it in the sandbox
	@$(BIN)/python -m bot run

sandbox: $(VENV)/run.ok $(MO)  ## Start the sandbox with its story already told
	@$(BIN)/python -m bot sandbox --history

test: $(VENV)/dev.ok $(MO)  ## Run every test, on SQLite and PostgreSQL
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/dev.ok $(MO)  ## Format, lint, types, import rules, translations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.texts check

bench: $(VENV)/dev.ok $(MO)  ## Print the figures that the README and docs name
	@$(BIN)/python -m benchmarks

soak: $(VENV)/dev.ok $(MO)  ## Send to 10,000 through thirty kills, and to 100,000
	@$(BIN)/python -m benchmarks.soak

texts: $(VENV)/dev.ok  ## Bring the catalogues up to date with the code
	$(BIN)/python -m tools.texts update

format: $(VENV)/dev.ok  ## Format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:  ## Renew the locked dependencies (needs uv)
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements.txt
	uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.txt

clean:  ## Remove the environment and what was compiled
	rm -rf $(VENV) $(MO) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kenes needs Python 3.11 or later")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.ok: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/dev.ok: requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/run.ok

%.mo: %.po
	@$(BIN)/python -m tools.texts compile $<
