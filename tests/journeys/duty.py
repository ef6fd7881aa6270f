"""Three services that hear of each other late: their real deciders, and views that grow as messages are delivered.

Each service decides on its own history at once, and on others' events only when they have been delivered to it, in the
order of their owner, at any later moment. Facts are made from these views as the services' own look-ups make them.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from services.application.filing.commands import IssueRecommendation, RecordInspection, SeasonFacts
from services.application.filing.decisions import APPLICATION
from services.assessment.assessment.commands import (
    OrderSpotCheck,
    RecordSpotCheck,
    ScoreCandidate,
    ScoringFacts,
    Standing,
    SubmissionFacts,
)
from services.assessment.assessment.decisions import ASSESSMENT
from services.assessment.title.commands import CertificationFacts, CertifyStation
from services.assessment.title.decisions import TITLE
from services.publication.notice.commands import Involvement
from services.publication.opinion.commands import InvestigateObjection, Investigators
from services.publication.opinion.decisions import OPINION
from shared.errors import Refusal
from shared.events.application import Candidate, InspectionRecorded, RecommendationsClosed
from shared.events.assessment import CheckMode
from shared.events.event import Event
from shared.events.publication import OpinionScreened, Screening
from shared.events.registry import InterestDeclared
from tests.application import examples as application
from tests.assessment import examples as assessment
from tests.publication import examples as publication

screened = OpinionScreened(
    opinion_id=publication.objected.opinion_id,
    notice_id=publication.objected.notice_id,
    application_id=publication.objected.application_id,
    station_id=publication.objected.station_id,
    result=Screening.ADMISSIBLE,
    reason="实名并有具体事实",
    screened_on=date(2013, 9, 26),
)
OFFICERS = tuple(f"of-{letter}" for letter in "abcdef")
accepted: tuple[Event, ...] = (application.filed, application.accepted, application.clear)
SERVICES = ("application", "assessment", "publication")


@dataclass
class Lagging:
    """What was recorded, by the stream; what each service has heard; and what is under way to it."""

    histories: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    heard: dict[str, list[Event]] = field(default_factory=lambda: defaultdict(list))
    under_way: dict[tuple[str, str], deque[Event]] = field(default_factory=lambda: defaultdict(deque))
    acts: list[tuple[str, str]] = field(default_factory=list)
    """Who did what, in the order in which it was recorded."""
    unheard: list[tuple[str, str]] = field(default_factory=list)
    """Acts of officers whose interest had been declared, and was still under way to the service that let them act."""

    def record(self, owner: str, stream: str, *events: Event) -> None:
        self.histories[stream] += events
        for listener in SERVICES:
            if listener != owner:
                self.under_way[owner, listener].extend(events)

    def deliver(self, owner: str, listener: str) -> None:
        queue = self.under_way[owner, listener]
        if queue:
            self.heard[listener].append(queue.popleft())

    def try_to(self, owner: str, stream: str, decider: Any, command: object, *did: tuple[str, str]) -> None:
        """The command is decided on the stream's own history; a refusal leaves everything as it was."""
        try:
            events = decider.decide(command, decider.state(self.histories[stream]))
        except Refusal:
            return
        if not events:
            return
        self.record(owner, stream, *events)
        for act in did:
            self.acts.append(act)
            if act[1] in linked_officers(self.histories["interests"]):
                self.unheard.append(act)

    def linked(self, service: str) -> frozenset[str]:
        """Officers with an interest in the host, as far as the service has heard."""
        return linked_officers(self.heard[service])

    def candidate(self, service: str) -> Candidate | None:
        for event in self.heard[service]:
            if isinstance(event, RecommendationsClosed):
                return event.candidates[0]
        return None

    def took_part(self, service: str) -> frozenset[str] | None:
        """As `facts` know it from the frozen candidates."""
        known = self.candidate(service)
        return None if known is None else frozenset({*known.took_part, *known.inspectors, known.recommender})

    def did(self, *acts: str) -> set[str]:
        return {officer for act, officer in self.acts if act in acts}


def linked_officers(events: Iterable[Event]) -> frozenset[str]:
    return frozenset(event.officer_id for event in events if isinstance(event, InterestDeclared))


def declare(world: Lagging, officer: str) -> None:
    declared = InterestDeclared(
        officer_id=officer, host_id="ho-a", nature="亲属", stands=True, declared_on=date(2013, 9, 1)
    )
    world.record("registry", "interests", declared)


def inspect(world: Lagging, officers: tuple[str, str]) -> None:
    command = RecordInspection(
        application_id=application.APPLICATION_ID,
        inspectors=officers,
        meets_standard=True,
        failed_items=(),
        remarks="现场",
        inspected_on=date(2013, 9, 5),
        today=date(2013, 9, 5),
        officers=frozenset(OFFICERS),
        season=_season(world),
        interested=world.linked("application") & set(officers),
    )
    inspected = (("inspected", officer) for officer in officers)
    world.try_to("application", "application", APPLICATION, command, *inspected)


def recommend(world: Lagging, officer: str) -> None:
    command = IssueRecommendation(
        application_id=application.APPLICATION_ID,
        recommender=officer,
        opinion="达到示范标准",
        today=date(2013, 9, 10),
        bureau_code=application.COUNTY,
        season=_season(world),
    )
    world.try_to("application", "application", APPLICATION, command, ("recommended", officer))


def hand_over(world: Lagging) -> None:
    """The set is frozen from the application's own history: nobody's message is waited for."""
    recommender = next((officer for act, officer in reversed(world.acts) if act == "recommended"), "")
    inspected = [event for event in world.histories["application"] if isinstance(event, InspectionRecorded)]
    if not recommender or not inspected or world.histories["season"]:
        return
    candidate = application.candidate.model_copy(
        update={
            "inspectors": inspected[-1].inspectors,
            "recommender": recommender,
            "took_part": tuple(sorted(world.did("inspected", "recommended"))),
        }
    )
    closed = application.recommendations_closed.model_copy(update={"candidates": (candidate,)})
    world.record("application", "season", closed)


def score(world: Lagging, officer: str) -> None:
    took_part = world.took_part("assessment")
    if took_part is None or officer in world.linked("assessment"):
        return  # No candidate that is known here; or `require_disinterested` refuses.
    facts = ScoringFacts(
        season_id=application.SEASON_ID,
        station_id="st-a",
        standing=Standing.IN_THE_SET,
        rubric=assessment.rubric,
        panel=frozenset(OFFICERS),
        took_part=took_part,
    )
    command = ScoreCandidate(
        application_id=application.APPLICATION_ID,
        assessor=officer,
        scores=assessment.scores(),
        today=date(2013, 10, 8),
        facts=facts,
    )
    world.try_to("assessment", "assessment", ASSESSMENT, command, ("scored", officer))


def pass_candidate(world: Lagging) -> None:
    """The city concludes, submits, and the province orders a check."""
    if world.did("scored") and assessment.passed not in world.histories["assessment"]:
        world.record("assessment", "assessment", assessment.passed)
        order = OrderSpotCheck(
            application_id=application.APPLICATION_ID,
            check_id="ck-1",
            mode=CheckMode.TARGETED,
            reason="抽查",
            today=date(2013, 11, 4),
            facts=SubmissionFacts(standing=Standing.IN_THE_SET, submitted=True),
        )
        world.try_to("assessment", "assessment", ASSESSMENT, order)


def check(world: Lagging, officer: str) -> None:
    took_part = world.took_part("assessment")
    command = RecordSpotCheck(
        application_id=application.APPLICATION_ID,
        check_id="ck-1",
        checkers=(officer,),
        passed=True,
        findings="一致",
        checked_on=date(2013, 11, 6),
        took_part=None if took_part is None else took_part | world.did("scored"),
    )
    world.try_to("assessment", "assessment", ASSESSMENT, command, ("checked", officer))


def certify(world: Lagging, officer: str) -> None:
    took_part = world.took_part("assessment")
    if took_part is None:
        return
    command = CertifyStation(
        station_id="st-a",
        application_id=application.APPLICATION_ID,
        document_number="文号",
        decider=officer,
        today=date(2013, 12, 20),
        facts=CertificationFacts(
            line=assessment.line(),
            season_id=application.SEASON_ID,
            certificate_number="苏示站2013-0001",
            took_part=took_part | world.did("scored"),
        ),
    )
    world.try_to("assessment", "title", TITLE, command, ("certified", officer))


def investigate(world: Lagging, officer: str) -> None:
    """An objection that was screened as admissible waits in publication."""
    if not world.histories["opinion"]:
        world.record("publication", "opinion", publication.objected, screened)
    command = InvestigateObjection(
        opinion_id=publication.objected.opinion_id,
        investigators=(officer,),
        findings="核查情况",
        report_sha256="",
        today=date(2013, 9, 27),
        facts=Investigators(
            posted=frozenset(OFFICERS),
            linked=world.linked("publication"),
            involvement=Involvement(world.took_part("publication")),
        ),
    )
    world.try_to("publication", "opinion", OPINION, command, ("investigated", officer))


def _season(world: Lagging) -> SeasonFacts:
    return SeasonFacts(
        opened_on=date(2013, 5, 15),
        recommendations_due_on=date(2013, 9, 13),
        recommendations_closed=bool(world.histories["season"]),
    )
