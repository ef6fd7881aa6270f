"""Objections in any order of acts: what becomes of one is its own, and nothing is decided before it is looked into."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from services.publication.notice.commands import (
    HoldCandidate,
    Involvement,
    NoticeCommand,
    ReleaseCandidate,
    StrikeOffCandidate,
    WithdrawCandidate,
)
from services.publication.notice.decisions import NOTICE
from services.publication.opinion.commands import (
    ANSWER,
    INVESTIGATION,
    AnswerObjector,
    CloseOpinionAsMoot,
    DecideObjection,
    ExtendInvestigation,
    InvestigateObjection,
    Investigators,
    OpinionCommand,
    ScreenOpinion,
    SettleObjectionDay,
    Terms,
)
from services.publication.opinion.decisions import OPINION
from services.publication.opinion.objecting import does_strike_off
from services.publication.opinion.state import Opinion, OpinionEvent, Stage
from shared.errors import Refusal
from shared.events.publication import (
    NoticeResult,
    ObjectionDecided,
    ObjectionInvestigated,
    ObjectionOutcome,
    ObjectorAnswered,
    OpinionClosedAsMoot,
    Screening,
    Stance,
)
from tests.publication.examples import IN_THE_PERIOD, JIA, NOTICE_ID, OPENS, YI, objected, opened
from tests.publication.objecting import CALENDAR

CANDIDATES = {"op-1": JIA, "op-2": JIA, "op-3": YI, "op-4": JIA, "op-5": ""}
OPINIONS = st.sampled_from(list(CANDIDATES))
DAYS = st.integers(0, 40).map(lambda offset: OPENS + timedelta(days=offset))
TEXTS = st.sampled_from(["理由", "理由", "其他", " "])
TOOK_PART = frozenset({"of-li"})
INVOLVEMENT = Involvement(TOOK_PART)
TERMS = st.sampled_from([Terms(), Terms(objection_extensions=1, calendar=CALENDAR)])
STANDING = {NoticeResult.KEPT, NoticeResult.HELD}
FORWARD = (Stage.RECEIVED, Stage.SCREENED, Stage.INVESTIGATED, Stage.DECIDED, Stage.ANSWERED)


class ObjectionMachine(RuleBasedStateMachine):
    """Three opinions about one candidate, of which one is anonymous, one about another, and one about a title."""

    @initialize()
    def received(self) -> None:
        self.notice = NOTICE.state((opened,))
        self.histories: dict[str, list[OpinionEvent]] = {}
        for opinion_id, application_id in CANDIDATES.items():
            about = {"opinion_id": opinion_id, "application_id": application_id}
            given = objected.model_copy(update={**about, "is_named": opinion_id != "op-4"})
            self.histories[opinion_id] = [given]

    def opinion(self, opinion_id: str) -> Opinion:
        return OPINION.state(self.histories[opinion_id])

    def result(self, opinion_id: str) -> NoticeResult | None:
        """How its candidate stands; None about a title."""
        standing = self.notice.candidates.get(CANDIDATES[opinion_id])
        return standing.result if standing else None

    def commit(self, opinion_id: str, command: OpinionCommand, *also: NoticeCommand) -> None:
        """All of it or nothing; and asked once more, nothing comes of it."""
        before = {one: self.opinion(one) for one in CANDIDATES}
        notice = self.notice
        with suppress(Refusal):
            events = OPINION.decide(command, before[opinion_id])
            for one in also:
                for event in NOTICE.decide(one, notice):
                    notice = NOTICE.evolve(notice, event)
            self.notice = notice
            self.histories[opinion_id] += events
            assert OPINION.decide(command, self.opinion(opinion_id)) == []
        self._check_steps(before, opinion_id)

    def _check_steps(self, before: dict[str, Opinion], opinion_id: str) -> None:
        for one, opinion in before.items():
            after = self.opinion(one)
            if one != opinion_id or opinion.stage is Stage.MOOT:
                assert after == opinion
            elif after.stage is not Stage.MOOT:
                assert FORWARD.index(after.stage) - FORWARD.index(opinion.stage) in {0, 1}

    @rule(opinion_id=OPINIONS, result=st.sampled_from(Screening), reason=TEXTS, day=DAYS, terms=TERMS)
    def screen(self, **asked: Any) -> None:
        self._screen(**asked)

    def _screen(self, opinion_id: str, result: Screening, reason: str, day: Any, terms: Terms) -> None:
        hold = HoldCandidate(
            notice_id=NOTICE_ID, application_id=CANDIDATES[opinion_id], opinion_id=opinion_id, today=day
        )
        command = ScreenOpinion(opinion_id=opinion_id, result=result, reason=reason, today=day, terms=terms)
        self.commit(opinion_id, command, *([hold] if result is Screening.ADMISSIBLE and CANDIDATES[opinion_id] else []))

    @rule(opinion_id=OPINIONS, day=DAYS)
    def take_up(self, opinion_id: str, day: Any) -> None:
        """The likely way, so that the others are reached."""
        self._screen(opinion_id, Screening.ADMISSIBLE, "列明时间", day, Terms(calendar=CALENDAR))

    @rule(opinion_id=OPINIONS, day=DAYS)
    def look_into(self, opinion_id: str, day: Any) -> None:
        self.investigate_by(("of-sun",), opinion_id, INVOLVEMENT, "属实", day)

    @rule(opinion_id=OPINIONS, reason=TEXTS, day=DAYS, terms=TERMS)
    def extend(self, opinion_id: str, reason: str, day: Any, terms: Terms) -> None:
        self.commit(opinion_id, ExtendInvestigation(opinion_id=opinion_id, reason=reason, today=day, terms=terms))

    @rule(
        opinion_id=OPINIONS,
        investigators=st.sampled_from([("of-sun",), ("of-sun",), ("of-li",), ("of-sun", "of-li"), ()]),
        involvement=st.sampled_from([INVOLVEMENT, INVOLVEMENT, Involvement()]),
        findings=TEXTS,
        day=DAYS,
    )
    def investigate(self, investigators: tuple[str, ...], **asked: Any) -> None:
        self.investigate_by(investigators, **asked)

    def investigate_by(
        self, investigators: tuple[str, ...], opinion_id: str, involvement: Involvement, findings: str, day: Any
    ) -> None:
        command = InvestigateObjection(
            opinion_id=opinion_id,
            investigators=investigators,
            findings=findings,
            report_sha256="",
            today=day,
            facts=Investigators(posted=frozenset({"of-sun", "of-li"}), involvement=involvement),
        )
        self.commit(opinion_id, command)

    @rule(
        opinion_id=OPINIONS,
        outcome=st.sampled_from(ObjectionOutcome),
        strikes_off=st.booleans(),
        reasons=TEXTS,
        day=DAYS,
        terms=TERMS,
    )
    def decide(self, opinion_id: str, day: Any, **asked: Any) -> None:
        stands = self.result(opinion_id) in STANDING
        command = DecideObjection(opinion_id=opinion_id, today=day, stands=stands, **asked)
        follows = StrikeOffCandidate if does_strike_off(command) else ReleaseCandidate
        on_notice = follows(
            notice_id=NOTICE_ID,
            application_id=CANDIDATES[opinion_id],
            opinion_id=opinion_id,
            investigators=self.opinion(opinion_id).investigation.investigators,
            reasons=command.reasons,
            today=day,
            involvement=INVOLVEMENT,
        )
        self.commit(opinion_id, command, *([on_notice] if stands else []))

    @rule(opinion_id=OPINIONS, method=TEXTS, answer_hmac=st.sampled_from(["", "aa", "bb"]), day=DAYS)
    def answer(self, opinion_id: str, method: str, answer_hmac: str, day: Any) -> None:
        command = AnswerObjector(opinion_id=opinion_id, method=method, today=day, answer_hmac=answer_hmac)
        self.commit(opinion_id, command)

    @rule(opinion_id=OPINIONS, what=st.sampled_from([INVESTIGATION, ANSWER]), day=DAYS, terms=TERMS)
    def settle(self, opinion_id: str, what: str, day: Any, terms: Terms) -> None:
        self.commit(opinion_id, SettleObjectionDay(opinion_id=opinion_id, what=what, today=day, terms=terms))

    @rule(application_id=st.sampled_from([JIA, YI]))
    def withdraw(self, application_id: str) -> None:
        command = WithdrawCandidate(notice_id=NOTICE_ID, application_id=application_id, withdrawn_at=IN_THE_PERIOD)
        before = self.notice.candidates[application_id]
        events = NOTICE.decide(command, self.notice)
        for event in events:
            self.notice = NOTICE.evolve(self.notice, event)
        for opinion_id in [one for one, about in CANDIDATES.items() if about == application_id and events]:
            close = CloseOpinionAsMoot(opinion_id=opinion_id, reason="撤回", today=IN_THE_PERIOD.date())
            self.commit(opinion_id, replace(close, is_holding=opinion_id in before.holds))

    @invariant()
    def each_step_rests_on_the_one_before(self) -> None:
        for history in self.histories.values():
            _check(history, OPINION.state(history))

    @invariant()
    def a_candidate_is_held_by_what_is_taken_up_and_not_decided(self) -> None:
        for name, standing in self.notice.candidates.items():
            if standing.result not in STANDING:
                continue
            undecided = {
                one
                for one, about in CANDIDATES.items()
                if about == name
                and self.opinion(one).screened_as is Screening.ADMISSIBLE
                and self.opinion(one).decision is None
            }
            assert standing.holds == undecided
            assert (standing.result is NoticeResult.HELD) == bool(undecided)

    @invariant()
    def nothing_of_a_withdrawn_candidate_waits(self) -> None:
        for opinion_id in CANDIDATES:
            if self.result(opinion_id) is NoticeResult.WITHDRAWN:
                opinion = self.opinion(opinion_id)
                assert opinion.stage not in {Stage.RECEIVED, Stage.INVESTIGATED}
                assert opinion.stage is not Stage.SCREENED or opinion.screened_as is not Screening.ADMISSIBLE


def _check(history: Sequence[OpinionEvent], opinion: Opinion) -> None:
    found = [event for event in history if isinstance(event, ObjectionInvestigated)]
    decided = [event for event in history if isinstance(event, ObjectionDecided)]
    moot = [event for event in history if isinstance(event, OpinionClosedAsMoot)]
    assert max(len(found), len(decided), len(moot)) <= 1
    assert not any(TOOK_PART & set(event.investigators) for event in found)
    if decided:
        assert history.index(found[0]) < history.index(decided[0])
        assert not moot
    if moot:
        assert history[-1] == moot[0]
    assert not any(isinstance(event, ObjectorAnswered) for event in history) or decided
    if opinion.screened_as is Screening.ADMISSIBLE:
        assert opinion.is_named
        assert opinion.stance is Stance.OBJECTION
    else:
        assert not found


TestObjections = ObjectionMachine.TestCase
TestObjections.settings = settings(max_examples=80, stateful_step_count=30)
