"""From any state that can be reached, a command yields events that add up, or a rule says no."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.publication.announcement.commands import (
    AnnouncementCommand,
    Batch,
    Ended,
    PublishRestoration,
    PublishResult,
    PublishRevocation,
    Restored,
)
from services.publication.announcement.decisions import ANNOUNCEMENT
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
    OpinionClosedAsMoot,
    OpinionSide,
    Screening,
    Stance,
)
from tests.publication.examples import CLOSES, JIA, NOTICE_ID, OPENS, SEASON, YI, title

DAYS = st.integers(-2, 12).map(lambda offset: OPENS + timedelta(days=offset))
INSTANTS = DAYS.map(lambda day: datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI))
APPLICATIONS = st.sampled_from([JIA, YI, "A-2013-st-bing"])
OPINIONS = st.sampled_from(["op-1", "op-2", "op-3"])
TEXTS = st.sampled_from(["", "理由"])
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
        facts=st.builds(Ended, ground=st.sampled_from(["", "lax_management"]), is_set_aside=st.booleans()),
    ),
    st.builds(
        PublishRestoration,
        announcement_id=st.just("an-1"),
        station_id=st.just("st-jia"),
        media=TEXTS,
        document_number=TEXTS,
        today=DAYS,
        facts=st.builds(Restored, document_number=TEXTS, was_published=st.booleans()),
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
