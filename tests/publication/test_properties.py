"""From any state that can be reached, a command yields events that add up, or a rule says no."""

from contextlib import suppress
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.publication.announcement.commands import (
    AnnouncementCommand,
    Batch,
    Ended,
    PublishResult,
    PublishRevocation,
)
from services.publication.announcement.decisions import ANNOUNCEMENT
from services.publication.notice.commands import (
    CloseNotice,
    ExtendNotice,
    HoldCandidate,
    Involvement,
    NoticeCommand,
    Opening,
    OpenNotice,
    ReleaseCandidate,
    StrikeOffCandidate,
    WithdrawCandidate,
)
from services.publication.notice.decisions import NOTICE
from services.publication.notice.state import Notice, Stage
from services.publication.opinion.commands import (
    CloseOpinionAsMoot,
    Intake,
    OpinionCommand,
    ReceiveOpinion,
    ScreenOpinion,
)
from services.publication.opinion.decisions import OPINION
from services.publication.opinion.state import Stage as OpinionStage
from shared.clock import SHANGHAI
from shared.errors import Refusal
from shared.events.publication import (
    CandidateWithdrawn,
    NoticeResult,
    OpinionClosedAsMoot,
    OpinionSide,
    PublicNoticeClosed,
    PublicNoticeExtended,
    PublicNoticeOpened,
    Screening,
    Stance,
)
from tests.publication.examples import CLOSES, JIA, NOTICE_ID, OPENS, SEASON, YI, printed, title

DAYS = st.integers(-2, 12).map(lambda offset: OPENS + timedelta(days=offset))
INSTANTS = DAYS.map(lambda day: datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI))
APPLICATIONS = st.sampled_from([JIA, YI, "A-2013-st-bing"])
OPINIONS = st.sampled_from(["op-1", "op-2", "op-3"])
TEXTS = st.sampled_from(["", "理由"])
INVESTIGATORS = st.sampled_from([(), ("of-sun",), ("of-li",)])
INVOLVEMENT = st.sampled_from([Involvement(), Involvement(frozenset({"of-li"}))])

openings = st.builds(
    OpenNotice,
    notice_id=st.just(NOTICE_ID),
    opens_on=DAYS,
    closes_on=DAYS,
    media=TEXTS,
    contact=st.just("市局"),
    today=DAYS,
    facts=st.builds(
        Opening,
        season_id=st.just(SEASON),
        city_code=st.just("320400"),
        candidates=st.sampled_from([(), (printed("jia"), printed("yi"))]),
        counting_rule=st.just("5 working days"),
        earliest_close=st.sampled_from([None, CLOSES]),
    ),
)
holds = st.builds(
    HoldCandidate, notice_id=st.just(NOTICE_ID), application_id=APPLICATIONS, opinion_id=OPINIONS, today=DAYS
)
decided = {
    "notice_id": st.just(NOTICE_ID),
    "application_id": APPLICATIONS,
    "opinion_id": OPINIONS,
    "investigators": INVESTIGATORS,
    "reasons": TEXTS,
    "today": DAYS,
    "involvement": INVOLVEMENT,
}
withdrawals = st.builds(
    WithdrawCandidate, notice_id=st.just(NOTICE_ID), application_id=APPLICATIONS, withdrawn_at=INSTANTS
)
extensions = st.builds(
    ExtendNotice,
    notice_id=st.just(NOTICE_ID),
    closes_on=DAYS,
    reason=TEXTS,
    today=DAYS,
    working_days=st.sampled_from([None, 0, 1]),
)
closings = st.builds(CloseNotice, notice_id=st.just(NOTICE_ID), today=DAYS, unscreened=st.integers(0, 1))
opened_well = OpenNotice(
    notice_id=NOTICE_ID,
    opens_on=OPENS,
    closes_on=CLOSES,
    media="日报",
    contact="市局",
    today=OPENS,
    facts=Opening(
        season_id=SEASON, candidates=(printed("jia"), printed("yi")), counting_rule="5", earliest_close=CLOSES
    ),
)
notice_commands: st.SearchStrategy[NoticeCommand] = st.one_of(
    openings,
    st.just(opened_well),
    holds,
    st.builds(ReleaseCandidate, **decided),
    st.builds(StrikeOffCandidate, **decided),
    withdrawals,
    extensions,
    closings,
)


@settings(max_examples=300)
@given(st.lists(notice_commands, max_size=25))
def test_a_notice_is_never_at_odds_with_itself(commands: list[NoticeCommand]) -> None:
    notice = NOTICE.initial
    for command in commands:
        try:
            events = NOTICE.decide(command, notice)
        except Refusal:
            continue
        before = notice
        for event in events:
            notice = NOTICE.evolve(notice, event)
            _only_its_own_candidate(before, notice, event)
        _holds_agree(notice)
        _final_things_stay(before, notice)


def _only_its_own_candidate(before: Notice, after: Notice, event: object) -> None:
    """A hold, a release, a strike-off or a withdrawal touches one candidate, and an opinion's number none."""
    if isinstance(event, PublicNoticeOpened | PublicNoticeExtended | PublicNoticeClosed):
        return
    changed = {name for name, standing in after.candidates.items() if standing != before.candidates[name]}
    assert changed <= {getattr(event, "application_id", "")}


def _holds_agree(notice: Notice) -> None:
    for standing in notice.candidates.values():
        assert (standing.result is not NoticeResult.HELD) or standing.holds
        assert (standing.result is not NoticeResult.KEPT) or not standing.holds
        assert not standing.holds & standing.dismissed


def _final_things_stay(before: Notice, after: Notice) -> None:
    for name, standing in before.candidates.items():
        if standing.result in {NoticeResult.STRUCK_OFF, NoticeResult.WITHDRAWN}:
            assert after.candidates[name] == standing
    if before.stage is not Stage.NOT_OPENED:
        assert after.closes_on >= before.closes_on
        assert after.first_closes_on == before.first_closes_on
    if before.stage is Stage.CLOSED:
        assert after.stage is Stage.CLOSED
        assert (after.opens_on, after.closes_on) == (before.opens_on, before.closes_on)


@given(notice_commands)
def test_a_closed_notice_without_candidates_accepts_nothing(command: NoticeCommand) -> None:
    notice = NOTICE.state(NOTICE.decide(opened_well, NOTICE.initial))
    for application_id in (JIA, YI):
        for event in NOTICE.decide(
            WithdrawCandidate(
                notice_id=NOTICE_ID,
                application_id=application_id,
                withdrawn_at=datetime(2013, 9, 25, tzinfo=SHANGHAI),
            ),
            notice,
        ):
            assert isinstance(event, CandidateWithdrawn)
            notice = NOTICE.evolve(notice, event)
    (closed,) = NOTICE.decide(CloseNotice(notice_id=NOTICE_ID, today=date(2013, 9, 30), unscreened=0), notice)
    notice = NOTICE.evolve(notice, closed)
    with suppress(Refusal):
        assert NOTICE.decide(command, notice) == []


opinion_commands: st.SearchStrategy[OpinionCommand] = st.one_of(
    st.builds(
        ReceiveOpinion,
        opinion_id=st.just("op-1"),
        notice_id=st.just(NOTICE_ID),
        application_id=APPLICATIONS,
        side=st.sampled_from(OpinionSide),
        stance=st.sampled_from(Stance),
        is_named=st.booleans(),
        length=st.sampled_from([0, 1, 2_000, 2_001]),
        received_at=INSTANTS,
        content_hmac=st.sampled_from(["", "aa", "bb"]),
        facts=st.sampled_from(
            [
                Intake(),
                Intake(is_open=True, opens_on=OPENS, closes_on=CLOSES, is_on_notice=True, station_id="st-jia"),
            ]
        ),
    ),
    st.builds(ScreenOpinion, opinion_id=st.just("op-1"), result=st.sampled_from(Screening), reason=TEXTS, today=DAYS),
    st.builds(CloseOpinionAsMoot, opinion_id=st.just("op-1"), reason=TEXTS, today=DAYS, is_holding=st.booleans()),
)


@settings(max_examples=300)
@given(st.lists(opinion_commands, max_size=15))
def test_an_opinion_is_received_once_screened_once_and_closed_once(commands: list[OpinionCommand]) -> None:
    opinion = OPINION.initial
    recorded = 0
    for command in commands:
        try:
            events = OPINION.decide(command, opinion)
        except Refusal:
            continue
        if opinion.stage is OpinionStage.SCREENED:
            assert all(isinstance(event, OpinionClosedAsMoot) for event in events)
        if opinion.stage is OpinionStage.MOOT:
            assert events == []
        recorded += len(events)
        for event in events:
            opinion = OPINION.evolve(opinion, event)
        if opinion.screened_as is Screening.ADMISSIBLE:
            assert opinion.is_named
            assert opinion.stance is Stance.OBJECTION
        if opinion.stage is OpinionStage.MOOT:
            assert opinion.stance is Stance.OBJECTION
            assert opinion.screened_as in {None, Screening.ADMISSIBLE}
    assert recorded <= 3


announcement_commands: st.SearchStrategy[AnnouncementCommand] = st.one_of(
    st.builds(
        PublishResult,
        announcement_id=st.just("an-1"),
        season_id=st.just(SEASON),
        media=TEXTS,
        document_number=TEXTS,
        today=DAYS,
        facts=st.builds(
            Batch, is_submitted=st.booleans(), undecided=st.integers(0, 1), titles=st.sampled_from([(), (title,)])
        ),
    ),
    st.builds(
        PublishRevocation,
        announcement_id=st.just("an-1"),
        station_id=st.just("st-jia"),
        media=TEXTS,
        today=DAYS,
        facts=st.builds(Ended, ground=st.sampled_from(["", "lax_management"])),
    ),
)


@given(st.lists(announcement_commands, max_size=15))
def test_an_announcement_is_published_once(commands: list[AnnouncementCommand]) -> None:
    announcement = ANNOUNCEMENT.initial
    recorded = 0
    for command in commands:
        try:
            events = ANNOUNCEMENT.decide(command, announcement)
        except Refusal:
            continue
        recorded += len(events)
        for event in events:
            announcement = ANNOUNCEMENT.evolve(announcement, event)
    assert recorded <= 1
    assert announcement.is_published == bool(recorded)
