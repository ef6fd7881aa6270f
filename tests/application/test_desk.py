"""认领、分派、退回待领: in a bureau a case lies on one desk, and the other bureau that has it has desks of its own."""

from dataclasses import replace
from datetime import date

from hypothesis import given as for_all
from hypothesis import strategies as st

from services.application.desk.commands import AssignCase, ClaimCase, DeskCommand, ReleaseCase
from services.application.desk.decisions import DESK, AlreadyOnADesk, NotAColleague, NotInYourInbox
from services.application.desk.state import DeskEvent
from shared.errors import Refusal
from shared.events.application import CaseAssigned, CaseReleased
from shared.testing.scenario import Scenario
from tests.application.examples import APPLICATION_ID, COUNTY

DAY = date(2013, 9, 10)
CITY = "B-320400"

given = Scenario(DESK)
claim = ClaimCase(APPLICATION_ID, "of-1", COUNTY, DAY, in_the_inbox=True)
assign = AssignCase(APPLICATION_ID, "of-2", COUNTY, DAY, in_the_inbox=True, is_a_colleague=True)
release = ReleaseCase(APPLICATION_ID, COUNTY, DAY)
claimed = CaseAssigned(application_id=APPLICATION_ID, bureau_code=COUNTY, assignee="of-1", assigned_on=DAY)
assigned = claimed.model_copy(update={"assignee": "of-2"})
released = CaseReleased(application_id=APPLICATION_ID, bureau_code=COUNTY, released_on=DAY)


def test_a_case_is_claimed_by_one() -> None:
    given().when(claim).then(claimed)
    given(claimed).when(claim).then_nothing()
    given(claimed).when(replace(claim, claimant="of-2")).then_refused(AlreadyOnADesk)
    given(claimed, released).when(replace(claim, claimant="of-2")).then(assigned)
    given().when(replace(claim, in_the_inbox=False)).then_refused(NotInYourInbox)


def test_a_case_is_assigned_to_a_colleague_also_from_one_to_another() -> None:
    given().when(assign).then(assigned)
    given(claimed).when(assign).then(assigned)
    given(assigned).when(assign).then_nothing()
    given().when(replace(assign, is_a_colleague=False)).then_refused(NotAColleague)
    given().when(replace(assign, in_the_inbox=False)).then_refused(NotInYourInbox)


def test_what_lies_on_no_desk_is_released_already() -> None:
    given(claimed).when(release).then(released)
    given().when(release).then_nothing()
    given(claimed, released).when(release).then_nothing()


def test_each_bureau_that_has_the_case_has_desks_of_its_own() -> None:
    at_the_city = claimed.model_copy(update={"bureau_code": CITY, "assignee": "of-c"})
    given(claimed).when(replace(claim, bureau_code=CITY, claimant="of-c")).then(at_the_city)
    given(claimed, at_the_city).when(release).then(released)
    given(claimed, at_the_city, released).when(replace(claim, claimant="of-2")).then(assigned)


officers = st.sampled_from(["of-1", "of-2"])
bureaus = st.sampled_from([COUNTY, CITY])
flags = st.booleans()


@st.composite
def commands(draw: st.DrawFn) -> DeskCommand:
    officer, bureau = draw(officers), draw(bureaus)
    asked: list[DeskCommand] = [
        ClaimCase(APPLICATION_ID, officer, bureau, DAY, draw(flags)),
        AssignCase(APPLICATION_ID, officer, bureau, DAY, draw(flags), draw(flags)),
        ReleaseCase(APPLICATION_ID, bureau, DAY),
    ]
    return draw(st.sampled_from(asked))


@for_all(st.lists(commands(), max_size=20))
def test_a_claim_takes_a_case_from_nobody_and_replays_alike(asked: list[DeskCommand]) -> None:
    history: list[DeskEvent] = []
    for command in asked:
        before = DESK.state(history)
        try:
            events = DESK.decide(command, before)
        except Refusal:
            continue
        history += events
        after = DESK.state(history)
        if isinstance(command, ClaimCase):
            assert before.assignees.get(command.bureau_code) in {None, command.claimant}
        assert {k: v for k, v in before.assignees.items() if k != command.bureau_code} == {
            k: v for k, v in after.assignees.items() if k != command.bureau_code
        }
        assert DESK.decide(command, after) == []
