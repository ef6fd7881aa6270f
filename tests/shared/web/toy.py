"""A service with two commands, for the tests of the edge: it registers hosts and writes guidance into their file."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from asyncpg import Record
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel

from shared.access import competence, directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.errors import Conflict, NotFound
from shared.events.event import Event
from shared.events.registry import GuidanceGiven, HostRegistered
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.handling import Prepared
from shared.eventsourcing.ids import new_id
from shared.runtime import Service
from shared.web.acting import Answer, TheAct, TheChange
from shared.web.answers import versioned
from shared.web.bodies import Body, Day, DivisionCode, Name, Tenths, Text
from shared.web.callers import TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Gate:
    """Holds a command back between the look-up of its facts and its decision."""

    reached: asyncio.Event = field(default_factory=asyncio.Event)
    opened: asyncio.Event = field(default_factory=asyncio.Event)


gates: list[Gate] = []
"""A test that puts a gate here holds the next command back until it opens it."""


class AlreadyRegistered(Conflict):
    """A host is registered once."""

    title_zh = "企业已登记。"


class NeverRegistered(NotFound):
    """Only a registered host is guided."""


@dataclass(frozen=True, slots=True)
class Register:
    host_id: str
    name: str
    division_code: str
    on: date


@dataclass(frozen=True, slots=True)
class Guide:
    host_id: str
    summary: str
    on: date
    guidance_id: str


@dataclass(frozen=True, slots=True)
class Toy:
    host_id: str = ""
    name: str = ""
    notes: int = 0


def decide(command: Register | Guide, toy: Toy) -> list[Event]:
    match command:
        case Register():
            if toy.host_id:
                raise AlreadyRegistered(f"Host {command.host_id} is registered.")
            return [
                HostRegistered(
                    host_id=command.host_id,
                    name=command.name,
                    registration_number="320402000000001",
                    division_code=command.division_code,
                    registered_on=command.on,
                )
            ]
        case Guide():
            if not toy.host_id:
                raise NeverRegistered(f"Host {command.host_id} was never registered.")
            given = GuidanceGiven(
                guidance_id=command.guidance_id,
                station_id="st-1",
                topic="t",
                summary=command.summary,
                given_on=command.on,
            )
            return [given]


def evolve(toy: Toy, event: Event) -> Toy:
    match event:
        case HostRegistered():
            return Toy(event.host_id, event.name)
        case _:
            return replace(toy, notes=toy.notes + 1)


TOY: Decider[Register | Guide, Toy, Event] = Decider(Toy(), decide, evolve)


async def prepare(command: Register | Guide, caller: Caller, connection: Connection) -> Prepared:
    if gates:
        gate = gates.pop()
        gate.reached.set()
        await gate.opened.wait()
    if isinstance(command, Register):
        bureau = await directory.bureau(connection, caller.bureau)
        competence.require_county_of_division(caller, bureau, command.division_code)
        return Prepared(decider=TOY, stream=f"host-{command.host_id}", command=command)
    await directory.the_host(connection, command.host_id)
    return Prepared(decider=TOY, stream=f"host-{command.host_id}", command=command)


class Registration(Body):
    name: Name
    division_code: DivisionCode
    registered_on: Day | None = None
    score: Tenths = 0
    tags: tuple[Text, ...] = ()


class Note(Body):
    summary: Text


class Standing(BaseModel):
    id: str
    name: str
    notes: int
    version: int

    @classmethod
    def of(cls, toy: Toy, version: int) -> "Standing":
        return cls(id=toy.host_id, name=toy.name, notes=toy.notes, version=version)


class Line(BaseModel):
    host_id: str
    name: str


@router.post("/v1/hosts", status_code=201, response_model=Standing, responses=refuses(AlreadyRegistered))
async def register(body: Registration, act: TheAct) -> Answer:
    host_id = new_id("ho", act.seed)
    command = Register(host_id, body.name, body.division_code, act.day(body.registered_on))
    return await act.carry_out(command, Standing.of, 201, f"/v1/hosts/{host_id}")


@router.post("/v1/hosts/{host_id}/notes", response_model=Standing, responses=refuses(NeverRegistered))
async def guide(host_id: str, body: Note, act: TheChange) -> Answer:
    command = Guide(host_id, body.summary, act.today, new_id("gu", act.seed))
    return await act.carry_out(command, Standing.of)


@router.post("/v1/words", response_model=Standing)
async def say(act: TheAct) -> Answer:
    """An act of anybody's, without a body: it always registers the same host."""
    return await act.carry_out(Guide("ho-nobody", "", act.today, "g"), Standing.of)


@router.get("/v1/hosts/{host_id}", response_model=Standing)
async def read(host_id: str, runtime: TheRuntime) -> Response:
    history = [recorded.event for recorded in (await runtime.store.load(f"host-{host_id}")).history]
    if not history:
        raise NotFound(f"There is no host {host_id}.")
    return versioned(Standing.of(TOY.state(history), len(history)), len(history))


_LIST = "SELECT host_id, name FROM hosts WHERE host_id > coalesce($1, '') ORDER BY host_id LIMIT $2"


@router.get("/v1/hosts", response_model=Page[Line])
async def read_all(request: Request, runtime: TheRuntime, paging: ThePaging) -> Response:
    rows: Sequence[Record] = await runtime.pool.fetch(_LIST, *paging.after(str), paging.fetch)
    return page(request, paging, rows, lambda row: (row["host_id"],), lambda row: Line(**dict(row)))


@router.get("/v1/words")
async def words() -> list[str]:
    """For whoever is signed in: it never asks who that is."""
    return ["示范"]


@router.get("/v1/broken")
async def broken() -> dict[str, Any]:
    raise RuntimeError("13800000000 is a secret")


SERVICE = Service(
    name="registry",
    router=router,
    matrix=Path(__file__).parent / "toy_matrix.csv",
    listens_to=("application",),
    project=directory.project,
    prepare=prepare,
    schema=Path(__file__).parent,
)
