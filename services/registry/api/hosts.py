"""建站企业: hosts."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.registry.api.answers import Done
from services.registry.api.bodies import WhyDistinct
from services.registry.api.identifiers import NUMBERS, Number
from services.registry.host.commands import RegisterHost
from services.registry.host.numbers import tidy
from services.registry.queries import hosts
from services.registry.queries.hosts import HostPage, HostRow
from services.registry.rules import PossibleDuplicate
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.errors import NotKnownHere
from shared.events.registry import IdentifierType
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, TheAct
from shared.web.answers import versioned
from shared.web.bodies import Body, DivisionCode, Name
from shared.web.callers import TheRuntime
from shared.web.lists import Page, ThePaging, page
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/hosts", tags=["hosts"])

Filter = Annotated[str | None, Query(min_length=1, max_length=200)]


class Registration(Body):
    """A host, with the number that it has on this day: 注册号, or since October 2015 the credit code."""

    name: Name
    registration_number: Number
    division_code: DivisionCode
    identifier_type: IdentifierType = IdentifierType.REGISTRATION_NUMBER
    distinct_because: WhyDistinct = ""

    def command(self, host_id: str, act: TheAct) -> RegisterHost:
        return RegisterHost(
            host_id=host_id,
            name=self.name,
            registration_number=self.registration_number,
            division_code=self.division_code,
            today=act.today,
            identifier_type=self.identifier_type,
            distinct_because=self.distinct_because,
        )


@router.post(
    "",
    status_code=201,
    response_model=Done,
    responses=refuses(WrongRole, OutsideJurisdiction, *NUMBERS, PossibleDuplicate),
)
async def register_host(body: Registration, act: TheAct) -> Answer:
    """建站企业登记: the county of its division puts a host on the register.

    The id follows from the number, which no two hosts share.
    """
    host_id = new_id("ho", body.registration_number)
    return await act.carry_out(
        body.command(host_id, act),
        lambda _, version: Done(id=host_id, status="registered", version=version),
        201,
        f"/v1/hosts/{host_id}",
    )


@router.get("", response_model=Page[HostRow])
async def list_hosts(
    request: Request,
    runtime: TheRuntime,
    paging: ThePaging,
    identifier: Filter = None,
    name: Filter = None,
) -> Response:
    """The register of hosts, found by any of their numbers and by a part of any name that they bear or have borne."""
    (after,) = paging.after(str)
    number = None if identifier is None else tidy(identifier)
    async with runtime.pool.acquire() as connection:
        rows = await hosts.hosts(
            connection,
            own_id=None if number is None else new_id("ho", number),
            number=number,
            name=name,
            after=after,
            limit=paging.fetch,
        )
    return page(request, paging, rows, lambda row: (row.host_id,), lambda row: row)


@router.get("/{host_id}", response_model=HostPage, responses=refuses(NotKnownHere))
async def read_host(host_id: str, runtime: TheRuntime) -> Response:
    """A host as the public register shows it, with all its numbers and former names."""
    async with runtime.pool.acquire() as connection:
        host = await hosts.host(connection, host_id)
    if host is None:
        raise NotKnownHere(f"Host {host_id} is not known here.")
    return versioned(host, host.version)
