"""Wishes about a title, and lives that it may have had before them."""

from hypothesis import strategies as st

from services.assessment.title.commands import (
    AcceptRectification,
    CertificationFacts,
    CertifyStation,
    DecideAppeal,
    DeclarePlaqueVoid,
    EndTitle,
    HandOverPlaque,
    HearDefence,
    LodgeAppeal,
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
    AppealKind,
    AppealOutcome,
    EndedBy,
    RevocationGround,
)
from tests.assessment.appeals import decided_for_the_host, lodged, set_aside, upheld
from tests.assessment.examples import (
    SHA,
    certified,
    ended,
    heard,
    line,
    plaque,
    proposed,
    returned,
    revoked,
    served,
    waived,
)
from tests.assessment.reviews import fell_due
from tests.assessment.wishes.common import applications, days, people, words

way_of_a_title: tuple[TitleFact, ...] = (certified, plaque, proposed, heard, revoked, served, returned)
titled = [way_of_a_title[:length] for length in range(len(way_of_a_title) + 1)]
titled += [(certified, plaque, proposed, waived), (certified, plaque, proposed, ended)]
titled += [(*way_of_a_title, lodged), (*way_of_a_title[:-1], lodged, upheld), (certified, plaque, fell_due)]
titled += [(*way_of_a_title[:-1], lodged, decided_for_the_host, set_aside)]

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
    st.builds(
        LodgeAppeal,
        station_id=st.just("st-a"),
        appeal_id=st.sampled_from(["ap-1", "ap-2"]),
        kind=st.sampled_from(AppealKind),
        organ=words,
        statement=words,
        late_reason=st.sampled_from(["", "甲"]),
        lodged_on=days,
        last_day=st.none() | days,
    ),
    st.builds(
        DecideAppeal,
        station_id=st.just("st-a"),
        appeal_id=st.sampled_from(["ap-1", "ap-2"]),
        outcome=st.sampled_from(AppealOutcome),
        organ=words,
        document_number=words,
        reasons=words,
        decided_on=days,
        today=days,
    ),
)
