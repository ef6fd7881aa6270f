"""From any reachable state a command yields events that can be taken in, or a rule refuses it; twice is once."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from services.registry.bureau.commands import (
    BureauCommand,
    DeclareInterest,
    EstablishBureau,
    LeaveOffice,
    OfficerCommand,
    PostOfficer,
    PubliciseCampaign,
    SucceedBureau,
)
from services.registry.bureau.decisions import BUREAU
from services.registry.bureau.officers import OFFICER
from services.registry.calendar.commands import Arrangement, BeginDays, PublishCalendar
from services.registry.calendar.decisions import DAYS, YEAR
from services.registry.care.commands import CareCommand, StartCultivation, SurveyStation
from services.registry.care.decisions import CARE
from services.registry.host.commands import RegisterHost
from services.registry.host.decisions import HOST
from services.registry.station.commands import RegisterStation
from services.registry.station.decisions import STATION
from services.registry.station.state import Stage
from services.registry.training.commands import HoldTraining
from services.registry.training.decisions import TRAINING
from shared.errors import Refusal
from shared.events.registry import (
    BureauLevel,
    BureauSucceeded,
    InterestDeclared,
    OfficerPosted,
    Size,
    StationKind,
    StationPost,
)
from shared.eventsourcing.decider import Decider

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")

dates = st.dates(date(2013, 5, 1), date(2013, 5, 9))
years = st.integers(2013, 2015)
words = st.sampled_from(["甲", "乙"])
divisions = st.sampled_from(["320000", "320400", "320402", "320404"])
bureaus = st.sampled_from(["B-320400", "B-320402"])
posts = st.lists(st.sampled_from(StationPost), max_size=3).map(tuple)
size = st.just(Size())
flag = st.booleans()
statuses = st.sampled_from(["active", "suspended", "closed"])
registrations = st.builds(
    RegisterStation,
    station_id=st.just("st-1"),
    host_id=words,
    name=words,
    kind=st.sampled_from(StationKind),
    trade=words,
    size=size,
    division_code=divisions,
    town=words,
    operating_since=dates,
    today=dates,
    bureau_code=bureaus,
)
# Guidance has no "twice is once" of its own: two alike are two, unless they are one request.
care_commands = st.one_of(
    st.builds(
        SurveyStation,
        station_id=st.just("st-1"),
        year=years,
        remarks=words,
        on=dates,
        today=dates,
        status=statuses,
    ),
    st.builds(
        StartCultivation,
        station_id=st.just("st-1"),
        year=years,
        measures=st.lists(words, max_size=2).map(tuple),
        on=dates,
        today=dates,
        status=statuses,
    ),
)
bureau_commands = st.one_of(
    st.builds(EstablishBureau, st.just("B-1"), words, flag, st.sampled_from(BureauLevel), divisions, dates, dates),
    st.builds(PubliciseCampaign, words, st.just("B-1"), years, words, words, dates, dates),
    st.builds(SucceedBureau, st.just("B-1"), bureaus, words, dates, dates, st.sampled_from(BureauLevel), dates),
)
officer_commands = st.one_of(
    st.builds(PostOfficer, st.just("of-1"), bureaus, words, dates, st.sampled_from(["", "B-2"])),
    st.builds(LeaveOffice, st.just("of-1"), dates, dates),
    st.builds(DeclareInterest, st.just("of-1"), words, words, flag, dates, dates),
)
stations = st.lists(words, max_size=3).map(tuple)
whereabouts = st.lists(st.tuples(words, divisions), max_size=2).map(tuple)
arrangements = st.none() | st.builds(
    Arrangement, st.lists(dates, max_size=2).map(tuple), st.lists(dates, max_size=2).map(tuple), words
)


def lives(decider: Decider[C, S, E], commands: Sequence[C]) -> tuple[S, list[E]]:
    """Carry the commands out one after the other, each twice, and return what it comes to."""
    state, history = decider.initial, list[E]()
    for command in commands:
        try:
            events = decider.decide(command, state)
        except Refusal:
            continue
        for event in events:
            state = decider.evolve(state, event)
        history += events
        assert decider.decide(command, state) == [], "asked twice, recorded once"
    assert decider.state(history) == state
    return state, history


numbers = st.sampled_from(["3", "3" * 14 + "8"])


@given(st.lists(st.builds(RegisterHost, st.just("ho-1"), words, numbers, divisions, dates)))
def test_a_host_is_registered_once_at_most(commands: list[RegisterHost]) -> None:
    _, history = lives(HOST, commands)
    assert len(history) <= 1


@given(st.lists(registrations))
def test_a_station_that_is_not_registered_does_nothing(commands: list[RegisterStation]) -> None:
    station, history = lives(STATION, commands)
    assert bool(history) is (station.stage is Stage.ACTIVE)


@given(st.lists(care_commands))
def test_a_station_is_surveyed_and_taken_up_once_a_year_at_most(commands: list[CareCommand]) -> None:
    care, history = lives(CARE, commands)
    assert len(history) == len(care.surveyed) + len(care.cultivated)


@given(st.lists(bureau_commands))
def test_a_bureau_is_established_before_it_does_anything(commands: list[BureauCommand]) -> None:
    bureau, history = lives(BUREAU, commands)
    assert bool(history) is (bureau.level is not None)
    # With its succession the bureau has ended: nothing is recorded of it any more.
    assert bureau.successor is None or isinstance(history[-1], BureauSucceeded)


@given(st.lists(officer_commands))
def test_an_officer_serves_where_the_last_posting_says_and_is_linked_once_to_a_host(
    commands: list[OfficerCommand],
) -> None:
    officer, history = lives(OFFICER, commands)
    of_service = [event for event in history if not isinstance(event, InterestDeclared)]
    last = of_service[-1] if of_service else None
    assert officer.bureau_code == (last.bureau_code if isinstance(last, OfficerPosted) else "")
    standing = {e.host_id: e.nature if e.stands else "" for e in history if isinstance(e, InterestDeclared)}
    assert officer.interests == standing


@given(st.lists(st.builds(HoldTraining, st.just("tr-1"), divisions, words, stations, dates, dates, whereabouts)))
def test_a_training_is_held_once_at_most(commands: list[HoldTraining]) -> None:
    _, history = lives(TRAINING, commands)
    assert len(history) <= 1


@given(st.lists(st.builds(PublishCalendar, st.just(2013), arrangements)))
def test_a_year_is_published_once_at_most(commands: list[PublishCalendar]) -> None:
    _, history = lives(YEAR, commands)
    assert len(history) <= 1


@given(st.lists(st.builds(BeginDays, st.dates(date(2013, 1, 1), date(2014, 12, 31)))))
def test_days_begin_one_after_the_other(commands: list[BeginDays]) -> None:
    _, history = lives(DAYS, commands)
    days = [event.day for event in history]
    assert days == [days[0] + timedelta(number) for number in range(len(days))]
    assert not commands or days[-1] == max(command.until for command in commands)
