"""From any reachable state a command yields events that can be taken in, or a rule refuses it; twice is once."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.incentives.contest.commands import (
    AnnounceContest,
    AnnounceWinners,
    AwardStaff,
    CloseContest,
    ContestCommand,
    FreezeLeaderboard,
    GiveReward,
    NominateStaff,
    OpenVoting,
    Person,
    ReviewAwards,
    ReviewNomination,
    ScoreStaff,
    ScoreTest,
    SetVotesAside,
    WithdrawAward,
    WithdrawNomination,
)
from services.incentives.contest.decisions import CONTEST
from services.incentives.contest.measure import Measure
from services.incentives.contest.state import Contest, Stage
from shared.errors import Refusal
from shared.events.incentives import Components, Organiser, RewardKind, TieRule, Weights
from tests.incentives.examples import announce, award, close, nominate, score

dates = st.dates(date(2013, 11, 1), date(2013, 11, 6))
people = st.sampled_from(["sf-1", "sf-2"])
judges = st.sampled_from(["judge-1", "judge-2", "sf-1"])
organisers = st.sampled_from(["ho-1", "ho-1", "ho-1", "ho-2"])
marks = st.integers(-1, 1001) | st.integers(0, 1000)
percents = st.sampled_from([0, 20, 25, 40])
weights = st.builds(Weights, service=percents, competence=percents, performance=percents, satisfaction=percents)
even = st.just(Weights(service=25, competence=25, performance=25, satisfaction=25))

shares = st.sampled_from([0, 20, 30, 40, 50])
components = st.none() | st.builds(Components, test=shares, results=shares, vote=shares, experts=shares)
custom = st.just(Components(test=40, results=40, vote=20, experts=0))

announcements = st.builds(
    AnnounceContest,
    contest_id=st.just("co-1"),
    host_id=st.just("ho-1"),
    bureau_code=st.just(""),
    title=st.just("竞赛"),
    organiser=st.sampled_from(Organiser),
    approval_number=st.sampled_from(["", "7"]),
    weights=even | weights,
    places=st.integers(1, 2),
    nominations_until=dates,
    today=dates,
    components=custom | components,
    tie_rule=st.sampled_from(TieRule),
    per_station=st.integers(0, 1),
    budget_fen=st.none() | st.integers(0, 3),
)
persons = st.none() | st.builds(Person, people, st.just("st-1"), st.sampled_from(["ho-1", "ho-2"]))
papers = st.sampled_from(["", "ab" * 32])
contest = st.just("co-1")
said = st.just("理由")
measures = st.dictionaries(people, st.builds(Measure, settled=st.integers(1, 9), votes=st.integers(0, 9)))
winners_days = dates.map(lambda day: day + timedelta(days=7))
kinds = st.sampled_from(RewardKind)
commands = st.one_of(
    announcements,
    st.builds(NominateStaff, contest, people, st.just("事迹"), organisers, dates, persons, papers),
    st.builds(WithdrawNomination, contest, people, said, organisers, dates),
    st.builds(ReviewNomination, contest, people, st.booleans(), said, organisers, dates),
    st.builds(ScoreStaff, contest, people, judges, marks, marks, marks, marks, organisers, dates),
    st.builds(ScoreTest, contest, people, marks, organisers, dates),
    st.builds(OpenVoting, contest, dates, organisers, dates),
    st.builds(SetVotesAside, contest, st.sampled_from(["b1", "b2"]), said, organisers, dates, st.integers(0, 1)),
    st.builds(FreezeLeaderboard, contest, organisers, dates, measures=measures),
    st.builds(AnnounceWinners, contest, winners_days, organisers, dates),
    st.builds(CloseContest, contest, organisers, dates | winners_days),
    st.builds(AwardStaff, contest, people, st.just("明星"), st.integers(-1, 2), organisers, dates),
    st.builds(
        GiveReward, contest, people, kinds, said, st.integers(-1, 2), st.sampled_from(["", "1", "2"]), organisers, dates
    ),
    st.builds(WithdrawAward, contest, people, said, organisers, dates),
    st.builds(ReviewAwards, st.just("st-1"), st.sampled_from(["1", "2"]), dates, contest),
)


# Contests as they usually go: chance alone seldom comes to its end, so the examples set out from somewhere on the way.
of_experts: list[ContestCommand] = [
    replace(announce, today=date(2013, 11, 1), nominations_until=date(2013, 11, 3), places=2),
    replace(nominate, today=date(2013, 11, 2)),
    replace(nominate, today=date(2013, 11, 2), staff_id="sf-2", person=Person("sf-2", "st-1", "ho-1")),
    score,
    replace(score, staff_id="sf-2", service=901),
    close,
    award,
]
FIRST, LAST = date(2013, 11, 1), date(2013, 11, 12)
step_by_step: list[ContestCommand] = [
    replace(
        announce,
        today=FIRST,
        nominations_until=FIRST,
        components=Components(test=40, results=40, vote=20, experts=0),
        budget_fen=150_000,
    ),
    replace(nominate, today=FIRST, consent_sha256="ab" * 32),
    ReviewNomination("co-1", "sf-1", qualified=True, reasons="合格", organiser_id="ho-1", today=FIRST),
    ScoreTest("co-1", "sf-1", 800, "ho-1", FIRST),
    OpenVoting("co-1", FIRST, "ho-1", FIRST),
    FreezeLeaderboard("co-1", "ho-1", date(2013, 11, 3), measures={"sf-1": Measure(settled=1, votes=1)}),
    AnnounceWinners("co-1", date(2013, 11, 10), "ho-1", date(2013, 11, 3)),
    CloseContest("co-1", "ho-1", LAST),
    replace(award, today=LAST),
    GiveReward("co-1", "sf-1", RewardKind.MATERIAL, "奖金", 60_000, "1", "ho-1", LAST),
    WithdrawAward("co-1", "sf-1", "不实", "ho-1", LAST),
]
ways = st.sampled_from([of_experts, step_by_step]).flatmap(
    lambda way: st.integers(0, len(way)).map(lambda steps: way[:steps])
)


@settings(suppress_health_check=[HealthCheck.too_slow])  # A loaded machine draws slowly.
@given(ways, st.lists(commands, max_size=30))
def test_any_commands_lead_to_a_contest_that_holds_together(
    way: list[ContestCommand], asked: list[ContestCommand]
) -> None:
    contest = CONTEST.initial
    for command in [*way, *asked]:
        try:
            events = CONTEST.decide(command, contest)
        except Refusal:
            continue
        before = contest
        for event in events:
            contest = CONTEST.evolve(contest, event)
        assert CONTEST.decide(command, contest) == [], "asked twice, recorded once"
        assert not before.board or contest.board == before.board, "a frozen board does not move"
        assert_holds_together(contest)


def assert_holds_together(contest: Contest) -> None:
    assert set(contest.awards) <= set(contest.ranking) <= set(contest.nominees)
    assert (contest.stage is Stage.CLOSED) is bool(contest.ranking)
    assert not contest.withdrawn & set(contest.nominees)
    for nominee in contest.nominees.values():
        assert nominee.staff_id not in nominee.scores
        assert contest.goes_step_by_step or nominee.test is None or contest.components.test
    assert set(contest.ranking) <= set(contest.on_the_board)
    for ranked in contest.ranking.values():
        assert 0 <= ranked.total <= 1000
        assert contest.board or contest.nominees[ranked.staff_id].scores
    assert all(contest.ranking[staff_id].rank <= contest.places for staff_id in contest.awards)
    if contest.goes_step_by_step and contest.ranking:
        assert contest.winners is not None
        assert all(contest.nominees[row.staff_id].qualified for row in contest.board)
    promised = sum(one.reward_fen for one in contest.standing_awards.values())
    assert contest.budget_fen is None or promised <= contest.budget_fen
    for staff_id, one in contest.awards.items():
        assert sum(gift.fen for gift in contest.rewards if gift.staff_id == staff_id) <= one.reward_fen
