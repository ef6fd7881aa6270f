"""建站企业: hosts."""

from fastapi import APIRouter, Response

from services.registry.api.answers import Done
from services.registry.host.commands import RegisterHost
from services.registry.host.decisions import DuplicateRegistrationNumber, RegistrationNumberMalformed
from services.registry.queries import hosts
from services.registry.queries.hosts import HostPage
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.access.roles import Level
from shared.errors import NotKnownHere
from shared.eventsourcing.ids import new_id
from shared.web.acting import Answer, TheAct
from shared.web.answers import versioned
from shared.web.bodies import Body, Code, DivisionCode, Name
from shared.web.callers import TheRuntime
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/hosts", tags=["hosts"])


class Registration(Body):
    name: Name
    registration_number: Code
    """注册号: fifteen digits."""
    division_code: DivisionCode


@router.post(
    "",
    status_code=201,
    response_model=Done,
    responses=refuses(WrongRole, OutsideJurisdiction, RegistrationNumberMalformed, DuplicateRegistrationNumber),
)
async def register_host(body: Registration, act: TheAct) -> Answer:
    """建站企业登记: the county of its division puts a host on the register.

    The id follows from the registration number, which no two hosts share.
    """
    act.allow(Level.COUNTY)
    host_id = new_id("ho", body.registration_number)
    command = RegisterHost(host_id, body.name, body.registration_number, body.division_code, act.today)
    return await act.carry_out(
        command,
        lambda _, version: Done(id=host_id, status="registered", version=version),
        201,
        f"/v1/hosts/{host_id}",
    )


@router.get("/{host_id}", response_model=HostPage, responses=refuses(NotKnownHere))
async def read_host(host_id: str, runtime: TheRuntime) -> Response:
    """A host as the public register shows it."""
    async with runtime.pool.acquire() as connection:
        host = await hosts.host(connection, host_id)
    if host is None:
        raise NotKnownHere(f"Host {host_id} is not known here.")
    return versioned(host, host.version)
