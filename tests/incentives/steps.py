"""A contest of the host 甲百货 that goes step by step, in the examples of these tests: 40, 40 and 20 percent."""

from datetime import date

from services.incentives.contest.measure import Measure
from shared.events.incentives import (
    BoardRow,
    Components,
    ContestEvent,
    KnowledgeTested,
    LeaderboardFrozen,
    NominationReviewed,
    NominationWithdrawn,
    VotesSetAside,
    VotingOpened,
    Winner,
    WinnersAnnounced,
)
from tests.incentives.examples import AFTER, TODAY, UNTIL, announced, awarded, closed, nominated

VOTES_UNTIL = date(2013, 11, 15)
FREEZE = date(2013, 11, 18)
OBJECTIONS_UNTIL = date(2013, 11, 25)
END = date(2013, 11, 26)
PAPER = "ab" * 32

in_steps = announced.model_copy(
    update={
        "components": Components(test=40, results=40, vote=20, experts=0),
        "period_from": date(2013, 1, 1),
        "period_until": UNTIL,
        "budget_fen": 150_000,
    }
)


def standing(staff_id: str, station_id: str = "st-1", host_id: str = "ho-1") -> ContestEvent:
    agreed = {"consent_sha256": PAPER, "host_id": host_id}
    return nominated(staff_id, station_id).model_copy(update=agreed)


def withdrew(staff_id: str) -> NominationWithdrawn:
    return NominationWithdrawn(contest_id="co-1", staff_id=staff_id, reason="本人不愿参评", withdrawn_on=TODAY)


def reviewed(staff_id: str, *, qualified: bool = True) -> NominationReviewed:
    return NominationReviewed(
        contest_id="co-1", staff_id=staff_id, qualified=qualified, reasons="两年内无违规", reviewed_on=AFTER
    )


def reached(staff_id: str, score: int = 800) -> KnowledgeTested:
    return KnowledgeTested(contest_id="co-1", staff_id=staff_id, score=score, scored_on=AFTER)


voting = VotingOpened(contest_id="co-1", until=VOTES_UNTIL, opened_on=AFTER)
aside = VotesSetAside(contest_id="co-1", bucket="b1", votes=900, reason="同一地址", set_aside_on=AFTER)

two_ready = (
    in_steps,
    standing("sf-1"),
    standing("sf-2"),
    reviewed("sf-1"),
    reviewed("sf-2"),
    reached("sf-1", 800),
    reached("sf-2", 900),
    voting,
)
"""Two who are qualified and tested; the vote is on."""

measures = {
    "sf-1": Measure(settled=10, in_time=10, followed_up=4, satisfied=4, votes=10),
    "sf-2": Measure(settled=5, in_time=4, followed_up=0, satisfied=0, votes=20),
}

rows = (
    BoardRow(
        rank=1,
        staff_id="sf-1",
        station_id="st-1",
        total=820,
        test=800,
        results=1000,
        vote=500,
        experts=0,
        service=1000,
        competence=800,
        performance=1000,
        satisfaction=1000,
    ),
    BoardRow(
        rank=2,
        staff_id="sf-2",
        station_id="st-1",
        total=795,
        test=900,
        results=588,
        vote=1000,
        experts=0,
        service=800,
        competence=900,
        performance=500,
        satisfaction=0,
    ),
)

frozen = LeaderboardFrozen(contest_id="co-1", position=41, heard=(), sha256="0" * 64, rows=rows, frozen_on=FREEZE)
winners = WinnersAnnounced(
    contest_id="co-1",
    winners=(Winner(rank=1, staff_id="sf-1", station_id="st-1"),),
    objections_until=OBJECTIONS_UNTIL,
    announced_on=FREEZE,
)
decided = closed((1, "sf-1", 820), (2, "sf-2", 795)).model_copy(update={"closed_on": END})
honoured = (*two_ready, frozen, winners, decided, awarded)
"""To the award of 100,000 fen to the first."""
