"""标识与更名: by which numbers and names a host is known over time."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator

from services.registry.api.answers import Done
from services.registry.host.commands import LinkIdentifier, RenameHost
from services.registry.host.decisions import (
    DuplicateRegistrationNumber,
    RenamedBeforeRegistration,
    ReplacesAnothersNumber,
)
from services.registry.host.numbers import (
    CreditCodeMalformed,
    CreditCodesBeganLater,
    OrganisationCodeMalformed,
    RegistrationNumberMalformed,
    tidy,
)
from shared.access.competence import OutsideJurisdiction, WrongRole
from shared.errors import InTheFuture, NotKnownHere
from shared.events.registry import IdentifierType
from shared.web.acting import Answer, TheAct, TheChange
from shared.web.bodies import Body, Code, Day, Name
from shared.web.problems import refuses
from shared.web.rules import VersionMissing, VersionStale

router = APIRouter(prefix="/v1/hosts/{host_id}", tags=["hosts"])

Number = Annotated[Code, AfterValidator(tidy)]
NUMBERS = (
    RegistrationNumberMalformed,
    OrganisationCodeMalformed,
    CreditCodeMalformed,
    CreditCodesBeganLater,
    DuplicateRegistrationNumber,
)


class HostRenaming(Body):
    """The new name, and the day since when it is borne; without one, today."""

    name: Name
    renamed_on: Day | None = None


class FurtherIdentifier(Body):
    """A further number of the host. `replaces` is the number whose place it takes; empty where both are valid."""

    identifier_type: IdentifierType
    number: Number
    replaces: Number | None = None
    valid_from: Day


@router.post(
    "/renaming",
    response_model=Done,
    responses=refuses(
        WrongRole,
        OutsideJurisdiction,
        NotKnownHere,
        InTheFuture,
        RenamedBeforeRegistration,
        VersionMissing,
        VersionStale,
    ),
)
async def rename_host(host_id: str, body: HostRenaming, act: TheChange) -> Answer:
    """企业更名: the host goes on under another name, and is found by its former ones."""
    command = RenameHost(host_id, body.name, body.renamed_on or act.today, act.today)
    return await act.carry_out(command, lambda _, version: Done(id=host_id, status="renamed", version=version))


@router.post(
    "/identifiers",
    status_code=201,
    response_model=Done,
    responses=refuses(WrongRole, OutsideJurisdiction, NotKnownHere, InTheFuture, ReplacesAnothersNumber, *NUMBERS),
)
async def link_identifier(host_id: str, body: FurtherIdentifier, act: TheAct) -> Answer:
    """标识关联: the host is known by a further number; no two hosts share one. The version is the number's own."""
    command = LinkIdentifier(
        host_id=host_id,
        identifier_type=body.identifier_type,
        number=body.number,
        replaces=body.replaces or "",
        valid_from=body.valid_from,
        today=act.today,
    )
    return await act.carry_out(
        command, lambda _, version: Done(id=body.number, status="linked", version=version), 201, f"/v1/hosts/{host_id}"
    )
