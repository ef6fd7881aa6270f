"""A contest of the host 甲百货, in the examples of these tests."""

from datetime import date

from services.incentives.contest.commands import (
    AnnounceContest,
    AwardStaff,
    CloseContest,
    NominateStaff,
    Person,
    ScoreStaff,
)
from shared.events.incentives import (
    ContestAnnounced,
    ContestClosed,
    Organiser,
    Ranked,
    StaffAwarded,
    StaffNominated,
    StaffScored,
    Weights,
)

TODAY = date(2013, 11, 4)
UNTIL = date(2013, 11, 8)
AFTER = date(2013, 11, 11)

announce = AnnounceContest(
    contest_id="co-1",
    host_id="ho-1",
    bureau_code="",
    title="2013 年消费维权服务明星竞赛",
    organiser=Organiser.HOST,
    approval_number="",
    weights=Weights(service=40, competence=20, performance=30, satisfaction=10),
    places=1,
    nominations_until=UNTIL,
    today=TODAY,
)
announced = ContestAnnounced(
    contest_id="co-1",
    host_id="ho-1",
    bureau_code="",
    title="2013 年消费维权服务明星竞赛",
    organiser=Organiser.HOST,
    approval_number="",
    weights=Weights(service=40, competence=20, performance=30, satisfaction=10),
    places=1,
    nominations_until=UNTIL,
    announced_on=TODAY,
)

nominate = NominateStaff("co-1", "sf-1", "调处纠纷 120 起", "ho-1", TODAY, Person("sf-1", "st-1", "ho-1"))


def nominated(staff_id: str, station_id: str = "st-1") -> StaffNominated:
    return StaffNominated(
        contest_id="co-1",
        staff_id=staff_id,
        station_id=station_id,
        host_id="ho-1",
        deeds="调处纠纷 120 起",
        nominated_on=TODAY,
    )


score = ScoreStaff(
    contest_id="co-1",
    staff_id="sf-1",
    judge="judge-1",
    service=900,
    competence=800,
    performance=700,
    satisfaction=600,
    organiser_id="ho-1",
    today=TODAY,
)


def scored(staff_id: str, judge: str, *marks: int) -> StaffScored:
    service, competence, performance, satisfaction = marks or (900, 800, 700, 600)
    return StaffScored(
        contest_id="co-1",
        staff_id=staff_id,
        judge=judge,
        service=service,
        competence=competence,
        performance=performance,
        satisfaction=satisfaction,
        scored_on=TODAY,
    )


close = CloseContest("co-1", "ho-1", AFTER)


def closed(*ranking: tuple[int, str, int]) -> ContestClosed:
    ranked = tuple(Ranked(rank=r, staff_id=s, station_id="st-1", total=t) for r, s, t in ranking)
    return ContestClosed(contest_id="co-1", ranking=ranked, closed_on=AFTER)


award = AwardStaff("co-1", "sf-1", "消费维权服务明星", 100_000, "ho-1", AFTER)
awarded = StaffAwarded(
    contest_id="co-1",
    staff_id="sf-1",
    station_id="st-1",
    host_id="ho-1",
    rank=1,
    honour="消费维权服务明星",
    reward_fen=100_000,
    awarded_on=AFTER,
)
