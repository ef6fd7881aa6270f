"""From any state that can be reached, a command gives events that add up, or is refused; closed stages take nothing."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.application.filing.commands import (
    EndApplication,
    FilingCommand,
    GiveUpPlace,
    PromoteFromReserve,
    ReturnRecommendation,
)
from services.application.filing.decisions import APPLICATION
from services.application.filing.state import Application, FilingEvent, Stage
from shared.errors import Refusal
from shared.events.application import (
    ApplicationAccepted,
    ApplicationFiled,
    ApplicationHandedOver,
    ApplicationRefiled,
    ApplicationReturned,
    InspectionRecorded,
    OverWhat,
    RecommendationIssued,
)
from tests.application.examples import APPLICATION_ID, COUNTY, STATION_ID, v3_found
from tests.application.forms import (
    PAPER,
    assess,
    attach,
    check_file,
    draft,
    file_draft,
    moved,
    not_accept,
    paper,
    refile,
    remove,
    return_it,
    scores,
)
from tests.application.wishes import accept, check, file_it, inspect, over, recommend, refuse, season, withdraw

days = st.dates(date(2013, 5, 1), date(2013, 10, 1))
texts = st.sampled_from(["一", "二"])
seasons = st.sampled_from([season, over])


@st.composite
def filing_commands(draw: st.DrawFn) -> FilingCommand:
    today, when = draw(days), draw(seasons)
    meets = draw(st.booleans())
    commands: list[FilingCommand] = [
        replace(file_it, received_at=file_it.received_at + timedelta(days=draw(st.integers(0, 30)))),
        replace(draft, statement=draw(texts)),
        replace(assess, scores=draw(st.sampled_from([scores, scores[:2]]))),
        attach,
        remove,
        check_file,
        replace(file_draft, received_at=file_draft.received_at + timedelta(days=draw(st.integers(0, 30)))),
        replace(paper, received_on=draw(days)),
        replace(return_it, season=when),
        replace(refile, form_sha256=draw(st.sampled_from(["", PAPER]))),
        replace(not_accept, today=today),
        replace(moved, premises_moved=draw(st.booleans()), bureau_code=draw(st.sampled_from([COUNTY, "B-320404"]))),
        EndApplication(STATION_ID, "撤站", file_it.received_at, APPLICATION_ID),
        replace(accept, today=today, season=when),
        replace(check, findings=draw(st.sampled_from([check.findings, v3_found])), season=when),
        replace(inspect, meets_standard=meets, failed_items=() if meets else ("A2",), season=when),
        replace(recommend, today=today, season=when, over=draw(st.sampled_from([None, OverWhat.DISTRICT_QUOTA]))),
        PromoteFromReserve(APPLICATION_ID, "of-1", "达标", "", today, COUNTY, when),
        GiveUpPlace(APPLICATION_ID, "of-1", "调换", today, COUNTY, 1),
        ReturnRecommendation(APPLICATION_ID, draw(texts), today, when),
        replace(refuse, reasons=draw(texts)),
        replace(withdraw, list_submitted=draw(st.booleans())),
    ]
    return draw(st.sampled_from(commands))


# Most random ways end early, so each begins with some steps of the straight one.
STRAIGHT: list[FilingCommand] = [draft, assess, attach, file_draft, accept, check, inspect, recommend]


@st.composite
def ways(draw: st.DrawFn) -> list[FilingCommand]:
    steps = draw(st.integers(0, len(STRAIGHT)))
    return [*STRAIGHT[:steps], *draw(st.lists(filing_commands(), max_size=25))]


def _after(commands: list[FilingCommand]) -> tuple[list[Application], list[FilingEvent]]:
    """Every state on the way, and what was recorded; what is refused changes nothing."""
    states, history = [APPLICATION.initial], []
    for command in commands:
        try:
            events = APPLICATION.decide(command, states[-1])
        except Refusal:
            continue
        history += events
        states.append(APPLICATION.state(history))
    return states, history


ENDED = {Stage.NOT_ACCEPTED, Stage.REFUSED, Stage.WITHDRAWN}
FROM_RECOMMENDED = {Stage.RECOMMENDED, Stage.WITHDRAWN, Stage.FIT, Stage.RESERVE, Stage.ACCEPTED}


@given(ways())
def test_an_application_goes_its_way_whatever_is_asked_of_it(commands: list[FilingCommand]) -> None:
    states, history = _after(commands)
    for before, after in pairwise(states):
        if before.stage in ENDED:
            assert after == before
        if after.stage is Stage.RECOMMENDED and before.stage is not Stage.RECOMMENDED:
            assert (before.stage in {Stage.FIT, Stage.RESERVE}, before.vetoes) == (True, "clear")
        if before.stage is Stage.RECOMMENDED:
            assert after.stage in FROM_RECOMMENDED
        if before.form_sha256 != after.form_sha256:
            assert before.stage in {Stage.NOT_FILED, Stage.DRAFT, Stage.RETURNED}
    once = (ApplicationFiled, ApplicationReturned, ApplicationRefiled, ApplicationAccepted)
    assert all(sum(isinstance(event, kind) for event in history) <= 1 for kind in once)
    state = APPLICATION.initial
    for event in history:
        state = APPLICATION.evolve(state, event)
    assert (state, APPLICATION.state(history)) == (states[-1], states[-1])


@given(ways())
def test_a_handed_over_case_is_inspected_at_the_new_premises_before_it_is_recommended(
    commands: list[FilingCommand],
) -> None:
    _, history = _after(commands)
    seen = False
    for event in history:
        if isinstance(event, ApplicationHandedOver) and event.premises_moved:
            seen = False
        seen = seen or isinstance(event, InspectionRecorded)
        assert seen or not isinstance(event, RecommendationIssued)
