"""From any reachable state a command yields events that can be taken in, or a rule refuses it; twice is once."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from services.assessment.assessment.commands import AssessmentCommand
from services.assessment.assessment.decisions import ASSESSMENT
from services.assessment.assessment.state import AssessmentFact
from services.assessment.assessment.state import Stage as AssessmentStage
from services.assessment.list.commands import ListCommand
from services.assessment.list.decisions import LIST
from services.assessment.panel.commands import AppointPanel
from services.assessment.panel.decisions import PANEL
from services.assessment.rubric.commands import PublishRubric
from services.assessment.rubric.decisions import RUBRIC
from services.assessment.title.commands import TitleCommand
from services.assessment.title.decisions import TITLE
from services.assessment.title.state import Stage as TitleStage
from services.assessment.title.state import TitleFact
from shared.errors import Refusal
from shared.eventsourcing.decider import Decider
from tests.assessment.examples import rubric
from tests.assessment.wishes import (
    assessed,
    assessment_commands,
    list_commands,
    panel_commands,
    rubric_commands,
    title_commands,
    titled,
)

C = TypeVar("C")
S = TypeVar("S")
E = TypeVar("E")


def lived_through(decider: Decider[C, S, E], commands: Sequence[C], history: Sequence[E] = ()) -> S:
    """Each command yields events that evolve takes in, and nothing more when asked again at once; or a refusal."""
    state = decider.state(history)
    for command in commands:
        try:
            events = decider.decide(command, state)
        except Refusal:
            continue
        for event in events:
            state = decider.evolve(state, event)
        if events:
            assert decider.decide(command, state) == []
    return state


@given(st.lists(rubric_commands, max_size=4))
def test_a_rubric_stays_as_it_was_published(commands: list[PublishRubric]) -> None:
    published = lived_through(RUBRIC, commands).published
    assert published is None or published.items == rubric.items


@given(st.lists(panel_commands, max_size=4))
def test_a_panel_has_two_members_or_none(commands: list[AppointPanel]) -> None:
    assert len(lived_through(PANEL, commands).members) in {0, 2, 3}


@given(st.lists(list_commands, max_size=6))
def test_a_list_is_frozen_and_only_added_to(commands: list[ListCommand]) -> None:
    before = LIST.initial
    for number in range(1, len(commands) + 1):
        city_list = lived_through(LIST, commands[:number])
        assert before.submitted in {None, city_list.submitted}
        assert city_list.entries[: len(before.entries)] == before.entries
        assert [entry.rank for entry in city_list.entries] == list(range(1, len(city_list.entries) + 1))
        assert len({entry.application_id for entry in city_list.entries}) == len(city_list.entries)
        before = city_list


@given(st.lists(assessment_commands, max_size=8), st.sampled_from(assessed))
def test_no_failed_or_refused_candidate_comes_back(
    commands: list[AssessmentCommand], history: Sequence[AssessmentFact]
) -> None:
    state = ASSESSMENT.state(history)
    for command in commands:
        before = state.stage
        try:
            events = ASSESSMENT.decide(command, state)
        except Refusal:
            continue
        for event in events:
            state = ASSESSMENT.evolve(state, event)
        if before in {AssessmentStage.FAILED, AssessmentStage.REFUSED, AssessmentStage.DECLINED}:
            assert state.stage is before
        if before is AssessmentStage.PASSED:
            assert state.stage in {AssessmentStage.PASSED, AssessmentStage.REFUSED, AssessmentStage.DECLINED}


@given(st.lists(assessment_commands, max_size=8), st.sampled_from(assessed))
def test_an_assessment_takes_in_what_it_decides(
    commands: list[AssessmentCommand], history: Sequence[AssessmentFact]
) -> None:
    state = lived_through(ASSESSMENT, commands, history)
    assert state.recused.isdisjoint(state.scores)
    assert state.to_mark_again.isdisjoint(state.scores)
    if state.stage is not AssessmentStage.DECLINED:
        assert (state.stage is AssessmentStage.REMARK) == bool(state.to_mark_again)
    assert state.remark_ordered or not state.to_mark_again


@given(st.lists(title_commands, max_size=8), st.sampled_from(titled))
def test_no_title_is_revoked_without_proposal_hearing_and_a_second_person(
    commands: list[TitleCommand], history: Sequence[TitleFact]
) -> None:
    title = lived_through(TITLE, commands, history)
    if title.stage is TitleStage.REVOKED:
        assert title.proposal is not None
        assert title.defence is not None or title.waiver is not None
        assert title.certified is not None
    if title.returned is not None:
        assert title.plaque is not None
        assert title.over_since is not None
