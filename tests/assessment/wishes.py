"""Wishes of every kind, sensible and not, and lives that may have been lived before them; drawn by Hypothesis."""

from datetime import date

from hypothesis import strategies as st

from services.assessment.assessment.commands import (
    ConcludeAssessment,
    ConclusionFacts,
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
from services.assessment.assessment.state import AssessmentFact
from services.assessment.list.commands import ListFacts, SubmitList
from services.assessment.panel.commands import AppointPanel
from services.assessment.rubric.commands import PublishRubric
from services.assessment.title.commands import (
    AcceptRectification,
    CertificationFacts,
    CertifyStation,
    DeclarePlaqueVoid,
    EndTitle,
    HandOverPlaque,
    HearDefence,
    OrderRectification,
    ProposeRevocation,
    ResumeTitle,
    RevokeTitle,
    ServeDecision,
    SuspendTitle,
    TakePlaqueBack,
    WaiveDefence,
    WhyVoid,
)
from services.assessment.title.state import TitleFact
from shared.events.assessment import (
    CheckMode,
    EndedBy,
    RevocationGround,
)
from tests.assessment.examples import (
    SHA,
    certified,
    check_ordered,
    check_passed,
    ended,
    heard,
    line,
    passed,
    plaque,
    proposed,
    ranked_candidate,
    returned,
    revoked,
    rubric,
    scored,
    scores,
    served,
    waived,
)
from tests.assessment.marks import recused, remark_ordered

# Where a life may begin, so that the later stages are met as often as the first ones.
way_to_recognition: tuple[AssessmentFact, ...] = (scored("of-c1"), scored("of-c2"), passed, check_ordered, check_passed)
assessed = [way_to_recognition[:length] for length in range(len(way_to_recognition) + 1)]
apart: tuple[AssessmentFact, ...] = (scored("of-c1", A1=0), scored("of-c2"))
assessed += [apart, (*apart, remark_ordered), (*apart, remark_ordered, scored("of-c1", A1=0)), (*apart, recused())]
way_of_a_title: tuple[TitleFact, ...] = (certified, plaque, proposed, heard, revoked, served, returned)
titled = [way_of_a_title[:length] for length in range(len(way_of_a_title) + 1)]
titled += [(certified, plaque, proposed, waived), (certified, plaque, proposed, ended)]

days = st.dates(date(2014, 10, 8), date(2014, 10, 11))
people = st.sampled_from(["of-c1", "of-c2", "of-p"])
words = st.sampled_from(["甲", "乙"])
standings = st.sampled_from([Standing.IN_THE_SET, Standing.IN_THE_SET, Standing.WITHDRAWN])
applications = st.sampled_from(["A-2013-st-a", "A-2014-st-a"])
submissions = st.builds(SubmissionFacts, standing=standings, submitted=st.booleans(), certified=st.booleans())

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
        facts=submissions,
    ),
    st.builds(
        RecordSpotCheck,
        application_id=st.just("A-2013-st-a"),
        check_id=words,
        checkers=st.just(("of-p",)),
        passed=st.booleans(),
        findings=words,
        checked_on=days,
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
)
title_commands = st.one_of(
    st.builds(
        CertifyStation,
        station_id=st.just("st-a"),
        application_id=applications,
        document_number=words,
        decider=people,
        today=days,
        facts=st.builds(
            CertificationFacts,
            line=st.sampled_from([line(), None]),
            season_id=words,
            certificate_number=st.just("苏示站2013-0001"),
            took_part=st.just(frozenset({"of-c1"})),
        ),
    ),
    st.builds(
        HandOverPlaque,
        station_id=st.just("st-a"),
        plaque_number=words,
        handed_over_on=days,
        published_on=st.none() | days,
    ),
    st.builds(
        ProposeRevocation,
        station_id=st.just("st-a"),
        ground=st.sampled_from(RevocationGround),
        facts=words,
        evidence_sha256=st.sampled_from([(), (SHA,)]),
        proposer=people,
        today=days,
    ),
    st.builds(HearDefence, station_id=st.just("st-a"), summary=words, heard_on=days),
    st.builds(
        RevokeTitle, station_id=st.just("st-a"), reasons=words, document_number=words, decider=people, today=days
    ),
    st.builds(ServeDecision, station_id=st.just("st-a"), method=words, served_on=days),
    st.builds(TakePlaqueBack, station_id=st.just("st-a"), returned_on=days),
    st.builds(OrderRectification, station_id=st.just("st-a"), order_id=words, findings=words, today=days, due_on=days),
    st.builds(AcceptRectification, station_id=st.just("st-a"), findings=words, accepted_on=days),
    st.builds(
        SuspendTitle, station_id=st.just("st-a"), division_code=st.just("320404"), town=st.just(""), moved_on=days
    ),
    st.builds(ResumeTitle, station_id=st.just("st-a"), findings=words, resumed_on=days),
    st.builds(
        WaiveDefence,
        station_id=st.just("st-a"),
        told_on=days,
        days=st.sampled_from([0, 10]),
        reason=words,
        today=days,
    ),
    st.builds(DeclarePlaqueVoid, station_id=st.just("st-a"), reason=st.sampled_from(WhyVoid), today=days),
    st.builds(
        EndTitle,
        station_id=st.just("st-a"),
        ended_by=st.sampled_from(EndedBy),
        on=days,
        new_host_id=st.sampled_from(["", "ho-a", "ho-b"]),
    ),
)
list_commands = st.builds(
    SubmitList,
    list_id=st.just("L-2013-320400"),
    season_id=st.just("S-2013-320400"),
    entries=st.sampled_from([None, (), ("A-2013-st-a",), ("A-2013-st-b",), ("A-2013-st-a",) * 2]),
    over_quota_reason=st.sampled_from(["", "甲"]),
    late_reason=st.sampled_from(["", "甲"]),
    today=days,
    facts=st.builds(
        ListFacts,
        places=st.integers(0, 2),
        due_on=days,
        candidates=st.lists(
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
        ).map(tuple),
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
