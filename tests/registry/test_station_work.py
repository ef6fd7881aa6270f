"""制度、投入、五大平台、经验、信息、满意度: what a station tells of its own work."""

from dataclasses import replace

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from services.registry.care.commands import (
    AdoptRules,
    RecordInvestment,
    RecordPlatformActivity,
    ShareInformation,
    SharePractice,
    SurveySatisfaction,
)
from services.registry.care.decisions import CARE
from services.registry.care.reporting import MoreSatisfiedThanAsked, NobodyAsked, score_tenths
from services.registry.care.standing import StationNoLongerThere
from services.registry.care.state import CareEvent
from services.registry.rules import StationNotActive
from shared.errors import InTheFuture
from shared.events.registry import (
    InformationShared,
    InvestmentRecorded,
    Platform,
    PlatformActivityRecorded,
    PracticeShared,
    RuleKind,
    SatisfactionSurveyed,
    StationRulesAdopted,
)
from shared.testing.scenario import Scenario
from tests.registry.examples import TODAY, TOMORROW

given = Scenario(CARE)

adopt = AdoptRules(
    station_id="st-1",
    rules_id="ru-1",
    kind=RuleKind.PROCEDURE,
    title="投诉受理程序",
    document_sha256="a" * 64,
    on=TODAY,
    today=TODAY,
    status="active",
)
adopted = StationRulesAdopted(
    rules_id="ru-1",
    station_id="st-1",
    kind=RuleKind.PROCEDURE,
    title="投诉受理程序",
    document_sha256="a" * 64,
    adopted_on=TODAY,
)
invest = RecordInvestment(
    station_id="st-1",
    investment_id="iv-1",
    purpose="接待室改造",
    amount_fen=3_000_000,
    paid_by="甲百货有限公司",
    on=TODAY,
    today=TODAY,
    status="active",
)
invested = InvestmentRecorded(
    investment_id="iv-1",
    station_id="st-1",
    purpose="接待室改造",
    amount_fen=3_000_000,
    paid_by="甲百货有限公司",
    invested_on=TODAY,
)
act = RecordPlatformActivity(
    station_id="st-1",
    activity_id="pa-1",
    platform=Platform.WARNINGS,
    title="预付卡消费警示",
    summary="张贴于一楼服务台",
    reached=400,
    on=TODAY,
    today=TODAY,
    status="active",
)
acted = PlatformActivityRecorded(
    activity_id="pa-1",
    station_id="st-1",
    platform=Platform.WARNINGS,
    title="预付卡消费警示",
    summary="张贴于一楼服务台",
    reached=400,
    held_on=TODAY,
)
practise = SharePractice(
    station_id="st-1",
    practice_id="pr-1",
    title="先行赔付",
    summary="小额当场赔付",
    on=TODAY,
    today=TODAY,
    status="active",
)
practised = PracticeShared(
    practice_id="pr-1", station_id="st-1", title="先行赔付", summary="小额当场赔付", shared_on=TODAY
)
inform = ShareInformation(
    station_id="st-1",
    information_id="if-1",
    subject="问题批次",
    content="某批次奶粉下架",
    on=TODAY,
    today=TODAY,
    status="active",
)
informed = InformationShared(
    information_id="if-1", station_id="st-1", subject="问题批次", content="某批次奶粉下架", shared_on=TODAY
)
ask = SurveySatisfaction(
    station_id="st-1",
    survey_id="sa-1",
    asked=16,
    satisfied=15,
    method="电话回访",
    on=TODAY,
    today=TODAY,
    status="active",
)
asked = SatisfactionSurveyed(
    survey_id="sa-1",
    station_id="st-1",
    asked=16,
    satisfied=15,
    score_tenths=938,
    method="电话回访",
    surveyed_on=TODAY,
)

ALL = ((adopt, adopted), (invest, invested), (act, acted), (practise, practised), (inform, informed), (ask, asked))
Wish = AdoptRules | RecordInvestment | RecordPlatformActivity | SharePractice | ShareInformation | SurveySatisfaction


@pytest.mark.parametrize(("command", "event"), ALL, ids=lambda value: type(value).__name__)
def test_what_a_station_tells_is_recorded_unless_it_lies_ahead_or_the_station_is_closed(
    command: Wish, event: CareEvent
) -> None:
    given().when(command).then(event)
    given().when(replace(command, on=TOMORROW)).then_refused(InTheFuture)
    given().when(replace(command, status="closed")).then_refused(StationNoLongerThere)


def test_the_same_rules_are_adopted_once_and_new_ones_take_their_place() -> None:
    given(adopted).when(replace(adopt, rules_id="ru-2", title="另一个名字")).then_nothing()
    new = adopted.model_copy(update={"rules_id": "ru-2", "document_sha256": "b" * 64})
    given(adopted).when(replace(adopt, rules_id="ru-2", document_sha256="b" * 64)).then(new)
    given(adopted, new).when(adopt).then(adopted)
    duties = adopted.model_copy(update={"kind": RuleKind.DUTIES})
    given(adopted).when(replace(adopt, kind=RuleKind.DUTIES)).then(duties)


def test_a_suspended_station_tells_no_activities_and_practices() -> None:
    given().when(replace(act, status="suspended")).then_refused(StationNotActive)
    given().when(replace(practise, status="suspended")).then_refused(StationNotActive)
    given().when(replace(invest, status="suspended")).then(invested)
    given().when(replace(ask, status="suspended")).then(asked)


def test_a_satisfaction_survey_asks_somebody_and_counts_no_more_than_it_asked() -> None:
    given().when(replace(ask, asked=0, satisfied=0)).then_refused(NobodyAsked)
    given().when(replace(ask, satisfied=17)).then_refused(MoreSatisfiedThanAsked)


@examples(st.integers(1, 10**6).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_score_is_rounded_half_up(told: tuple[int, int]) -> None:
    satisfied, of = told
    score = score_tenths(satisfied, of)
    assert 0 <= score <= 1_000
    assert -of <= 2 * (satisfied * 1_000 - score * of) < of
