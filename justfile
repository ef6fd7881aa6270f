# Recipes for people. `./shifan test` makes the environment that they use.

set shell := ["bash", "-euo", "pipefail", "-c"]

export PATH := justfile_directory() / ".venv/bin" + ":" + env("PATH")

# List the recipes.
default:
    @just --list --unsorted

# Make the environment with everything that tests and checks need.
install:
    ./shifan test --version

# Format the code.
format:
    ruff format .
    ruff check --fix .

# Format, lint, types, import contracts, dependencies.
check:
    ruff format --check .
    ruff check .
    mypy
    lint-imports
    deptry .

# Run the tests; the rest of the line is for pytest.
test *args:
    ./shifan test {{ args }}

# Run only what kills processes.
campaign *args:
    ./shifan test -m campaign {{ args }}

# Ask every service for everything, at random, in a world that has lived; takes about half an hour, stops by itself.
fuzz *args:
    [ -x .venv-fuzz/bin/python ] || .venv/bin/python -m venv .venv-fuzz
    .venv-fuzz/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
    .venv-fuzz/bin/python -m tests.fuzz {{ args }}

# Write docs/events.md and docs/api anew, and golden samples of new events.
events:
    python -m deploy.docs

# Hold the next release to what is promised now; refused where that breaks what was promised before.
release:
    python -m deploy.docs --release

# Start everything.
up:
    ./shifan up

# Stop everything.
down:
    ./shifan down

# Live through the season of 2013.
demo *args:
    ./shifan demo {{ args }}

# Lock the requirements anew, with hashes and without addresses.
lock:
    uv pip compile --universal --generate-hashes --no-header --no-annotate --extra command pyproject.toml -o requirements/command.txt
    uv pip compile --universal --generate-hashes --no-header --no-annotate --extra command --group dev pyproject.toml -o requirements/dev.txt
    uv pip compile --universal --generate-hashes --no-header --no-annotate --extra command --group fuzz pyproject.toml -o requirements/fuzz.txt

# Let git run the quick checks before each commit.
hooks:
    prek install

# What is checked before a change is taken in.
ci:
    .ci/run
