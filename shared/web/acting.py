"""The life of a command over HTTP: who, may they, once only, on what they had read, decided, recorded, answered."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Annotated, Any, cast
from uuid import UUID, uuid5

from fastapi import Depends, Request, Response
from pydantic import BaseModel

from shared.access import directory
from shared.access.delegation import within_mandate
from shared.access.roles import Caller
from shared.errors import InTheFuture, Refusal, StreamMoved
from shared.eventsourcing.commits import Outcome
from shared.eventsourcing.envelope import Provenance
from shared.eventsourcing.handling import Asked, Handled, PendingKey, Prepared, handle
from shared.runtime import Runtime
from shared.telemetry import COMMANDS, EVENTS_APPENDED, correlation_id, traceparent
from shared.web.callers import ON_BEHALF_OF, PROBE, acting_caller, caller_of, runtime_of
from shared.web.outcomes import dry_run, new, replayed
from shared.web.rules import (
    CommandInProgress,
    IdempotencyKeyMissing,
    KeyReused,
    RequestNotValid,
    VersionMissing,
    VersionStale,
)

Answer = Response
"""What a command's route returns; name the model in its `response_model`."""

Show = Callable[[Any, int], BaseModel]
"""Makes the answer's body from the state and version that the command has led to."""

_COMMANDS = UUID("6f0c2a5e-3c0b-5d0a-9d53-12315c0de001")
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_VERSION = re.compile(r'"v(\d{1,9})"')
_DONE = COMMANDS.labels("done")
_REPLAYED = COMMANDS.labels("replayed")
_REFUSED = COMMANDS.labels("refused")


class Act:
    """A person's act, from the request to its answer.

    Attributes:
        caller: who acts; under a mandate with the level and the bureau of the one for which they do.
        effective: the programme's instant at which the request came in.
        today: its day in Shanghai.
    """

    __slots__ = ("_body", "_changes", "_request", "caller", "effective", "runtime", "today")

    def __init__(self, request: Request, body: bytes, caller: Caller, *, changes: bool) -> None:
        self.runtime: Runtime = runtime_of(request)
        self.caller: Caller = caller
        self.effective: datetime = self.runtime.clock.now()
        self.today: date = self.effective.date()
        self._request = request
        self._body = body
        self._changes = changes

    def day(self, stated: date | None) -> date:
        """The day that the person states, or today.

        Raises:
            InTheFuture: it is still to come.
        """
        if stated is not None and stated > self.today:
            raise InTheFuture(f"{stated} is later than {self.today}.")
        return stated or self.today

    @property
    def seed(self) -> str:
        """What new ids are made from, so that a request sent twice makes the same ones."""
        return f"{self.runtime.service.name} {self._key}"

    @property
    def _key(self) -> str:
        """The idempotency key, apart for each caller; it has no space, so the last one parts the two."""
        given = self._request.headers.get("idempotency-key", "")
        if not _KEY.fullmatch(given):
            raise IdempotencyKeyMissing("Send an `Idempotency-Key` of 1 to 200 visible ASCII characters.")
        return f"{self.caller.subject} {given}"

    @property
    def _expected_version(self) -> int | None:
        given = self._request.headers.get("if-match")
        if given is None:
            if self._changes and PROBE not in self._request.scope:
                raise VersionMissing('Send `If-Match: "v<version>"` with the `ETag` that you have read.')
            return None
        version = _VERSION.fullmatch(given.strip())
        if version is None:
            raise VersionStale(f'`If-Match` names one version, as `"v3"`; {given[:40]!r} matches none.')
        return int(version[1])

    @property
    def _fingerprint(self) -> bytes:
        scope = self._request.scope
        asked = [scope["method"], scope["path"], scope["query_string"].decode("latin-1"), self.caller.subject]
        if self.caller.mandates:
            asked.append(f"{ON_BEHALF_OF}: {self.caller.bureau}")
        content = "\n".join(asked).encode(errors="replace") + b"\n" + self._body
        # A hash of what was sent stays when a person's data are erased: it must not let a name be tried out.
        sealer = self.runtime.sealer
        return sealer.fingerprint(content) if sealer is not None else hashlib.sha256(content).digest()

    async def carry_out(self, command: object, show: Show, status: int = 200, location: str | None = None) -> Response:
        """Carry the command out and answer with what it has led to.

        With `?dry_run=true` nothing is recorded: the answer is what would be.

        Raises:
            Refusal: a rule says no; nothing was recorded.
        """
        key, expected = self._key, self._expected_version
        if key in self.runtime.in_progress:
            raise CommandInProgress("Wait for the answer to the first request with this `Idempotency-Key`.")
        self.runtime.in_progress.add(key)
        try:
            work = await _prepare(self, command)
            if self.tried:
                return await dry_run(self.runtime, await work(), expected, show)
            asked = self._asked(work.by, PendingKey(key, self._fingerprint), expected, _answer(show, status))
            handled = await handle(self.runtime.store, work.sealed, asked)
            return await self._answered(handled, asked, work, location)
        except StreamMoved as moved:
            _REFUSED.inc()
            if expected is not None:
                raise VersionStale(str(moved)) from moved
            raise
        except Refusal:
            _REFUSED.inc()
            raise
        finally:
            self.runtime.in_progress.discard(key)

    @property
    def signed_in(self) -> Caller:
        """Who sent the request, as their token says: another than the caller where they act under a mandate."""
        return caller_of(self._request) if self.caller.mandates else self.caller

    @property
    def tried(self) -> bool:
        """Whether the caller only tries it: nothing may be recorded.

        Raises:
            RequestNotValid: `dry_run` is neither true nor false.
        """
        if b"dry_run" not in self._request.scope["query_string"]:
            return False
        given = self._request.query_params.get("dry_run", "false")
        if given not in {"true", "false"}:
            raise RequestNotValid("`dry_run` is true or false.")
        return given == "true"

    def _asked(
        self, by: Provenance, key: PendingKey, expected: int | None, answer: Callable[[Any, int], tuple[int, bytes]]
    ) -> Asked:
        service = self.runtime.service
        return Asked(
            by=by,
            effective=self.effective,
            command_id=uuid5(_COMMANDS, f"{service.name} {key.key}"),
            project=service.project,
            source=f"/services/{service.name}",
            expected_version=expected,
            key=key,
            answer=answer,
        )

    async def _answered(self, handled: Handled, asked: Asked, work: "_Work", location: str | None) -> Response:
        owner = self.runtime.service.name
        if handled.outcome is Outcome.SEEN and handled.seen is not None:
            if asked.key is None or handled.seen.fingerprint != asked.key.fingerprint:
                raise KeyReused("Use a new `Idempotency-Key` for a new request.")
            _REPLAYED.inc()
            return await replayed(self.runtime, handled.seen, work.first, location)
        _DONE.inc()
        EVENTS_APPENDED.inc(len(handled.events))
        return new(owner, handled, location)


@dataclass(slots=True)
class _Work:
    """Prepares the command, anew each time that it must be decided again. The first time was done already."""

    act: Act
    command: object
    caller: Caller
    loses_cases: bool
    by: Provenance
    first: Prepared | Refusal
    used: bool = False

    async def __call__(self) -> Prepared:
        if self.used:
            return await _facts(self.act, self.command, self.caller, loses_cases=self.loses_cases)
        self.used = True
        if isinstance(self.first, Refusal):
            raise self.first
        return self.first

    async def sealed(self) -> Prepared:
        """The command as it is recorded: what is personal of it is sealed."""
        prepared = await self()
        if not prepared.seals:
            return prepared
        sealer = self.act.runtime.sealer
        assert sealer is not None, "a service whose events hold personal data has a sealer"
        plain = {field: getattr(prepared.command, field) for field in prepared.seals}
        sealed = {field: await sealer.seal(prepared.subject, field, text) for field, text in plain.items()}
        return replace(prepared, command=replace(cast("Any", prepared.command), **sealed))


async def _facts(act: Act, command: object, caller: Caller, *, loses_cases: bool) -> Prepared:
    """The command with all that its decision needs, within the caller's competence and mandate."""
    prepared = await act.runtime.service.prepare(command, caller, act.runtime.pool)
    return await within_mandate(act.runtime.pool, caller, prepared, act.today, loses_cases=loses_cases)


async def _prepare(act: Act, command: object) -> _Work:
    """For whom the caller acts, and the first preparation.

    Under a mandate the rules see the bureau for which the officer acts; the record names the officer's own beside it.
    """
    runtime, own = act.runtime, act.signed_in
    acting = runtime.acting.recall(own)
    if acting is None:
        acting = await directory.acting(runtime.pool, own)
        runtime.acting.remember(own, acting)
    caller = act.caller if act.caller.mandates else replace(own, division_code=acting.division_code)
    by = Provenance(
        actor=own.subject,
        level=str(caller.level),
        correlationid=correlation_id(),
        post=acting.post,
        bureau=own.bureau,
        bureauname=acting.name,
        jurisdiction=caller.division_code,
        traceparent=traceparent(),
    )
    first: Prepared | Refusal
    try:
        first = await _facts(act, command, caller, loses_cases=acting.loses_cases)
    except Refusal as refusal:
        first = refusal
    return _Work(act, command, caller, acting.loses_cases, by, first)


def _answer(show: Show, status: int) -> Callable[[Any, int], tuple[int, bytes]]:
    return lambda state, version: (status, show(state, version).model_dump_json().encode())


async def _body_of(request: Request) -> bytes:
    body = await request.body()
    if b"\\u0000" in body:
        raise RequestNotValid("A text holds no NUL character.")
    return body


async def _act(request: Request, *, changes: bool) -> Act:
    return Act(request, await _body_of(request), await acting_caller(request), changes=changes)


async def act_of(request: Request) -> Act:
    """An act that makes something new or adds to it: no version need be named."""
    return await _act(request, changes=False)


async def change_of(request: Request) -> Act:
    """An act that changes a case: `If-Match` names the version that the caller has read."""
    return await _act(request, changes=True)


TheAct = Annotated[Act, Depends(act_of)]
TheChange = Annotated[Act, Depends(change_of)]
