"""补正、不予受理、登记纸质申请 over HTTP: what the county says of a form, and what the host mends."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field

from services.application.api.standing import CHANGE, COUNTY, FILING, SeasonId, SelfScore, Standing
from services.application.filing.commands import NotAccept, RecordPaper, Refile, ReturnForCorrection
from services.application.filing.drafting import FormIncomplete
from services.application.filing.eligibility import BackdatedEntry, NotOnPaper, PostmarkDoesNotFit
from services.application.filing.receiving import (
    CorrectedTooLate,
    MendedFormUnclear,
    NothingToCorrect,
    NotToBeRefusedNow,
    NotToBeReturned,
    ToldOnce,
)
from services.application.names import application_id as id_of
from services.application.rules import SeasonIsOver
from services.application.season.standing import NoSuchSeason
from shared.access.competence import NotAnOfficerHere, NotYourStation, OutsideJurisdiction, Recused, WrongRole
from shared.access.tokens import NotSignedIn
from shared.errors import InTheFuture, NotKnownHere
from shared.events.application import FilingChannel
from shared.web.acting import Answer, TheAct, TheChange
from shared.web.bodies import Body, Code, Day, Sha256, Text
from shared.web.problems import refuses
from shared.web.uploads import NoSuchFile, stored

router = APIRouter(prefix="/v1/applications", tags=["applications"])


class Paper(Body):
    """What a host has sent or handed in: its scan was uploaded before. `reason` is why the county records it."""

    season_id: SeasonId
    station_id: Code
    form_sha256: Sha256
    self_score_tenths: SelfScore
    channel: Literal[FilingChannel.POST, FilingChannel.COUNTER]
    received_on: Day
    postmarked_on: Day | None = None
    reason: Text


class Correction(Body):
    """Everything that is missing: it is told once."""

    missing: Annotated[tuple[Text, ...], Field(min_length=1, max_length=50)]


class Mended(Body):
    """`form_sha256` is left out by a host that wrote its form here."""

    form_sha256: Sha256 | None = None


class NonAcceptance(Body):
    reasons: Text


@router.post(
    "/paper",
    status_code=201,
    response_model=Standing,
    responses=refuses(
        NotSignedIn,
        WrongRole,
        OutsideJurisdiction,
        NotAnOfficerHere,
        NotKnownHere,
        NoSuchSeason,
        NoSuchFile,
        InTheFuture,
        NotOnPaper,
        PostmarkDoesNotFit,
        BackdatedEntry,
        *FILING,
    ),
)
async def record_paper(body: Paper, act: TheAct) -> Answer:
    """登记纸质申请: the county writes down what the host itself has sent; no bureau files for an enterprise."""
    await stored(act.runtime, body.form_sha256)
    name = id_of(body.season_id, body.station_id)
    command = RecordPaper(
        name,
        body.season_id,
        body.station_id,
        body.form_sha256,
        body.self_score_tenths,
        FilingChannel(body.channel),
        body.received_on,
        body.postmarked_on,
        body.reason,
        recorded_at=act.effective,
    )
    return await act.carry_out(command, Standing.of, 201, location=f"/v1/applications/{name}")


@router.post(
    "/{application_id}/return",
    response_model=Standing,
    responses=refuses(*COUNTY, Recused, ToldOnce, NotToBeReturned, SeasonIsOver),
)
async def return_for_correction(application_id: str, body: Correction, act: TheChange) -> Answer:
    """补正告知: the county says once, and completely, what is missing, and until when it may be mended."""
    return await act.carry_out(ReturnForCorrection(application_id, body.missing, act.today), Standing.of)


@router.post(
    "/{application_id}/refiling",
    response_model=Standing,
    responses=refuses(*CHANGE, NotYourStation, NothingToCorrect, CorrectedTooLate, MendedFormUnclear, FormIncomplete),
)
async def refile(application_id: str, body: Mended, act: TheChange) -> Answer:
    """补正: the host files again what it has mended; its place in time is that of the first filing."""
    command = Refile(application_id, act.effective, body.form_sha256 or "")
    return await act.carry_out(command, Standing.of)


@router.post(
    "/{application_id}/non-acceptance",
    response_model=Standing,
    responses=refuses(*COUNTY, Recused, NotToBeRefusedNow),
)
async def not_accept(application_id: str, body: NonAcceptance, act: TheChange) -> Answer:
    """不予受理: the county does not take the application up, and says why."""
    return await act.carry_out(NotAccept(application_id, body.reasons, act.today), Standing.of)
