"""A matter, as the facts recorded so far make it."""

from dataclasses import dataclass, replace

from services.publication.matter.commands import About
from shared.events.publication import OpinionsGrouped

MatterEvent = OpinionsGrouped


@dataclass(frozen=True, slots=True)
class Matter:
    about: About | None = None
    opinion_ids: frozenset[str] = frozenset()


def evolve(matter: Matter, event: MatterEvent) -> Matter:
    about = About(
        notice_id=event.notice_id,
        application_id=event.application_id,
        station_id=event.station_id,
        certificate_number=event.certificate_number,
        stance=event.stance,
    )
    return replace(matter, about=about, opinion_ids=matter.opinion_ids | set(event.opinion_ids))
