"""From any reachable state a command yields events that can be taken in, or a rule refuses it; twice is once."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.incentives.contest.commands import (
    AnnounceContest,
    AwardStaff,
    CloseContest,
    ContestCommand,
    NominateStaff,
    Person,
    ScoreStaff,
)
from services.incentives.contest.decisions import CONTEST
from services.incentives.contest.state import Contest, Stage
from shared.errors import Refusal
from shared.events.incentives import Organiser, Weights
from tests.incentives.examples import announce, award, close, nominate, score

dates = st.dates(date(2013, 11, 1), date(2013, 11, 6))
people = st.sampled_from(["sf-1", "sf-2"])
judges = st.sampled_from(["judge-1", "judge-2", "sf-1"])
organisers = st.sampled_from(["ho-1", "ho-1", "ho-1", "ho-2"])
marks = st.integers(-1, 1001) | st.integers(0, 1000)
percents = st.sampled_from([0, 20, 25, 40])
weights = st.builds(Weights, service=percents, competence=percents, performance=percents, satisfaction=percents)
even = st.just(Weights(service=25, competence=25, performance=25, satisfaction=25))

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
)
persons = st.none() | st.builds(Person, people, st.just("st-1"), st.sampled_from(["ho-1", "ho-2"]))
commands = st.one_of(
    announcements,
    st.builds(NominateStaff, st.just("co-1"), people, st.just("事迹"), organisers, dates, persons),
    st.builds(ScoreStaff, st.just("co-1"), people, judges, marks, marks, marks, marks, organisers, dates),
    st.builds(CloseContest, st.just("co-1"), organisers, dates),
    st.builds(AwardStaff, st.just("co-1"), people, st.just("明星"), st.integers(-1, 2), organisers, dates),
)


# A contest as it usually goes: chance alone seldom comes to its end, so the examples set out from somewhere on the way.
usual: list[ContestCommand] = [
    replace(announce, today=date(2013, 11, 1), nominations_until=date(2013, 11, 3), places=2),
    replace(nominate, today=date(2013, 11, 2)),
    replace(nominate, today=date(2013, 11, 2), staff_id="sf-2", person=Person("sf-2", "st-1", "ho-1")),
    score,
    replace(score, staff_id="sf-2", service=901),
    close,
    award,
]


@given(st.integers(0, len(usual)), st.lists(commands, max_size=30))
def test_any_commands_lead_to_a_contest_that_holds_together(way: int, asked: list[ContestCommand]) -> None:
    contest = CONTEST.initial
    for command in [*usual[:way], *asked]:
        try:
            events = CONTEST.decide(command, contest)
        except Refusal:
            continue
        for event in events:
            contest = CONTEST.evolve(contest, event)
        assert CONTEST.decide(command, contest) == [], "asked twice, recorded once"
        assert_holds_together(contest)


def assert_holds_together(contest: Contest) -> None:
    assert set(contest.awards) <= set(contest.ranking) <= set(contest.nominees)
    assert (contest.stage is Stage.CLOSED) is bool(contest.ranking)
    for nominee in contest.nominees.values():
        assert nominee.staff_id not in nominee.scores
    for ranked in contest.ranking.values():
        given_scores = contest.nominees[ranked.staff_id].scores.values()
        assert 0 <= ranked.total <= 1000
        assert given_scores
    assert all(contest.ranking[staff_id].rank <= contest.places for staff_id in contest.awards)
