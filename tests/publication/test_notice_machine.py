"""A notice in any order of acts and on any day: what holds for one candidate never touches another."""

from contextlib import suppress
from datetime import date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.publication.notice.commands import (
    CloseNotice,
    Correcting,
    CorrectNotice,
    EndCorrection,
    ExtendNotice,
    HoldCandidate,
    Involvement,
    NoticeCommand,
    Opening,
    OpenNotice,
    PutRight,
    ReleaseCandidate,
    StrikeOffCandidate,
    WithdrawCandidate,
)
from services.publication.notice.decisions import NOTICE
from services.publication.notice.state import Notice, NoticeEvent, Stage
from shared.clock import SHANGHAI
from shared.errors import Refusal
from shared.events.publication import (
    CandidateReleased,
    CandidatesPutOnNotice,
    CandidateStruckOff,
    NoticeResult,
    PublicNoticeClosed,
    PublicNoticeCorrected,
    PublicNoticeExtended,
    PublicNoticeOpened,
)
from tests.publication.examples import CLOSES, NOTICE_ID, OPENS, SEASON, printed

NAMES = ("jia", "yi", "bing")
GONE = {NoticeResult.STRUCK_OFF, NoticeResult.WITHDRAWN}

DAYS = st.integers(-2, 25).map(lambda offset: OPENS + timedelta(days=offset))
IN_THE_PERIOD = st.integers(-1, 7).map(lambda offset: OPENS + timedelta(days=offset))
APPLICATIONS = st.sampled_from([*(f"A-2013-st-{name}" for name in NAMES), "A-2013-st-ding"])
TEXTS = st.sampled_from(["理由", "理由", "更正", " "])
INVESTIGATORS = st.sampled_from([*[("of-sun",)] * 6, (), ("of-li",)])
INVOLVEMENT = st.sampled_from([*[Involvement(frozenset({"of-li"}))] * 6, Involvement()])

OPEN_WELL = OpenNotice(
    notice_id=NOTICE_ID,
    opens_on=OPENS,
    closes_on=CLOSES,
    media="日报",
    contact="市局",
    today=OPENS,
    facts=Opening(
        season_id=SEASON,
        candidates=tuple(printed(name) for name in NAMES),
        counting_rule="5 working days, first day not counted",
        earliest_close=CLOSES,
    ),
)


def correcting(opens_on: date) -> Correcting:
    return Correcting(counting_rule="5 working days", earliest_close=opens_on + timedelta(days=6))


class NoticeMachine(RuleBasedStateMachine):
    """Every act is tried on any day; what is recorded is held against what was printed before."""

    def __init__(self) -> None:
        super().__init__()
        self.notice: Notice = NOTICE.initial
        self.history: list[NoticeEvent] = []

    @initialize(is_open=st.sampled_from([True, True, True, False]))
    def begin(self, is_open: bool) -> None:
        if is_open:
            self.ask(OPEN_WELL)

    @rule(opens_on=DAYS, closes_on=DAYS, today=DAYS, media=TEXTS, is_published=st.booleans())
    def open(self, opens_on: date, closes_on: date, today: date, media: str, is_published: bool) -> None:
        facts = Opening(
            season_id=SEASON,
            candidates=tuple(printed(name) for name in NAMES),
            earliest_close=opens_on + timedelta(days=6) if is_published else None,
        )
        command = OpenNotice(
            notice_id=NOTICE_ID,
            opens_on=opens_on,
            closes_on=closes_on,
            media=media,
            contact="市局",
            today=today,
            facts=facts,
        )
        self.ask(command)

    @rule(closes_on=DAYS, reason=TEXTS, today=IN_THE_PERIOD, working_days=st.sampled_from([None, 0, 1, 2]))
    def extend(self, closes_on: date, reason: str, today: date, working_days: int | None) -> None:
        self.ask(
            ExtendNotice(
                notice_id=NOTICE_ID, closes_on=closes_on, reason=reason, today=today, working_days=working_days
            )
        )

    @rule(
        application_id=APPLICATIONS,
        name=st.sampled_from([None, "甲站", "乙站", "丙站", " "]),
        today=IN_THE_PERIOD,
        later=st.integers(-1, 4),
        days=st.integers(5, 12),
        reason=TEXTS,
    )
    def correct(self, application_id: str, name: str | None, today: date, later: int, days: int, reason: str) -> None:
        opens_on = today + timedelta(days=later)
        self.ask(
            CorrectNotice(
                notice_id=NOTICE_ID,
                correction_id=f"co-{len(self.history)}",
                application_id=application_id,
                put_right=PutRight(station_name=name),
                opens_on=opens_on,
                closes_on=opens_on + timedelta(days=days),
                reason=reason,
                today=today,
                facts=correcting(opens_on),
            )
        )

    @rule(is_right=st.sampled_from([True, True, False]), today=DAYS, unscreened=st.sampled_from([0, 0, 1]))
    def end_correction(self, is_right: bool, today: date, unscreened: int) -> None:
        """Of the correction that was made last, or of one that nobody made."""
        made = [event for event in self.history if isinstance(event, PublicNoticeCorrected)]
        application_id = made[-1].application_id if made else f"A-2013-st-{NAMES[0]}"
        self.ask(
            EndCorrection(
                notice_id=NOTICE_ID,
                correction_id=made[-1].correction_id if made and is_right else "co-nobody",
                application_id=application_id,
                today=today,
                unscreened=unscreened,
            )
        )

    @rule(application_id=APPLICATIONS, opinion_id=st.sampled_from(["op-1", "op-2"]), today=DAYS)
    def hold(self, application_id: str, opinion_id: str, today: date) -> None:
        self.ask(HoldCandidate(notice_id=NOTICE_ID, application_id=application_id, opinion_id=opinion_id, today=today))

    @rule(
        decision=st.sampled_from([ReleaseCandidate, ReleaseCandidate, StrikeOffCandidate]),
        which=st.integers(0, 5),
        investigators=INVESTIGATORS,
        involvement=INVOLVEMENT,
        reasons=TEXTS,
        today=DAYS,
    )
    def decide_objection(
        self,
        decision: type[ReleaseCandidate | StrikeOffCandidate],
        which: int,
        investigators: tuple[str, ...],
        involvement: Involvement,
        reasons: str,
        today: date,
    ) -> None:
        """Of what holds a candidate, corrections among them, or of an objection that nobody raised."""
        held = [(name, hold) for name, one in sorted(self.notice.candidates.items()) for hold in sorted(one.holds)]
        nobody = (f"A-2013-st-{NAMES[0]}", "op-nobody")
        application_id, opinion_id = held[which % len(held)] if held and which else nobody
        self.ask(
            decision(
                notice_id=NOTICE_ID,
                application_id=application_id,
                opinion_id=opinion_id,
                investigators=investigators,
                reasons=reasons,
                today=today,
                involvement=involvement,
            )
        )

    @rule(application_id=st.sampled_from(["A-2013-st-bing", "A-2013-st-ding"]), day=DAYS)
    def withdraw(self, application_id: str, day: date) -> None:
        at = datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)
        self.ask(WithdrawCandidate(notice_id=NOTICE_ID, application_id=application_id, withdrawn_at=at))

    @rule(today=st.sampled_from([CLOSES, date(2013, 10, 10)]), unscreened=st.sampled_from([0, 1, 1]))
    def close(self, today: date, unscreened: int) -> None:
        self.ask(CloseNotice(notice_id=NOTICE_ID, today=today, unscreened=unscreened))

    def ask(self, command: NoticeCommand) -> None:
        """Carry the command out, unless a rule refuses it; the same command at once again does nothing."""
        with suppress(Refusal):
            for event in NOTICE.decide(command, self.notice):
                before, self.notice = self.notice, NOTICE.evolve(self.notice, event)
                self.history.append(event)
                _only_its_own_candidate(before, self.notice, event)
                _what_is_printed_stands(before, event)
                _what_is_final_stays(before, self.notice)
            assert NOTICE.decide(command, self.notice) == []

    @invariant()
    def the_facts_add_up(self) -> None:
        assert NOTICE.state(self.history) == self.notice

    @invariant()
    def who_is_held_is_held_by_something(self) -> None:
        for standing in self.notice.candidates.values():
            assert (standing.result is NoticeResult.HELD) <= bool(standing.holds)
            assert (standing.result is NoticeResult.KEPT) <= (not standing.holds)
            assert not standing.holds & standing.dismissed
            assert standing.upheld == "" or standing.result is NoticeResult.STRUCK_OFF


def _only_its_own_candidate(before: Notice, after: Notice, event: NoticeEvent) -> None:
    if isinstance(event, PublicNoticeOpened | CandidatesPutOnNotice):
        return
    changed = {name for name, standing in after.candidates.items() if standing != before.candidates[name]}
    own = set() if isinstance(event, PublicNoticeExtended | PublicNoticeClosed) else {event.application_id}
    assert changed <= own


def _what_is_printed_stands(before: Notice, event: NoticeEvent) -> None:
    """No printed period is cut short: not the notice's, and not a corrected candidate's own one."""
    match event:
        case PublicNoticeExtended():
            assert event.closes_on > event.former_closes_on == before.closes_on
        case PublicNoticeClosed():
            assert event.closed_on > before.closes_on
            assert {r.application_id: r.result for r in event.results} == {
                name: standing.result for name, standing in before.candidates.items()
            }
        case PublicNoticeCorrected():
            assert event.former == before.candidates[event.application_id].printed != event.corrected
            assert event.corrected_on <= event.opens_on
            assert event.closes_on >= event.opens_on + timedelta(days=6)
            assert before.stage is Stage.OPEN
            assert event.corrected_on <= before.closes_on
        case CandidateReleased():
            correction = before.candidates[event.application_id].correction
            if correction is not None and correction.correction_id == event.opinion_id:
                assert event.decided_on > correction.closes_on
                assert event.investigators == ()
        case CandidateStruckOff():
            correction = before.candidates[event.application_id].correction
            assert correction is None or correction.correction_id != event.opinion_id
        case _:
            pass


def _what_is_final_stays(before: Notice, after: Notice) -> None:
    """Who was struck off or has withdrawn never comes back; who is closed stays so, with the same days."""
    for name, standing in before.candidates.items():
        assert standing.result not in GONE or after.candidates[name] == standing
    if before.stage is not Stage.NOT_OPENED:
        assert after.closes_on >= before.closes_on
        assert after.first_closes_on == before.first_closes_on
    if before.stage is Stage.CLOSED:
        assert (after.stage, after.opens_on, after.closes_on) == (Stage.CLOSED, before.opens_on, before.closes_on)


TestNotice = NoticeMachine.TestCase
TestNotice.settings = settings(max_examples=120, stateful_step_count=40)
