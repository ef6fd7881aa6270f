"""Whatever is asked of a season, it only goes forward, stays within its bounds, and changes nothing that is frozen."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.application.season.bases import BASES, FreezesAt
from services.application.season.changing import is_frozen
from services.application.season.commands import (
    ApproveSeason,
    ChangeSetting,
    CloseApplications,
    CloseRecommendations,
    CloseSeason,
    DraftSeason,
    ExtendSeason,
    OpenSeason,
    RecomputeDeadlines,
    SeasonCommand,
    SeasonContext,
)
from services.application.season.deadlines import require_sound
from services.application.season.decisions import SEASON
from services.application.season.state import Season, SeasonEvent, SeasonStage
from shared.errors import Refusal
from shared.events.application import SeasonExtended
from shared.events.registry import BureauLevel
from shared.workdays import WorkingCalendar
from tests.application.examples import SEASON_ID, SHA, STATED, candidate
from tests.application.test_chapters import by_city, by_province

ORDER = list(SeasonStage)
KNOWN = WorkingCalendar.of([2013])

days = st.dates(date(2013, 5, 1), date(2013, 11, 1))
contexts = st.sampled_from([SeasonContext("320000"), SeasonContext("320000", calendar=KNOWN), by_city, by_province])
values = st.one_of(st.integers(-1, 40), st.booleans(), days.map(str), st.sampled_from(["strict", "postmark", "R-V0"]))


@st.composite
def commands(draw: st.DrawFn) -> SeasonCommand:
    day, later = draw(days), draw(days)
    stated = {name: STATED[name] for name in draw(st.sets(st.sampled_from(sorted(STATED))))}
    level = draw(st.sampled_from(list(BureauLevel)))
    setting = draw(st.sampled_from(sorted(BASES)))
    change = ChangeSetting(SEASON_ID, setting, draw(values), "据", "因", day, draw(st.booleans()))
    every: list[SeasonCommand] = [
        DraftSeason(SEASON_ID, 2013, "320400", stated, draw(contexts)),
        DraftSeason(SEASON_ID, 2013, "320400", STATED, draw(contexts)),
        ApproveSeason(SEASON_ID, "省局", level, day, SHA, "", later),
        OpenSeason(SEASON_ID, day, draw(contexts)),
        change,
        replace(change, recommended=draw(st.integers(0, 1)), is_submitted=draw(st.booleans())),
        ExtendSeason(SEASON_ID, later, draw(st.none() | days), "因", str(day), day, day, KNOWN),
        CloseApplications(SEASON_ID, day, 1),
        CloseRecommendations(SEASON_ID, day, (candidate,)),
        CloseSeason(SEASON_ID, day),
        RecomputeDeadlines(2013, (), (), "历", day, SEASON_ID, KNOWN),
    ]
    return draw(st.sampled_from(every))


@st.composite
def lives(draw: st.DrawFn) -> list[SeasonCommand]:
    """Mostly anything; often after a beginning that lets it come far."""
    beginning: list[SeasonCommand] = [
        DraftSeason(SEASON_ID, 2013, "320400", STATED, SeasonContext("320000", calendar=KNOWN)),
        ApproveSeason(SEASON_ID, "省局", BureauLevel.PROVINCE, date(2013, 5, 10), SHA, "", date(2013, 5, 10)),
        OpenSeason(SEASON_ID, date(2013, 5, 15)),
        CloseApplications(SEASON_ID, date(2013, 10, 1), 1),
        CloseRecommendations(SEASON_ID, date(2013, 10, 31)),
    ]
    return [*beginning[: draw(st.integers(0, len(beginning)))], *draw(st.lists(commands(), max_size=20))]


def _live(asked: list[SeasonCommand]) -> tuple[list[Season], list[SeasonEvent]]:
    """Every state on the way and all that has happened; what is refused changes nothing."""
    states, history = [SEASON.initial], list[SeasonEvent]()
    for command in asked:
        try:
            events = SEASON.decide(command, states[-1])
        except Refusal:
            continue
        for event in events:
            states.append(SEASON.evolve(states[-1], event))
            history.append(event)
    return states, history


@given(lives())
def test_a_season_only_goes_forward_unless_an_extension_opens_it_again(asked: list[SeasonCommand]) -> None:
    states, history = _live(asked)
    for (before, after), event in zip(pairwise(states), history, strict=True):
        forward = ORDER.index(after.stage) - ORDER.index(before.stage)
        assert forward >= 0 or (isinstance(event, SeasonExtended) and after.stage is SeasonStage.OPEN)
        assert before.stage is not SeasonStage.CLOSED
        assert ORDER.index(after.reached) >= ORDER.index(before.reached)


@given(lives())
def test_settings_hold_together_and_what_is_frozen_never_changes(asked: list[SeasonCommand]) -> None:
    states, history = _live(asked)
    for (before, after), event in zip(pairwise(states), history, strict=True):
        assert require_sound(after.settings, 2013) is after.settings
        assert after.stage in {SeasonStage.DRAFTED, SeasonStage.APPROVED} or not after.settings.provisional
        if before.stage is SeasonStage.NOT_DRAFTED:
            continue
        moved = {name for name in BASES if getattr(before.settings, name) != getattr(after.settings, name)}
        if isinstance(event, SeasonExtended):
            assert moved <= {"applications_close_on", "recommendations_due_on"}
            continue
        submitted = {name for name in moved if BASES[name].freezes_at is FreezesAt.SUBMISSION}
        assert not [
            name for name in moved - submitted if is_frozen(BASES[name].freezes_at, before.reached, is_submitted=False)
        ]


@given(lives())
def test_what_happened_leads_to_the_same_season_again_and_asked_twice_nothing_is_added(
    asked: list[SeasonCommand],
) -> None:
    states, history = _live(asked)
    assert SEASON.state(history) == states[-1]
    twice, history_of_twice = _live([command for one in asked for command in (one, one)])
    assert (twice[-1], history_of_twice) == (states[-1], history)


@given(st.dates(date(2013, 6, 1), date(2013, 10, 1)), st.integers(1, 60))
def test_moving_the_closing_keeps_the_working_days_for_recommending(close: date, by: int) -> None:
    history: list[SeasonCommand] = [
        DraftSeason(SEASON_ID, 2013, "320400", {"rubric_id": "R"}, SeasonContext("320000", calendar=KNOWN)),
        ChangeSetting(SEASON_ID, "recommendations_due_on", "2013-10-20", "据", "因", close),
        ChangeSetting(SEASON_ID, "applications_close_on", str(close), "据", "因", close),
    ]
    states, _ = _live(history)
    before = replace(states[-1], stage=SeasonStage.OPEN)
    later = close + timedelta(days=by)
    try:
        (event,) = SEASON.decide(ExtendSeason(SEASON_ID, later, None, "因", "文", close, close, KNOWN), before)
    except Refusal:
        return
    assert isinstance(event, SeasonExtended)

    def between(first: date, last: date) -> int:
        return KNOWN.working_days_between(first + timedelta(days=1), last)

    assert between(later, event.recommendations_due_on) == between(close, before.settings.recommendations_due_on)
