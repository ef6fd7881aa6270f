"""Separation of duty over history, with services that hear of each other late.

In whatever order people act and messages arrive: who inspected or recommended does not assess, check, certify, or
investigate an objection; who assessed neither checks nor certifies. These rules hold without exception, for the set of
candidates is frozen with its inspectors before any of the later acts is possible. A declared interest, however, is only
known when it has been heard of: what slipped through in between is found in the history, act by act.
"""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.journeys import duty
from tests.journeys.duty import OFFICERS, SERVICES, Lagging, linked_officers

officers = st.sampled_from(OFFICERS)
pairs = st.tuples(officers, officers).filter(lambda pair: pair[0] != pair[1])


class DutyOverHistory(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.world = Lagging()
        self.world.record("application", "application", *duty.accepted)

    @rule(officer=officers)
    def declare_an_interest(self, officer: str) -> None:
        duty.declare(self.world, officer)

    @rule(pair=pairs)
    def inspect(self, pair: tuple[str, str]) -> None:
        duty.inspect(self.world, pair)

    @rule(officer=officers)
    def recommend(self, officer: str) -> None:
        duty.recommend(self.world, officer)

    @rule()
    def hand_over(self) -> None:
        duty.hand_over(self.world)

    @rule(officer=officers)
    def score(self, officer: str) -> None:
        duty.score(self.world, officer)

    @rule()
    def pass_candidate(self) -> None:
        duty.pass_candidate(self.world)

    @rule(officer=officers)
    def check(self, officer: str) -> None:
        duty.check(self.world, officer)

    @rule(officer=officers)
    def certify(self, officer: str) -> None:
        duty.certify(self.world, officer)

    @rule(officer=officers)
    def investigate(self, officer: str) -> None:
        duty.investigate(self.world, officer)

    @rule(owner=st.sampled_from(("registry", *SERVICES)), listener=st.sampled_from(SERVICES), some=st.integers(1, 5))
    def deliver(self, owner: str, listener: str, some: int) -> None:
        for _ in range(some):
            self.world.deliver(owner, listener)

    @invariant()
    def who_prepared_a_case_judges_nothing_of_it(self) -> None:
        prepared = self.world.did("inspected", "recommended")
        assert prepared.isdisjoint(self.world.did("scored", "checked", "certified", "investigated"))

    @invariant()
    def who_assessed_neither_checks_nor_certifies(self) -> None:
        assert self.world.did("scored").isdisjoint(self.world.did("checked", "certified"))

    @invariant()
    def an_act_in_spite_of_an_interest_is_one_that_had_not_been_heard_of(self) -> None:
        where = {"inspected": "application", "scored": "assessment", "investigated": "publication"}
        for act, officer in self.world.unheard:
            service = where.get(act)
            if service is not None:
                heard_then = linked_officers(self.world.heard[service])
                under_way = linked_officers(self.world.under_way["registry", service])
                assert officer in heard_then | under_way, "it is in the history, where an auditor finds it"


DutyOverHistory.TestCase.settings = settings(max_examples=150, stateful_step_count=40)
TestDutyOverHistory = DutyOverHistory.TestCase
