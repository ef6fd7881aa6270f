"""服务站工作: what a station tells of its own work, for itself or through its county."""

from fastapi import APIRouter

from services.registry.api.answers import CareDone
from services.registry.api.work_bodies import Activity, Information, Investment, Rules, Satisfaction, SharedPractice
from services.registry.care.commands import CareCommand
from services.registry.care.reporting import SMALL_SAMPLE, MoreSatisfiedThanAsked, NobodyAsked, score_tenths
from services.registry.care.standing import StationNoLongerThere
from services.registry.care.state import Care
from services.registry.rules import StationNotActive
from shared.access.competence import NotYourStation, OutsideJurisdiction, Recused, WrongRole
from shared.errors import InTheFuture, NotKnownHere
from shared.eventsourcing.ids import new_id
from shared.web.acting import Act, Answer, TheAct
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/stations", tags=["stations"])

_BY_HOST = (WrongRole, NotYourStation, NotKnownHere, InTheFuture, StationNoLongerThere)
_BY_EITHER = (*_BY_HOST, OutsideJurisdiction)


class SatisfactionDone(CareDone):
    """The score in tenths of a point; where `small_sample` is true so few were asked that it proves little."""

    score_tenths: int
    small_sample: bool


@router.post("/{station_id}/rules", status_code=201, response_model=CareDone, responses=refuses(*_BY_HOST))
async def adopt_rules(station_id: str, body: Rules, act: TheAct) -> Answer:
    """规范制度、程序、标准、职责: a new document takes the former one's place; the same one changes nothing."""
    rules_id = new_id("ru", act.seed)

    def show(care: Care, version: int) -> CareDone:
        return CareDone(id=care.rules[body.kind].rules_id, station_id=station_id, version=version)

    return await act.carry_out(body.command(station_id, rules_id, act.today), show, 201)


@router.post("/{station_id}/investments", status_code=201, response_model=CareDone, responses=refuses(*_BY_HOST))
async def record_investment(station_id: str, body: Investment, act: TheAct) -> Answer:
    """加大投入: money that the host has put into the station."""
    investment_id = new_id("iv", act.seed)
    return await _carry_out(act, body.command(station_id, investment_id, act.today), investment_id)


@router.post(
    "/{station_id}/platforms",
    status_code=201,
    response_model=CareDone,
    responses=refuses(*_BY_HOST, StationNotActive),
)
async def record_platform_activity(station_id: str, body: Activity, act: TheAct) -> Answer:
    """五大平台: 宣传消费知识、发布消费警示、促进企业自律、强化诚信经营、规范市场秩序."""
    activity_id = new_id("pa", act.seed)
    return await _carry_out(act, body.command(station_id, activity_id, act.today), activity_id)


@router.post(
    "/{station_id}/practices",
    status_code=201,
    response_model=CareDone,
    responses=refuses(*_BY_EITHER, StationNotActive),
)
async def share_practice(station_id: str, body: SharedPractice, act: TheAct) -> Answer:
    """维权经验、机制: told by the host, or by the county that has seen it."""
    practice_id = new_id("pr", act.seed)
    return await _carry_out(act, body.command(station_id, practice_id, act.today), practice_id)


@router.post("/{station_id}/information", status_code=201, response_model=CareDone, responses=refuses(*_BY_EITHER))
async def share_information(station_id: str, body: Information, act: TheAct) -> Answer:
    """互通维权信息: from the county to the station, or from the station to the county."""
    information_id = new_id("if", act.seed)
    return await _carry_out(act, body.command(station_id, information_id, act.today), information_id)


@router.post(
    "/{station_id}/satisfaction",
    status_code=201,
    response_model=SatisfactionDone,
    responses=refuses(*_BY_EITHER, Recused, NobodyAsked, MoreSatisfiedThanAsked),
)
async def survey_satisfaction(station_id: str, body: Satisfaction, act: TheAct) -> Answer:
    """满意度调查: consumers were asked by the host or by the county."""
    survey_id = new_id("sa", act.seed)

    def show(_care: Care, version: int) -> SatisfactionDone:
        return SatisfactionDone(
            id=survey_id,
            station_id=station_id,
            version=version,
            score_tenths=score_tenths(body.satisfied, body.asked),
            small_sample=body.asked < SMALL_SAMPLE,
        )

    return await act.carry_out(body.command(station_id, survey_id, act.today), show, 201)


async def _carry_out(act: Act, command: CareCommand, made: str) -> Answer:
    def show(_care: Care, version: int) -> CareDone:
        return CareDone(id=made, station_id=command.station_id, version=version)

    return await act.carry_out(command, show, 201)
