"""A title's whole life, in any order and on any day: how it may go, and how it comes back."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.assessment.title import commands as asked
from services.assessment.title.decisions import TITLE
from services.assessment.title.state import DEFENDED, IN_FORCE, Stage, Title, TitleFact
from shared.errors import Refusal
from shared.events.assessment import AppealOutcome, PlaqueDeclaredVoid, PlaqueReturned, Revoked
from tests.assessment.wishes.lives import decisions, everything, on, onward
from tests.assessment.wishes.titles import titled


def open_appeals(title: Title) -> list[str]:
    return [appeal_id for appeal_id, appeal in title.appeals.items() if appeal.decided is None]


class TitleLife(RuleBasedStateMachine):
    """`before` is what the title was like when it was revoked; `plaque_came_back` is since then."""

    def __init__(self) -> None:
        super().__init__()
        self.today = date(2014, 11, 3)
        self.title = Title()
        self.history: list[TitleFact] = []
        self.before = Title()
        self.plaque_came_back = False

    @initialize(life=st.sampled_from(titled))
    def begins(self, life: Sequence[TitleFact]) -> None:
        self.take_in(life)

    @rule(days=st.integers(1, 40))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(data=st.data())
    def somebody_wishes(self, data: st.DataObject) -> None:
        self.carry_out(data.draw(everything))

    @rule(data=st.data())
    def somebody_goes_on(self, data: st.DataObject) -> None:
        self.carry_out(data.draw(onward[self.title.stage]))

    @precondition(lambda self: bool(open_appeals(self.title)))
    @rule(decision=decisions)
    def the_organ_decides(self, decision: asked.DecideAppeal) -> None:
        (appeal_id,) = open_appeals(self.title)
        self.carry_out(replace(decision, appeal_id=appeal_id))

    def carry_out(self, wish: asked.TitleCommand) -> None:
        command, was = on(wish, self.today), self.title
        try:
            events = TITLE.decide(command, was)
        except Refusal:
            return
        self.take_in(events)
        if events:
            assert TITLE.decide(command, self.title) == [], "asked twice it is recorded once"
        self.is_lawful(command, was)

    def take_in(self, events: Sequence[TitleFact]) -> None:
        for event in events:
            if isinstance(event, Revoked):
                self.before, self.plaque_came_back = self.title, False
            self.plaque_came_back |= isinstance(event, PlaqueReturned | PlaqueDeclaredVoid)
            self.title = TITLE.evolve(self.title, event)
        self.history += events

    def is_lawful(self, command: asked.TitleCommand, was: Title) -> None:
        if self.title.stage is was.stage or isinstance(command, asked.CertifyStation):
            return
        if isinstance(command, asked.RevokeTitle):
            assert was.proposal is not None
            assert was.stage in DEFENDED
            assert command.decider != was.proposal.proposed_by
        elif isinstance(command, asked.DecideAppeal):
            assert was.stage is Stage.REVOKED
            assert command.outcome is AppealOutcome.SET_ASIDE
            self.is_restored(command)
        else:
            assert was.stage in IN_FORCE, "a title that is over comes back by an appeal or is given anew"
            assert self.title.stage is not Stage.REVOKED

    def is_restored(self, command: asked.DecideAppeal) -> None:
        """Exactly what was there, but for what became of the station meanwhile."""
        was, now = self.before, self.title
        assert now.certified == was.certified
        assert now.plaque == (None if self.plaque_came_back else was.plaque)
        assert (now.rectification, now.review, now.applications) == (was.rectification, was.review, was.applications)
        assert (now.proposal, now.defence, now.waiver, now.revoked, now.served) == (None,) * 5
        assert (now.returned, now.declared_void, now.lapsed) == (None, None, None)
        if not command.since:
            assert now.stage is Stage.IN_FORCE
            assert now.suspended == was.suspended

    @invariant()
    def the_history_is_the_state(self) -> None:
        assert TITLE.state(self.history) == self.title

    @invariant()
    def a_title_is_in_force_or_over_since_a_day(self) -> None:
        title = self.title
        over = {Stage.REVOKED: title.revoked, Stage.LAPSED: title.lapsed, Stage.ENDED: title.ended}
        assert [stage for stage, fact in over.items() if fact is not None] == [title.stage] * (title.stage in over)
        assert (title.over_since is not None) == (title.stage in over)
        assert (title.certified is None) == (title.stage is Stage.NONE)

    @invariant()
    def a_revocation_rests_on_a_proposal_and_a_chance_to_be_heard(self) -> None:
        if self.title.stage is Stage.REVOKED:
            assert self.title.proposal is not None
            assert self.title.defence is not None or self.title.waiver is not None

    @invariant()
    def an_appeal_is_open_against_a_revocation_alone_and_one_at_a_time(self) -> None:
        still_open = open_appeals(self.title)
        assert len(still_open) <= (self.title.stage is Stage.REVOKED)

    @invariant()
    def a_plaque_comes_back_from_a_title_that_is_over(self) -> None:
        title = self.title
        if title.returned is not None or title.declared_void is not None:
            assert title.plaque is not None
            assert title.over_since is not None


TestTitleLife = TitleLife.TestCase
TestTitleLife.settings = settings(max_examples=200, stateful_step_count=40)
