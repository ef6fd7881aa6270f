"""公示结束 for good: a notice that is closed, and on which nobody is left, accepts nothing any more."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.publication.notice.commands import (
    CloseNotice,
    CorrectNotice,
    EndCorrection,
    ExtendNotice,
    HoldCandidate,
    NoticeCommand,
    PutRight,
    ReleaseCandidate,
    StrikeOffCandidate,
    WithdrawCandidate,
)
from services.publication.notice.decisions import NOTICE
from services.publication.notice.state import NoticeEvent
from shared.clock import SHANGHAI
from shared.errors import Refusal
from tests.publication.examples import CLOSES, NOTICE_ID
from tests.publication.test_notice_machine import (
    APPLICATIONS,
    DAYS,
    INVOLVEMENT,
    NAMES,
    OPEN_WELL,
    TEXTS,
    correcting,
)


def closed_without_candidates() -> Sequence[NoticeEvent]:
    """Everybody has withdrawn, and the notice is closed."""
    at = datetime(2013, 9, 25, tzinfo=SHANGHAI)
    history = NOTICE.decide(OPEN_WELL, NOTICE.initial)
    for name in NAMES:
        withdraw = WithdrawCandidate(notice_id=NOTICE_ID, application_id=f"A-2013-st-{name}", withdrawn_at=at)
        history += NOTICE.decide(withdraw, NOTICE.state(history))
    close = CloseNotice(notice_id=NOTICE_ID, today=CLOSES + timedelta(days=1), unscreened=0)
    return [*history, *NOTICE.decide(close, NOTICE.state(history))]


ANY_COMMAND: st.SearchStrategy[NoticeCommand] = st.one_of(
    st.just(OPEN_WELL),
    st.builds(ExtendNotice, notice_id=st.just(NOTICE_ID), closes_on=DAYS, today=DAYS, working_days=st.just(1)),
    st.builds(
        CorrectNotice,
        notice_id=st.just(NOTICE_ID),
        application_id=APPLICATIONS,
        put_right=st.just(PutRight(trade="超市")),
        opens_on=DAYS,
        closes_on=st.just(date(2013, 10, 30)),
        reason=TEXTS,
        today=DAYS,
        facts=st.builds(correcting, DAYS),
    ),
    st.builds(EndCorrection, notice_id=st.just(NOTICE_ID), application_id=APPLICATIONS, today=DAYS),
    st.builds(HoldCandidate, notice_id=st.just(NOTICE_ID), application_id=APPLICATIONS, today=DAYS),
    st.builds(ReleaseCandidate, notice_id=st.just(NOTICE_ID), application_id=APPLICATIONS, involvement=INVOLVEMENT),
    st.builds(StrikeOffCandidate, notice_id=st.just(NOTICE_ID), application_id=APPLICATIONS, involvement=INVOLVEMENT),
    st.builds(
        WithdrawCandidate,
        notice_id=st.just(NOTICE_ID),
        application_id=APPLICATIONS,
        withdrawn_at=st.just(datetime(2013, 9, 26, tzinfo=SHANGHAI)),
    ),
    st.builds(CloseNotice, notice_id=st.just(NOTICE_ID), today=DAYS, unscreened=st.integers(0, 1)),
)


@given(ANY_COMMAND)
def test_a_closed_notice_without_candidates_accepts_nothing(command: NoticeCommand) -> None:
    with suppress(Refusal):
        assert NOTICE.decide(command, NOTICE.state(closed_without_candidates())) == []
