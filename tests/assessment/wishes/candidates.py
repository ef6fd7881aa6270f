"""Wishes about candidates, lists, panels and rubrics."""

from hypothesis import strategies as st

from services.assessment.assessment.commands import (
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
    SubmissionFacts,
)
from services.assessment.assessment.state import AssessmentFact
from services.assessment.list.commands import ListFacts, SubmitList, SupplementFacts, SupplementList
from services.assessment.panel.commands import AppointPanel
from services.assessment.rubric.commands import PublishRubric
from shared.events.assessment import (
    CheckMode,
)
from tests.assessment.examples import (
    SHA,
    check_ordered,
    check_passed,
    passed,
    ranked_candidate,
    rubric,
    scored,
    scores,
)
from tests.assessment.marks import recused, remark_ordered
from tests.assessment.wishes.common import days, people, standings, words

# Where a life may begin, so that the later stages are met as often as the first ones.
way_to_recognition: tuple[AssessmentFact, ...] = (scored("of-c1"), scored("of-c2"), passed, check_ordered, check_passed)
assessed = [way_to_recognition[:length] for length in range(len(way_to_recognition) + 1)]
apart: tuple[AssessmentFact, ...] = (scored("of-c1", A1=0), scored("of-c2"))
assessed += [apart, (*apart, remark_ordered), (*apart, remark_ordered, scored("of-c1", A1=0)), (*apart, recused())]

submissions = st.builds(
    SubmissionFacts, standing=standings, submitted=st.booleans(), certified=st.booleans(), list_submitted=st.booleans()
)

assessment_commands = st.one_of(
    st.builds(
        ScoreCandidate,
        application_id=st.just("A-2013-st-a"),
        assessor=people,
        scores=st.sampled_from([scores(), scores(A1=30), scores(D1=0, D2=0), scores()[1:], scores(A1=999)]),
        today=days,
        facts=st.builds(
            ScoringFacts,
            season_id=words,
            station_id=words,
            standing=standings,
            rubric=st.sampled_from([rubric, None]),
            panel=st.just(frozenset({"of-c1", "of-c2"})),
            took_part=st.sampled_from([frozenset[str](), frozenset({"of-c1"})]),
        ),
    ),
    st.builds(
        RecuseAssessor,
        application_id=st.just("A-2013-st-a"),
        assessor=people,
        reason=words,
        today=days,
        facts=st.builds(
            RecusalFacts,
            season_id=words,
            station_id=words,
            standing=standings,
            panel=st.just(frozenset({"of-c1", "of-c2"})),
        ),
    ),
    st.builds(
        ConcludeAssessment,
        application_id=st.just("A-2013-st-a"),
        today=days,
        facts=st.builds(
            ConclusionFacts,
            standing=standings,
            rubric=st.just(rubric),
            assessors_required=st.integers(1, 2),
            vetoes_found=st.sampled_from([None, (), ("V1",)]),
        ),
    ),
    st.builds(
        OrderSpotCheck,
        application_id=st.just("A-2013-st-a"),
        check_id=words,
        mode=st.sampled_from(CheckMode),
        reason=words,
        today=days,
        announced=st.booleans(),
        draw_id=st.sampled_from(["", "dr-1"]),
        is_drawn=st.booleans(),
        inspectors=st.sampled_from([(), ("of-p2",)]),
        facts=submissions,
    ),
    st.builds(
        RecordSpotCheck,
        application_id=st.just("A-2013-st-a"),
        check_id=words,
        checkers=st.sampled_from([("of-p",), ("of-p2",)]),
        passed=st.booleans(),
        findings=words,
        checked_on=days,
        took_part=st.sampled_from([None, frozenset[str](), frozenset({"of-p"})]),
    ),
    st.builds(
        RecogniseStation,
        application_id=st.just("A-2013-st-a"),
        document_number=words,
        decider=people,
        today=days,
        facts=submissions,
    ),
    st.builds(RefuseRecognition, application_id=st.just("A-2013-st-a"), reasons=words, today=days, facts=submissions),
    st.builds(
        FindVeto,
        application_id=st.just("A-2013-st-a"),
        item=st.sampled_from(["V1", "V5", "V99"]),
        findings=words,
        evidence_sha256=st.just((SHA,)),
        today=days,
        rubric=st.sampled_from([rubric, None]),
        facts=submissions,
    ),
    st.builds(DeclineTitle, application_id=st.just("A-2013-st-a"), reason=words, today=days, facts=submissions),
)
some_candidates = st.lists(
    st.builds(
        ranked_candidate,
        st.sampled_from(["a", "b"]),
        in_the_set=st.booleans(),
        notice_closed=st.booleans(),
        kept=st.booleans(),
        passed=st.sampled_from([None, True, False]),
    ),
    max_size=3,
    unique_by=lambda one: one.line.application_id,
).map(tuple)
some_entries = st.sampled_from([None, (), ("A-2013-st-a",), ("A-2013-st-b",), ("A-2013-st-a",) * 2])
list_commands = st.one_of(
    st.builds(
        SubmitList,
        list_id=st.just("L-2013-320400"),
        season_id=st.just("S-2013-320400"),
        entries=some_entries,
        over_quota_reason=st.sampled_from(["", "甲"]),
        late_reason=st.sampled_from(["", "甲"]),
        today=days,
        facts=st.builds(ListFacts, places=st.integers(0, 2), due_on=days, candidates=some_candidates),
    ),
    st.builds(
        SupplementList,
        list_id=st.just("L-2013-320400"),
        season_id=st.just("S-2013-320400"),
        entries=some_entries,
        reason=words,
        over_quota_reason=st.sampled_from(["", "甲"]),
        late_reason=st.sampled_from(["", "甲"]),
        today=days,
        facts=st.builds(
            SupplementFacts,
            places=st.integers(0, 2),
            due_on=days,
            candidates=some_candidates,
            gone=st.frozensets(st.sampled_from(["A-2013-st-a", "A-2013-st-b"])),
            is_published=st.booleans(),
        ),
    ),
)
panel_commands = st.builds(
    AppointPanel,
    panel_id=st.just("P-2013-320400"),
    season_id=st.just("S-2013-320400"),
    members=st.lists(people, max_size=3).map(tuple),
    today=days,
)
rubric_commands = st.builds(
    PublishRubric,
    rubric_id=st.just("R-1"),
    title=words,
    provenance=words,
    dimensions=st.sampled_from([rubric.dimensions, rubric.dimensions[1:]]),
    items=st.sampled_from([rubric.items, rubric.items[1:], ()]),
    vetoes=st.just(rubric.vetoes),
    pass_total=st.integers(899, 1001),
    spread_limit=st.just(30),
    today=days,
)
