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

# Run the tests on servers in containers, and the whole system by docker compose; without Docker they say that they were
# skipped. Whole stacks of processes bring servers of their own, for those are killed. The rest of the line is for pytest.
test-containers *args:
    SHIFAN_TEST_SERVERS=containers ./shifan test {{ args }}

# Build the image of all services.
image:
    docker compose build --build-arg REVISION="$(git rev-parse HEAD)"

# Run only what kills processes.
campaign *args:
    ./shifan test -m campaign {{ args }}

# Ask every service for everything, at random, in a world that has lived; takes about half an hour, stops by itself.
fuzz *args:
    [ -x .venv-fuzz/bin/python ] || .venv/bin/python -m venv .venv-fuzz
    .venv-fuzz/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
    .venv-fuzz/bin/python -m tests.fuzz {{ args }}

# Have a log of 100,000 records judged by Go's own implementation of transparency logs; needs Go and its module x/mod.
verify-independently *args:
    python -m tests.shared.tlog.independent {{ args }}

# Ask a real API server of Kubernetes whether it would take both overlays; builds it from Go's modules the first time.
kubernetes-dry-run *args:
    python -m deploy.kubernetes.dry_run {{ args }}

# Run Prometheus and a collector on what they are given, with every alert and every question of the dashboards; builds them
# from Go's modules the first time.
observability-dry-run *args:
    python -m deploy.observability.dry_run {{ args }}

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
    uv pip compile --universal --generate-hashes --no-header --no-annotate --extra image pyproject.toml -o requirements/image.txt
    uv pip compile --universal --generate-hashes --no-header --no-annotate --group sbom -o requirements/sbom.txt
    uv pip compile --universal --generate-hashes --no-header --no-annotate --extra command --group dev pyproject.toml -o requirements/dev.txt
    uv pip compile --universal --generate-hashes --no-header --no-annotate --extra command --group fuzz pyproject.toml -o requirements/fuzz.txt

# Let git run the quick checks before each commit.
hooks:
    prek install

# What is checked before a change is taken in.
ci:
    .ci/run
