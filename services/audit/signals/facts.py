"""What one event says for the signals: what is seen in it alone, and what it may show together with others. Pure."""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from services.audit.signals.thresholds import (
    BACK_DATED_DAYS,
    BATCH_MINUTES,
    IDENTICAL_LENGTH,
    LATE_DAYS,
    OFFICE_CLOSES,
    OFFICE_OPENS,
)
from shared.access.roles import Level
from shared.events.application import (
    ApplicationAccepted,
    ApplicationPlacedInReserve,
    CaseAssigned,
    InspectionRecorded,
    RecommendationIssued,
)
from shared.events.assessment import (
    AssessmentScored,
    Certified,
    PanelAppointed,
    RecognitionRefused,
    ReviewPassed,
    RevocationProposed,
    Revoked,
    SpotCheckRecorded,
)
from shared.events.audit import AccessLogged
from shared.events.event import Event, named_in
from shared.events.publication import CandidateReleased, CandidateStruckOff, ObjectionInvestigated
from shared.events.registry import JurisdictionResolved, StaffAppointed, StationRegistered
from shared.eventsourcing.envelope import Recorded
from shared.eventsourcing.instants import CHINA

_OFFICIALS = {Level.OFFICE, Level.COUNTY, Level.CITY, Level.PROVINCE}
_HAPPENED = (
    "inspected_on",
    "visited_on",
    "surveyed_on",
    "given_on",
    "held_on",
    "investigated_on",
    "heard_on",
    "invested_on",
    "lodged_on",
)
"""Fields with the day of something that is written down afterwards."""
_DECIDED = (
    "accepted_on",
    "recommended_on",
    "placed_on",
    "refused_on",
    "scored_on",
    "concluded_on",
    "appointed_on",
    "screened_on",
    "struck_off_on",
    "proposed_on",
)
"""Fields with the day of an act that is done by being recorded."""
_DATED = (*_HAPPENED, *_DECIDED)
_ABOUT = ("application_id", "certificate_number", "opinion_id", "station_id", "season_id")
_WORDS = ("opinion", "reasons", "findings", "remarks", "summary")
_APPROVALS = (
    ApplicationAccepted,
    RecommendationIssued,
    AssessmentScored,
    Certified,
    ReviewPassed,
    StationRegistered,
    StaffAppointed,
)
_TOLD_APART = named_in(sys.modules[__name__])


@dataclass(frozen=True, slots=True)
class SignalFact:
    """A row of `signal_facts`, but for its place in the log and its instant."""

    kind: str
    key: str
    side: str
    person: str
    bureau: str
    station_id: str
    subject: str
    area: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What an event shows alone: `measure` counts days."""

    kind: str
    measure: int
    person: str
    bureau: str
    station_id: str
    subject: str


@dataclass(frozen=True, slots=True)
class _Who:
    person: str
    bureau: str
    station_id: str
    subject: str


def subject_of(event: Event) -> str:
    """What an act is about: the application, the certificate, the opinion, the station or the season."""
    return next((said for said in _said(event, _ABOUT) if said), "")


def _said(event: Event, names: tuple[str, ...]) -> Iterator[Any]:
    """The values of those of these fields that the event has."""
    return (getattr(event, name) for name in _those_of(type(event), names))


@cache
def _those_of(kind: type[Event], names: tuple[str, ...]) -> tuple[str, ...]:
    """Kept by kind: to ask each event for fields that it has not is what would take most of the time."""
    return tuple(name for name in names if name in kind.model_fields)


def _who(recorded: Recorded[Event]) -> _Who:
    said = recorded.attributes
    station = next(_said(recorded.event, ("station_id",)), "")
    return _Who(said.get("actor", ""), said.get("bureau", ""), station, subject_of(recorded.event))


def is_act_of_an_official(recorded: Recorded[Event]) -> bool:
    """Whether a person did it in the name of a bureau, here and not before the programme kept records."""
    said = recorded.attributes
    is_official = said.get("level") in _OFFICIALS and not said.get("imported")
    return is_official and not isinstance(recorded.event, AccessLogged)


def alone(recorded: Recorded[Event]) -> Iterator[Seen]:
    """What the event shows without any other: days that do not fit the day of its recording."""
    if recorded.attributes.get("imported") or not _those_of(type(recorded.event), _DATED):
        return
    day, who = recorded.effective_at.astimezone(CHINA).date(), _who(recorded)
    about = (who.person, who.bureau, who.station_id, who.subject)
    for happened in _days(recorded.event, _HAPPENED):
        if (day - happened).days > LATE_DAYS:
            yield Seen("late_recording", (day - happened).days, *about)
    for decided in _days(recorded.event, _DECIDED):
        if (day - decided).days >= BACK_DATED_DAYS:
            yield Seen("back_dated", (day - decided).days, *about)
    for ahead in _days(recorded.event, _DATED):
        if ahead > day:
            yield Seen("dated_ahead", (ahead - day).days, *about)


def _days(event: Event, names: tuple[str, ...]) -> Iterator[date]:
    return (said for said in _said(event, names) if isinstance(said, date))


def facts(recorded: Recorded[Event]) -> list[SignalFact]:
    """What the event may show together with others."""
    found: list[SignalFact] = []
    if type(recorded.event) in _TOLD_APART:
        found += [*_assigned(recorded), *_duties(recorded), *_jurisdiction(recorded)]
    if is_act_of_an_official(recorded):
        found += [*_hours(recorded), *_words(recorded), *_batch(recorded), *_acted_for(recorded)]
    return found


def _hours(recorded: Recorded[Event]) -> Iterator[SignalFact]:
    """Every act with its day: whether that was worked, a calendar may tell later."""
    there, who = recorded.effective_at.astimezone(CHINA), _who(recorded)
    side = "in" if OFFICE_OPENS <= there.time() <= OFFICE_CLOSES else "out"
    yield _fact("outside_hours", there.date().isoformat(), side, who)


def _batch(recorded: Recorded[Event]) -> Iterator[SignalFact]:
    """One command may record many events: it counts once."""
    if isinstance(recorded.event, _APPROVALS):
        who, stretch = _who(recorded), int(recorded.effective_at.timestamp()) // (60 * BATCH_MINUTES)
        key = f"{who.person}/{type(recorded.event).__name__}/{stretch}"
        yield _fact("batch_approval", key, recorded.attributes.get("correlationid", ""), who)


def _words(recorded: Recorded[Event]) -> Iterator[SignalFact]:
    """What was given as the reason, by its hash, for each case that it was given in."""
    who = _who(recorded)
    for words in dict.fromkeys(_texts(recorded.event)):
        digest = hashlib.sha256(words.encode()).hexdigest()[:32]
        yield _fact("identical_words", f"{who.person}/{digest}", who.subject, who)


def _texts(event: Event) -> Iterator[str]:
    notes = (one.note for one in (*_parts(event, "scores"), *_parts(event, "findings")) if hasattr(one, "note"))
    for words in (*_said(event, _WORDS), *notes):
        if isinstance(words, str) and len(same := "".join(words.split())) >= IDENTICAL_LENGTH:
            yield same


def _parts(event: Event, name: str) -> tuple[Any, ...]:
    parts = next(_said(event, (name,)), ())
    return parts if isinstance(parts, tuple) else ()


def _assigned(recorded: Recorded[Event]) -> Iterator[SignalFact]:
    """Who was given what to assess, and who assessed it."""
    match recorded.event:
        case PanelAppointed() as e:
            for member in e.members:
                yield _fact("quick_score", f"{e.season_id}/{member}", "assigned", _who(recorded), person=member)
        case CaseAssigned() as e:
            key = f"{e.application_id}/{e.assignee}"
            yield _fact("quick_score", key, "assigned", _who(recorded), person=e.assignee)
        case AssessmentScored() as e:
            for about in (e.season_id, e.application_id):
                key = f"{about}/{e.assessor}"
                yield _fact("quick_score", key, "scored", _who(recorded), person=e.assessor)
        case _:
            return


def _duties(recorded: Recorded[Event]) -> Iterator[SignalFact]:  # noqa: C901 (one case for each duty)
    """Which part a person had in a case; nobody has two of these (domain §7.1)."""
    event = recorded.event
    people: tuple[str, ...]
    match event:
        case InspectionRecorded():
            duty, people = "county", event.inspectors
        case RecommendationIssued() | ApplicationPlacedInReserve():
            duty, people = "county", (event.recommender,)
        case AssessmentScored():
            duty, people = "assessed", (event.assessor,)
        case SpotCheckRecorded():
            duty, people = "checked", event.checkers
        case ObjectionInvestigated() | CandidateReleased() | CandidateStruckOff():
            duty, people = "investigated", event.investigators
        case Certified() | RecognitionRefused():
            duty, people = "decided", (recorded.attributes.get("actor", ""),)
        case RevocationProposed():
            duty, people = "proposed", (event.proposed_by,)
        case Revoked():
            duty, people = "revoked", (recorded.attributes.get("actor", ""),)
        case _:
            return
    about = event.certificate_number if isinstance(event, RevocationProposed | Revoked) else event.application_id
    for person in people:
        if person and about and not recorded.attributes.get("imported"):
            yield _fact("same_person_twice", f"{person}/{about}", duty, _who(recorded), person=person)


def _jurisdiction(recorded: Recorded[Event]) -> Iterator[SignalFact]:
    if isinstance(recorded.event, JurisdictionResolved):
        e, who = recorded.event, _who(recorded)
        where = (e.bureau_code, e.division_code)
        yield SignalFact(
            "outside_jurisdiction", e.station_id, "resolved", who.person, who.bureau, who.station_id, *where
        )


def _acted_for(recorded: Recorded[Event]) -> Iterator[SignalFact]:
    """An act about one station, with the bureau in whose place it was done; a mandate gives that one's competence.

    An office is posted in a town, which the register does not assign to it; it is not compared.
    """
    said, who = recorded.attributes, _who(recorded)
    if not who.station_id or isinstance(recorded.event, JurisdictionResolved):
        return
    level, area = said["level"], said.get("jurisdiction", "")
    if level == Level.COUNTY or (level != Level.OFFICE and area):
        where = (who.station_id, said.get("onbehalfof") or who.bureau, area)
        yield SignalFact("outside_jurisdiction", who.station_id, level, who.person, who.bureau, *where)


def _fact(kind: str, key: str, side: str, who: _Who, *, person: str = "") -> SignalFact:
    return SignalFact(kind, key, side, person or who.person, who.bureau, who.station_id, who.subject)
