"""What schemathesis is told of these services: who asks, with which key and version, and what an answer must be."""

import os
import random
import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import requests
import schemathesis

from deploy.client import solved
from tests.fuzz.narrowing import narrow
from tests.fuzz.world import World

SERVICE = os.environ["FUZZ_SERVICE"]
WORLD = World.read(Path(os.environ["FUZZ_WORLD"]))
_CHANCE = random.Random(int(os.environ["FUZZ_SEED"]))
_OWN_VALUE = 0.05
"""How often the key, the version and the bureau that is acted for stay as they were drawn."""
_ANYBODY = 0.1
"""How often one asks whose level the document does not name."""
_LONGEST_ADDRESS = 60_000
_TOKENS = {**WORLD.tokens, "": ""}
"""Of each person, and of the public: none."""
_http = requests.Session()
_posted_elsewhere: dict[str, set[str]] = defaultdict(set)
"""By operation: who left the bureau of their token, so that they are asked less often."""


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    narrow(raw_schema, WORLD.known, WORLD.today, int(os.environ["FUZZ_SEED"]))


@schemathesis.hook
def filter_case(context: schemathesis.HookContext, case: schemathesis.Case) -> bool:
    """What is not sent.

    An address that the HTTP parser does not read (64 KiB) never reaches the service: the server says 400 in plain text,
    of which the document of a service can tell nothing. A clock that is moved by a thousand years is not done with the
    days on the way before the run is over; by a day it may be moved.
    """
    if len(urlencode(case.query or {}, doseq=True)) + len(case.formatted_path) >= _LONGEST_ADDRESS:
        return False
    instant = case.body.get("instant") if case.path == "/v1/sandbox/clock" and isinstance(case.body, dict) else None
    return not (isinstance(instant, str) and re.match(r"\d{4}-", instant) and instant[:10] > _tomorrow())


def _tomorrow() -> str:
    return str(date.fromisoformat(WORLD.today) + timedelta(1))


@schemathesis.auth(refresh_interval=None)
class Persons:
    """A token for each case: of somebody who has done this, or has dealt with this object, or of anybody."""

    def get(self, case: schemathesis.Case, _context: Any) -> str:
        return _TOKENS[_person(case)]

    def set(self, case: schemathesis.Case, data: str, _context: Any) -> None:
        case.headers = {**(case.headers or {}), **({"Authorization": f"Bearer {data}"} if data else {})}


def _person(case: schemathesis.Case) -> str:
    label = case.operation.label
    did = WORLD.doers.get(f"{SERVICE} {label}", {})
    objects = [str(value) for value in (case.path_parameters or {}).values()]
    if isinstance(case.body, dict):
        objects += [value for value in case.body.values() if isinstance(value, str)]
    theirs = [who for one in objects for who in (*did.get(one, ()), *WORLD.near.get(one, ()))]
    may = [who for who in _TOKENS if _level(who) in case.operation.definition.raw["x-shifan-levels"]]
    if _CHANCE.random() < _ANYBODY:
        may = list(WORLD.tokens)
    choices = [theirs, theirs, did.get("", []), may]
    fitting = [[who for who in some if who in may and who not in _posted_elsewhere[label]] for some in choices]
    circle: list[str] = _CHANCE.choice([some for some in fitting if some] or [may])
    return _CHANCE.choice(circle)


def _level(who: str) -> str:
    return who.partition("/")[0] or "public"


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """A key of its own and the version that stands there now, or else hardly any command would be carried out."""
    headers = case.headers
    if not headers or _CHANCE.random() < _OWN_VALUE:
        return
    headers.pop("On-Behalf-Of", None)  # Whoever acts for another needs a mandate, which hardly anybody has.
    if headers.get("Idempotency-Key"):
        headers["Idempotency-Key"] = str(uuid4())
    if headers.get("If-Match"):
        headers["If-Match"] = _version(case, headers) or headers["If-Match"]
    if "Opinion-Work" in headers and not headers.get("Authorization"):
        headers["Opinion-Work"] = solved(_read(case, "/v1/opinions/challenge", {}).json())


def _version(case: schemathesis.Case, headers: Any) -> str | None:
    """The version of the nearest thing above the act that has one."""
    path = case.formatted_path
    token = {"Authorization": headers["Authorization"]} if headers.get("Authorization") else {}
    while path.count("/") > 2:
        path = path.rpartition("/")[0]
        found = _read(case, path, token)
        if found.ok and "ETag" in found.headers:
            return found.headers["ETag"]
    return None


def _read(case: schemathesis.Case, path: str, headers: Mapping[str, str]) -> requests.Response:
    return _http.get(f"{case.operation.schema.get_base_url().rstrip('/')}{path}", headers=headers, timeout=30)


@schemathesis.hook
def after_call(context: schemathesis.HookContext, case: schemathesis.Case, response: Any) -> None:
    if _problem(response) == "not-an-officer-here":
        token = str(response.request.headers.get("Authorization", "")).removeprefix("Bearer ")
        _posted_elsewhere[case.operation.label] |= {who for who, theirs in WORLD.tokens.items() if theirs == token}


def _problem(response: Any) -> str:
    try:
        return str(response.json()["type"]).rpartition("/")[2]
    except (ValueError, KeyError, TypeError):
        return ""


@schemathesis.check
def documented_problem(ctx: Any, response: Any, case: schemathesis.Case) -> None:
    """A problem is one that the document shows at this operation, with this status: `default` alone excuses nothing."""
    if response.status_code < 400 or case.method.lower() != case.operation.method.lower():
        return
    code = _problem(response)
    responses = case.operation.definition.raw["responses"]
    told = {**_shown(case, responses.get(str(response.status_code), {})), **_shown(case, responses["default"])}
    assert code in told, (
        f"the problem {code!r} ({response.status_code}) is not in the document of {case.operation.label}"
    )


def _shown(case: schemathesis.Case, answer: Any) -> Any:
    if "$ref" in answer:
        answer = case.operation.schema.raw_schema["components"]["responses"][answer["$ref"].rpartition("/")[2]]
    return answer.get("content", {}).get("application/problem+json", {}).get("examples", {})
