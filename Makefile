# `make` alone lists the targets. Everything is installed into .venv, and only what the locks name.

PORT ?= 8000
WORKERS ?= 2
ARGS ?=
FILE ?=
SURE ?=
SIZES ?=

PY := .venv/bin/python
MANAGE := $(PY) manage.py
LOCK := $(if $(REDIS_URL)$(filter postgres%,$(DATABASE_URL)),requirements-scale,requirements)

# A Python that really runs (a pyenv shim may exist and not run) and is new enough.
FIND_PYTHON = for name in python3.13 python3.12 python3.14 python3; do \
	for pyenv in "" "$${name\#python}"; do \
		PYENV_VERSION="$$pyenv" "$$name" -c 'import sys; \
			sys.version_info >= (3, 12) or sys.exit(1); print(sys.executable)' 2>/dev/null && exit; \
	done; done; \
	echo "Callback needs Python 3.12 or newer, and found none. See https://www.python.org/downloads/" >&2; \
	exit 1

.PHONY: help run editor backup restore quick test promise fuzz kills bench screenshot lint format lock
.DELETE_ON_ERROR:

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: .venv/.$(LOCK) staticfiles/.built ## Serve the site on http://127.0.0.1:8000 (PORT= for another)
	@$(PY) -c 'import socket, sys; sys.exit(socket.socket().connect_ex(("127.0.0.1", $(PORT))) == 0)' \
		|| { echo "Port $(PORT) is in use. Another one: make run PORT=$$(($(PORT) + 1))" >&2; exit 1; }
	@$(MANAGE) migrate --verbosity 0 --skip-checks
	@$(MANAGE) createcachetable
	@$(MANAGE) load_content --if-empty
	@echo "Callback is at http://127.0.0.1:$(PORT) (Ctrl-C ends it)."
	@echo "To edit, make an editor in another terminal, \`make editor\`, and go to /admin/."
	@exec $(PY) -m config.server --port $(PORT) --workers $(WORKERS)

editor: .venv/.$(LOCK) ## Make an editor: asks for a name and a password
	@$(MANAGE) migrate --verbosity 0 --skip-checks
	@$(MANAGE) createcachetable
	@$(MANAGE) createsuperuser

backup: .venv/.$(LOCK) ## Save the whole database while the site runs (FILE= for its name)
	@$(PY) -m config.backup save "$(FILE)"

restore: .venv/.$(LOCK) ## Put a backup in place: FILE=… tells what would be lost, SURE=1 does it
	@$(PY) -m config.backup restore "$(FILE)" $(SURE)
	@$(MANAGE) migrate --verbosity 0 --skip-checks
	@$(MANAGE) createcachetable

# The suite starts dozens of processes: what one has compiled the next need not compile again.
unexport PYTHONDONTWRITEBYTECODE

PYTEST := $(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal -r sfE

quick: .venv/.requirements-dev ## Run all but the browser, the promise, the site under strain, and what is slow
	@$(PYTEST) -m "not slow" --ignore tests/browser --ignore tests/promise --ignore tests/strain $(ARGS)

test: .venv/.requirements-dev ## Run the whole suite (ARGS= for pytest; DATABASE_URL= for PostgreSQL)
	@$(PYTEST) $(ARGS)

promise: .venv/.requirements-dev ## Prove the promise at length; the report goes to tests/promise/output/
	@PROMISE_DEEP=1 $(PYTEST) tests/promise $(ARGS)

fuzz: .venv/.requirements-dev ## Ask 22,000 odd requests: none may break anything (FUZZ_SEED= for others)
	@FUZZ_REQUESTS=20000 $(PYTEST) tests/strain/test_odd_requests.py tests/strain/test_raw_requests.py $(ARGS)

kills: .venv/.requirements-dev ## Kill 1,000 workers under writes: no confirmed write may be lost
	@KILLS=1000 $(PY) -m pytest -q -s tests/strain/test_kills.py $(ARGS)

bench: .venv/.$(LOCK) staticfiles/.built ## Measure pages against a bare view (ROUNDS=, COUNT=), or by SIZES= of notes
	@$(PY) -m $(if $(SIZES),bench.growth $(SIZES),bench)
	@$(if $(SIZES),,$(PY) -m bench.tasks)

screenshot: .venv/.requirements-dev ## Take the README's picture anew (needs Chromium)
	@REQUIRE_BROWSER=1 $(PY) -m pytest -q tests/browser/test_picture.py
	@cp tests/browser/output/screenshot.png docs/screenshot.png

lint: .venv/.requirements-dev ## Check everything that can be checked without running the site
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@find templates -name '*.html' -exec .venv/bin/djade --check {} +
	@.venv/bin/lint-imports
	@.venv/bin/mypy
	@DATABASE_URL=sqlite://:memory: $(MANAGE) makemigrations --check --dry-run
	@DATABASE_URL=sqlite://:memory: ENVIRONMENT=production ALLOWED_HOSTS=callback.example TRUST_PROXY=1 \
		EMAIL_HOST=mail.callback.example \
		SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))') \
		$(MANAGE) check --deploy --fail-level WARNING

format: .venv/.requirements-dev ## Format Python and templates
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .
	@find templates -name '*.html' -exec .venv/bin/djade {} +

# The locks agree: each is made with the one before as its constraint.
LOCK_ONE = uv pip compile --quiet --universal --python-version 3.12 --generate-hashes \
	--no-annotate --no-header $(ARGS)
lock: ## Write the locks again from pyproject.toml (ARGS=--upgrade for newer versions)
	@command -v uv >/dev/null || { echo "Locking needs uv: https://docs.astral.sh/uv/" >&2; exit 1; }
	@$(LOCK_ONE) pyproject.toml --output-file requirements.txt
	@$(LOCK_ONE) pyproject.toml --output-file requirements-scale.txt --constraint requirements.txt --extra scale
	@$(LOCK_ONE) pyproject.toml --output-file requirements-dev.txt --constraint requirements-scale.txt --extra scale \
		--group dev --group browser

.venv/bin/python:
	@python=$$($(FIND_PYTHON)) || exit 1; \
	echo "Making .venv with $$python"; \
	if command -v uv >/dev/null; then uv venv --quiet --clear --python "$$python" .venv; \
	else "$$python" -m venv --clear .venv; fi

# A stamp for each lock: installed once, and again when the lock changes.
.venv/.%: %.txt | .venv/bin/python
	@echo "Installing $<"
	@if command -v uv >/dev/null; then \
		uv pip install --quiet --python $(PY) --require-hashes --only-binary :all: -r $<; \
	else \
		$(PY) -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes --only-binary :all: -r $<; \
	fi
	@touch $@

staticfiles/.built: $(shell find static) .venv/.$(LOCK)
	@$(MANAGE) collectstatic --no-input --clear --verbosity 0
	@touch $@
