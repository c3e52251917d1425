# Two commands do everything on a fresh machine: `make serve` and `make test`.
.PHONY: serve test check lock train eval bench datasheet openapi container

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
UV ?= uv
RUN = .venv/bin/python
DEV = .venv-dev/bin/python
CODE = model service training tests benchmarks

serve: .venv/ready ## set up and start the service
	TRIAGE_HOST=$(HOST) TRIAGE_PORT=$(PORT) exec $(RUN) -m service

test: check ## set up, lint, types, tests
	$(DEV) -m pytest

check: .venv-dev/ready ## lint, format, strict types, imports, Dockerfile
	$(DEV) -m ruff check $(CODE)
	$(DEV) -m ruff format --check $(CODE)
	$(DEV) -m mypy
	.venv-dev/bin/lint-imports
	.venv-dev/bin/hadolint Dockerfile

train: .venv-dev/ready ## rebuild model/artifact from data/labelled
	$(DEV) -m training.train

eval: .venv-dev/ready ## accuracy on writers left out
	$(DEV) -m training.evaluate

bench: .venv-dev/ready ## the service beside a bare route
	$(DEV) -m benchmarks.load
	$(DEV) -m benchmarks.limits

datasheet: .venv-dev/ready ## write counts and agreement into data/labelled/README.md
	$(DEV) -m training.datasheet

openapi: .venv-dev/ready ## write docs/openapi.json
	$(DEV) -m service.openapi > docs/openapi.json

container: ## the Dockerfile's steps without Docker: install, start read-only as another user, ask, stop
	tests/container.sh

lock: ## resolve the lock files anew
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet --no-header pyproject.toml -o requirements.lock
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet --no-header pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

# An environment is ready when everything in its lock file is installed; a changed lock file makes it anew.
.venv/ready: requirements.lock
	$(PYTHON) -m venv --clear .venv
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	touch $@

.venv-dev/ready: requirements-dev.lock
	$(PYTHON) -m venv --clear .venv-dev
	$(DEV) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	touch $@
