"""The signals of an event thrown onto tables.

A kind that looks at several events keeps each as a fact under the key that they share, and whichever comes last of
those that belong together completes the signal; so the order in which they come is free.
"""

from collections.abc import Mapping

from services.audit.signals import rules
from services.audit.signals.facts import SignalFact, alone, facts
from services.audit.signals.thresholds import BATCH_ACTS, IDENTICAL_CASES, QUICK_SCORE
from shared.events.event import Event
from shared.events.registry import BureauSucceeded, CalendarPublished
from shared.eventsourcing.commits import Statement
from shared.eventsourcing.envelope import Recorded

GROUPS: Mapping[str, int] = {
    "batch_approval": BATCH_ACTS,
    "identical_words": IDENTICAL_CASES,
    "same_person_twice": 2,
}
"""Kinds that are seen once so many different sides meet under one key."""

Place = tuple[str, int]


def project(recorded: Recorded[Event]) -> list[Statement]:
    """What an event adds to the signals; most add a fact or two, and no signal."""
    place = (recorded.event.owner(), recorded.position)
    found = [*_alone(recorded, place), *_of_the_rules(recorded.event, place, recorded)]
    for fact in facts(recorded):
        found += [_kept(fact, place, recorded), *_completed(fact, place, recorded)]
    return found


def _alone(recorded: Recorded[Event], place: Place) -> list[Statement]:
    most = {}
    for seen in sorted(alone(recorded), key=lambda one: one.measure):
        most[seen.kind] = seen
    at, key = recorded.effective_at, "{}:{}".format(*place)
    return [
        (rules.SEEN, (one.kind, key, at, one.person, one.bureau, one.station_id, one.subject, one.measure))
        for one in most.values()
    ]


def _of_the_rules(event: Event, place: Place, recorded: Recorded[Event]) -> list[Statement]:
    """A calendar tells which days were worked, and a succession who has a bureau's powers: both look back."""
    match event:
        case CalendarPublished():
            return [(sql, (str(event.year),)) for sql in rules.HOURS_OF_THE_YEAR]
        case BureauSucceeded():
            fact = SignalFact("succession", event.bureau_code, "successor", "", "", "", event.successor_code)
            return [_kept(fact, place, recorded), *((sql, (event.bureau_code,)) for sql in rules.AFTER_A_SUCCESSION)]
        case _:
            return []


def _kept(fact: SignalFact, place: Place, recorded: Recorded[Event]) -> Statement:
    who = (fact.person, fact.bureau, fact.station_id, fact.subject, fact.area)
    return rules.FACT, (fact.kind, fact.key, *place, fact.side, recorded.effective_at, *who)


def _completed(fact: SignalFact, place: Place, recorded: Recorded[Event]) -> list[Statement]:
    at = recorded.effective_at
    match fact.kind:
        case "outside_hours":
            return [(rules.HOURS, (fact.key, *place))]
        case "outside_jurisdiction" if fact.side == "resolved":
            return [(sql, (fact.key,)) for sql in rules.JURISDICTION_OF_THE_STATION]
        case "outside_jurisdiction":
            return [(rules.JURISDICTION, (fact.key, *place))]
        case "quick_score":
            return [(rules.QUICK, (fact.key, at, QUICK_SCORE))]
        case _:
            is_one_case = fact.kind == "same_person_twice"
            about = (fact.station_id, fact.subject) if is_one_case else ("", "")
            return [
                (rules.LATER, (fact.kind, fact.key, at, fact.bureau)),
                (rules.MET, (fact.kind, fact.key, fact.person, *about, GROUPS[fact.kind])),
            ]
