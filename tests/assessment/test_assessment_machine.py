"""One candidate beside two others, through assessment, list and recognition, whatever happens in whatever order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from services.assessment.assessment.commands import (
    AssessmentCommand,
    ConcludeAssessment,
    ConclusionFacts,
    DeclineTitle,
    FindVeto,
    OrderSpotCheck,
    RecogniseStation,
    RecordSpotCheck,
    RecusalFacts,
    RecuseAssessor,
    RefuseRecognition,
    ScoreCandidate,
    ScoringFacts,
    Standing,
    SubmissionFacts,
)
from services.assessment.assessment.decisions import ASSESSMENT
from services.assessment.assessment.state import AssessmentFact, Stage
from services.assessment.list.commands import (
    ListCommand,
    ListFacts,
    RankedCandidate,
    SubmitList,
    SupplementFacts,
    SupplementList,
)
from services.assessment.list.decisions import LIST
from shared.errors import Refusal
from shared.events.assessment import CheckMode, ListEntry
from tests.assessment.examples import (
    APPLICATION_ID,
    SEASON_ID,
    SHA,
    STATION_ID,
    passed,
    ranked_candidate,
    rubric,
    scored,
    scores,
)

DAY = date(2013, 10, 28)
OTHERS = (ranked_candidate("b", total=940), ranked_candidate("c", total=920))
NAMED = st.sampled_from(
    [None, (APPLICATION_ID,), ("A-2013-st-b",), ("A-2013-st-c", APPLICATION_ID), ("A-2013-st-nobody",)]
)
PASSED: tuple[AssessmentFact, ...] = (scored("of-c1"), scored("of-c2"), passed)
PANEL = frozenset({"of-c1", "of-c2", "of-c3"})


class OneCandidate(RuleBasedStateMachine):
    """`kept` is what the notice says of the candidate; the facts are what the tables would tell."""

    def __init__(self) -> None:
        super().__init__()
        self.assessment = ASSESSMENT.initial
        self.city_list = LIST.initial
        self.kept = True
        self.certified = False
        self.published = False
        self.reported: tuple[ListEntry, ...] = ()

    @initialize(
        history=st.sampled_from([(), PASSED, PASSED, PASSED]), is_listed=st.booleans(), is_recognised=st.booleans()
    )
    def begin(self, history: tuple[AssessmentFact, ...], *, is_listed: bool, is_recognised: bool) -> None:
        """Lives begin at every stage, so that the later ones are met as often as the first."""
        self.assessment = ASSESSMENT.state(history)
        if is_listed:
            self.submit(None)
        if is_recognised:
            self.recognise()

    @property
    def entries(self) -> set[str]:
        return {entry.application_id for entry in self.city_list.entries}

    def facts(self) -> SubmissionFacts:
        return SubmissionFacts(
            standing=Standing.IN_THE_SET,
            submitted=APPLICATION_ID in self.entries,
            certified=self.certified,
            list_submitted=self.city_list.submitted is not None,
            season_id=SEASON_ID,
            station_id=STATION_ID,
        )

    def candidates(self) -> tuple[RankedCandidate, ...]:
        stage = self.assessment.stage
        concluded = {Stage.PASSED: True, Stage.FAILED: False, Stage.REFUSED: True, Stage.DECLINED: True}
        own = ranked_candidate("a", total=self.assessment.total, kept=self.kept, passed=concluded.get(stage))
        return replace(own, has_veto=bool(self.assessment.vetoes)), *OTHERS

    def gone(self) -> frozenset[str]:
        is_gone = self.assessment.vetoes or self.assessment.stage in {Stage.REFUSED, Stage.DECLINED}
        return frozenset({APPLICATION_ID}) if is_gone else frozenset()

    def ask_of_the_candidate(self, command: AssessmentCommand) -> bool:
        self.assessment, done = carried_out(ASSESSMENT.decide, ASSESSMENT.evolve, command, self.assessment)
        return done

    def ask_of_the_list(self, command: ListCommand) -> bool:
        self.city_list, done = carried_out(LIST.decide, LIST.evolve, command, self.city_list)
        return done

    @rule(assessor=st.sampled_from(sorted(PANEL)), marks=st.sampled_from([scores(), scores(), scores(D1=0, D2=0)]))
    def score(self, assessor: str, marks: tuple[Any, ...]) -> None:
        known = ScoringFacts(
            season_id=SEASON_ID, station_id=STATION_ID, standing=Standing.IN_THE_SET, rubric=rubric, panel=PANEL
        )
        self.ask_of_the_candidate(
            ScoreCandidate(application_id=APPLICATION_ID, assessor=assessor, scores=marks, today=DAY, facts=known)
        )

    @rule(assessor=st.sampled_from(sorted(PANEL)))
    def recuse(self, assessor: str) -> None:
        known = RecusalFacts(season_id=SEASON_ID, station_id=STATION_ID, standing=Standing.IN_THE_SET, panel=PANEL)
        self.ask_of_the_candidate(
            RecuseAssessor(application_id=APPLICATION_ID, assessor=assessor, reason="亲属", today=DAY, facts=known)
        )

    @rule()
    def conclude(self) -> None:
        known = ConclusionFacts(standing=Standing.IN_THE_SET, rubric=rubric, assessors_required=1, vetoes_found=())
        self.ask_of_the_candidate(ConcludeAssessment(application_id=APPLICATION_ID, today=DAY, facts=known))

    @rule(item=st.sampled_from(["V1", "V5"]), findings=st.sampled_from(["甲", "乙"]))
    def find_veto(self, item: str, findings: str) -> None:
        self.ask_of_the_candidate(
            FindVeto(
                application_id=APPLICATION_ID,
                item=item,
                findings=findings,
                evidence_sha256=(SHA,),
                today=DAY,
                rubric=rubric,
                facts=self.facts(),
            )
        )

    @rule(reason=st.sampled_from(["停业", "改制"]))
    @precondition(lambda self: self.city_list.submitted is not None)
    def decline(self, reason: str) -> None:
        self.ask_of_the_candidate(
            DeclineTitle(application_id=APPLICATION_ID, reason=reason, today=DAY, facts=self.facts())
        )

    @rule(check_id=st.sampled_from(["ck-1", "ck-2"]))
    @precondition(lambda self: APPLICATION_ID in self.entries)
    def order_check(self, check_id: str) -> None:
        self.ask_of_the_candidate(
            OrderSpotCheck(
                application_id=APPLICATION_ID,
                check_id=check_id,
                mode=CheckMode.TARGETED,
                reason="群众反映",
                today=DAY,
                facts=self.facts(),
            )
        )

    @rule(check_id=st.sampled_from(["ck-1", "ck-2"]), in_order=st.booleans())
    def record_check(self, check_id: str, *, in_order: bool) -> None:
        self.ask_of_the_candidate(
            RecordSpotCheck(
                application_id=APPLICATION_ID,
                check_id=check_id,
                checkers=("of-p2",),
                passed=in_order,
                findings="所见",
                checked_on=DAY,
                took_part=frozenset(self.assessment.scores),
            )
        )

    @rule()
    def recognise(self) -> None:
        command = RecogniseStation(
            application_id=APPLICATION_ID, document_number="1号", decider="of-p", today=DAY, facts=self.facts()
        )
        if self.ask_of_the_candidate(command):
            self.certified = True
            assert self.assessment.stage is Stage.PASSED
            assert not self.assessment.check_is_open
            assert not self.assessment.check_has_failed
            assert not self.assessment.vetoes
            assert APPLICATION_ID in self.entries

    @rule()
    @precondition(lambda self: APPLICATION_ID in self.entries)
    def refuse(self) -> None:
        self.ask_of_the_candidate(
            RefuseRecognition(application_id=APPLICATION_ID, reasons="抽查不合格", today=DAY, facts=self.facts())
        )

    @rule(entries=NAMED)
    def submit_list(self, entries: tuple[str, ...] | None) -> None:
        self.submit(entries)

    def submit(self, entries: tuple[str, ...] | None) -> None:
        self.joins_only_if_passed(
            SubmitList(
                list_id="L-2013-320400",
                season_id=SEASON_ID,
                entries=entries,
                over_quota_reason="",
                late_reason="",
                today=DAY,
                facts=ListFacts(places=2, due_on=DAY, candidates=self.candidates()),
            )
        )

    @rule(entries=NAMED, reason=st.sampled_from(["递补", "释放"]))
    def supplement(self, entries: tuple[str, ...] | None, reason: str) -> None:
        self.joins_only_if_passed(
            SupplementList(
                list_id="L-2013-320400",
                season_id=SEASON_ID,
                entries=entries,
                reason=reason,
                over_quota_reason="成熟一个，发展一个",
                late_reason="",
                today=DAY,
                facts=SupplementFacts(
                    places=2,
                    due_on=DAY,
                    candidates=self.candidates(),
                    gone=self.gone(),
                    is_published=self.published,
                ),
            )
        )

    def joins_only_if_passed(self, command: ListCommand) -> None:
        """Pass is: kept by the notice, and the score, and no veto."""
        before = self.entries
        if self.ask_of_the_list(command) and APPLICATION_ID in self.entries - before:
            assert self.kept
            assert self.assessment.stage is Stage.PASSED
            assert not self.assessment.vetoes

    @rule(kept=st.booleans())
    def the_notice_holds_or_releases(self, *, kept: bool) -> None:
        self.kept = kept

    @rule()
    @precondition(lambda self: bool(self.city_list.supplements))
    def publish(self) -> None:
        self.published = True

    @invariant()
    def the_list_never_loses_an_entry(self) -> None:
        assert self.city_list.entries[: len(self.reported)] == self.reported
        self.reported = self.city_list.entries
        assert [entry.rank for entry in self.reported] == list(range(1, len(self.reported) + 1))
        assert len(self.entries) == len(self.reported)

    @invariant()
    def who_is_recognised_is_neither_refused_nor_declined_nor_vetoed(self) -> None:
        if self.certified:
            assert self.assessment.stage is Stage.PASSED
            assert not self.assessment.vetoes

    @invariant()
    def whoever_has_declined_stays_so(self) -> None:
        assert (self.assessment.declined is not None) == (self.assessment.stage is Stage.DECLINED)


def carried_out(
    decide: Callable[[Any, Any], list[Any]], evolve: Callable[[Any, Any], Any], command: object, state: Any
) -> tuple[Any, bool]:
    """The state after the command, and whether a rule let it through; asked again at once it yields nothing."""
    try:
        events = decide(command, state)
    except Refusal:
        return state, False
    for event in events:
        state = evolve(state, event)
    if events:
        assert decide(command, state) == []
    return state, True


OneCandidate.TestCase.settings = settings(max_examples=120, stateful_step_count=20)
TestOneCandidate = OneCandidate.TestCase
