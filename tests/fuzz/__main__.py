"""Lives the ten years and one of each other act on a stack of its own, then lets schemathesis at every service.

It ends with 0 where every operation was answered well at least once, no answer was a server's error, and every check
of schemathesis held: else with 1.
"""

import argparse
import asyncio
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from deploy.keys import ISSUER
from deploy.service_process import ROOT
from deploy.stack import SERVICES, Stack
from tests.faults.campaign import stack_in
from tests.fuzz import acts_application, acts_later, acts_reading, acts_registry
from tests.fuzz.counting import Counts, counts_of, report
from tests.fuzz.world import Remembering, world_of
from tests.journeys.years.living import live

FEWEST = 5_000
"""Cases, in all."""
_ACTS = [step for acts in (acts_registry, acts_application, acts_later, acts_reading) for step in acts.STEPS]
_HERE = Path(__file__).parent


def main() -> int:
    """Parse the line, and run."""
    parser = argparse.ArgumentParser(prog="just fuzz", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument(
        "--examples", type=int, default=25, help="random cases for each operation, beside the systematic"
    )
    parser.add_argument("--minutes", type=int, default=30, help="the most that one service is fuzzed")
    parser.add_argument("--services", nargs="*", choices=SERVICES, default=SERVICES)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="shifan-fuzz-") as folder:
        return asyncio.run(_run(Path(folder), asked))


async def _run(folder: Path, asked: argparse.Namespace) -> int:
    print(f"seed {asked.seed}")
    stack = stack_in(folder / "stack")
    try:
        await stack.start()
        async with httpx.AsyncClient(trust_env=False, timeout=60) as http:
            return await _fuzz(stack, folder, asked, http)
    finally:
        await stack.stop()


async def _fuzz(stack: Stack, folder: Path, asked: argparse.Namespace, http: httpx.AsyncClient) -> int:
    began = time.monotonic()
    client = Remembering(stack.urls, stack.issuer_key, ISSUER, "fuzz")
    years = await live(stack, client, _ACTS)
    await client.close()
    documents = {name: (await http.get(f"{url}/v1/openapi.json")).json() for name, url in stack.urls.items()}
    world_of(client, years.today, documents).write(folder / "world.json")
    lived = await counts_of(http, stack.urls)
    print(f"lived in {time.monotonic() - began:.0f} s")
    at_once = asyncio.Semaphore(os.cpu_count() or 1)
    failed = await asyncio.gather(*(_one(name, stack.urls[name], folder, asked, at_once) for name in asked.services))
    fuzzed: Counts = await counts_of(http, stack.urls)
    trouble = report({name: documents[name] for name in asked.services}, lived, fuzzed, FEWEST)
    trouble += [f"{name}: checks failed" for name, code in zip(asked.services, failed, strict=True) if code]
    print(f"\nseed {asked.seed}, {time.monotonic() - began:.0f} s", *trouble, sep="\n")
    return bool(trouble)


async def _one(name: str, url: str, folder: Path, asked: argparse.Namespace, at_once: asyncio.Semaphore) -> int:
    """Let schemathesis at one service, in a process of its own; what it says is shown when it is done."""
    async with at_once:
        return await asyncio.to_thread(_schemathesis, name, url, folder, asked)


def _schemathesis(name: str, url: str, folder: Path, asked: argparse.Namespace) -> int:
    line = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(_HERE / "schemathesis.toml")]
    line += ["run", f"{url}/v1/openapi.json", "--continue-on-failure", "--seed", str(asked.seed)]
    line += ["--max-examples", str(asked.examples)]
    environment: Mapping[str, Any] = os.environ | {
        "FUZZ_SERVICE": name,
        "FUZZ_SEED": str(asked.seed),
        "FUZZ_WORLD": str(folder / "world.json"),
        "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks",
        "PYTHONPATH": str(ROOT),
    }
    with (folder / f"{name}.log").open("w+", encoding="utf-8") as log:
        try:
            code = subprocess.run(  # noqa: S603 (a list of arguments, without a shell)
                line, stdout=log, stderr=log, env=dict(environment), cwd=folder, timeout=asked.minutes * 60, check=False
            ).returncode
        except subprocess.TimeoutExpired:
            code = -1
        log.seek(0)
        print(f"\n==== {name}{' (out of time)' if code < 0 else ''}\n{log.read()}")
    return code


if __name__ == "__main__":
    sys.exit(main())
