"""From any state that can be reached, a command gives events that add up, or is refused; closed stages take nothing."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from services.application.filing.commands import FilingCommand
from services.application.filing.decisions import APPLICATION
from services.application.filing.state import Application, Stage
from services.application.season.commands import (
    ApproveSeason,
    CloseApplications,
    CloseRecommendations,
    DraftSeason,
    OpenSeason,
    SeasonCommand,
)
from services.application.season.decisions import SEASON
from services.application.season.state import Season, SeasonStage
from shared.errors import Refusal
from shared.events.registry import BureauLevel
from shared.eventsourcing.decider import Decider
from tests.application.examples import SEASON_ID, SHA, candidate, settings, v3_found
from tests.application.wishes import accept, check, file_it, inspect, over, recommend, refuse, season, withdraw

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")

days = st.dates(date(2013, 5, 1), date(2013, 10, 1))
texts = st.sampled_from(["一", "二"])
seasons = st.sampled_from([season, over])


@st.composite
def season_commands(draw: st.DrawFn) -> SeasonCommand:
    day = draw(days)
    level = draw(st.sampled_from(list(BureauLevel)))
    places = draw(st.integers(0, 2))
    commands: list[SeasonCommand] = [
        DraftSeason(SEASON_ID, 2013, "320400", settings.model_copy(update={"places": places}), "320000"),
        ApproveSeason(SEASON_ID, draw(texts), level, day, SHA, "", draw(days)),
        OpenSeason(SEASON_ID, day),
        CloseApplications(SEASON_ID, draw(st.integers(0, 99))),
        CloseRecommendations(SEASON_ID, draw(st.sampled_from([(), (candidate,)]))),
    ]
    return draw(st.sampled_from(commands))


@st.composite
def filing_commands(draw: st.DrawFn) -> FilingCommand:
    today, when = draw(days), draw(seasons)
    meets = draw(st.booleans())
    commands: list[FilingCommand] = [
        replace(file_it, today=today, received_at=file_it.received_at + timedelta(days=draw(st.integers(0, 30)))),
        replace(accept, today=today, season=when),
        replace(check, findings=draw(st.sampled_from([check.findings, v3_found])), season=when),
        replace(inspect, meets_standard=meets, failed_items=() if meets else ("A2",), season=when),
        replace(recommend, today=today, season=when),
        replace(refuse, reasons=draw(texts)),
        replace(withdraw, list_submitted=draw(st.booleans())),
    ]
    return draw(st.sampled_from(commands))


def _after(decider: Decider[C, S, E], commands: list[C]) -> list[S]:
    """Every state on the way; what is refused changes nothing."""
    states = [decider.initial]
    for command in commands:
        try:
            events = decider.decide(command, states[-1])
        except Refusal:
            continue
        state = states[-1]
        for event in events:
            state = decider.evolve(state, event)
        states.append(state)
    return states


@given(st.lists(season_commands(), max_size=30))
def test_a_season_only_goes_forward(commands: list[SeasonCommand]) -> None:
    order = list(SeasonStage)
    states: list[Season] = _after(SEASON, commands)
    stages = [order.index(state.stage) for state in states]
    assert stages == sorted(stages)
    assert all(state.settings.places >= 1 for state in states)


@given(st.lists(filing_commands(), max_size=30))
def test_an_application_is_recommended_only_when_fit_and_clear_and_its_end_is_final(
    commands: list[FilingCommand],
) -> None:
    states: list[Application] = _after(APPLICATION, commands)
    for before, after in pairwise(states):
        if before.stage in {Stage.REFUSED, Stage.WITHDRAWN}:
            assert after == before
        if after.stage is Stage.RECOMMENDED and before.stage is not Stage.RECOMMENDED:
            assert (before.stage, before.vetoes) == (Stage.FIT, "clear")
        if before.stage is Stage.RECOMMENDED:
            assert after.stage in {Stage.RECOMMENDED, Stage.WITHDRAWN}
