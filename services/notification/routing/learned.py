"""What an event teaches of who is concerned: pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shared.events.application import ApplicationDrafted, ApplicationFiled, SeasonDrafted
from shared.events.event import Event
from shared.events.incentives import ContestAnnounced, StaffNominated
from shared.events.publication import CandidatesPutOnNotice, OpinionReceived, PublicNoticeOpened
from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    CaseTakenUp,
    CompetenceDelegated,
    JurisdictionResolved,
    StaffAppointed,
    StationMoved,
    StationRegistered,
    StationTransferred,
)

SEVERAL = frozenset({"city-counties", "city-hosts", "contest-hosts", "notice-hosts"})
"""The ways that lead to many at once. A season's counties and hosts are found by way of its city, and the host of a
member of staff by way of the station."""


_OF_A_SEASONS_CITY = ("season-city", "season-counties", "season-hosts")


@dataclass(frozen=True, slots=True)
class Concern:
    """From some instant on `id` leads by `kind` to this recipient."""

    kind: str
    id: str
    recipient: str


def city_of(division_code: str) -> str:
    """The city of a division, as a recipient."""
    return f"city:{division_code[:4]}00"


def province_of(division_code: str) -> str:
    """Its province, as a recipient."""
    return f"province:{division_code[:2]}0000"


def learned(event: Event) -> tuple[Concern, ...]:
    """What the event teaches; nothing, most of the time."""
    return (*_of_stations(event), *_of_bureaus(event), *_of_cases(event), *_of_contests(event))


def _of_stations(event: Event) -> Iterator[Concern]:
    match event:
        case StationRegistered(station_id=station, host_id=host, division_code=division):
            yield Concern("station-host", station, f"host:{host}")
            yield from _standing(station, division)
            yield Concern("city-hosts", city_of(division), f"host:{host}")
        case StationTransferred(station_id=station, host_id=host):
            yield Concern("station-host", station, f"host:{host}")
        case StationMoved(station_id=station, division_code=division):
            yield from _standing(station, division)
        case JurisdictionResolved(station_id=station, bureau_code=bureau, division_code=division):
            yield Concern("station-bureau", station, f"bureau:{bureau}")
            yield from _standing(station, division)
        case _:
            return


def _standing(station: str, division: str) -> Iterator[Concern]:
    yield Concern("station-city", station, city_of(division))
    yield Concern("station-province", station, province_of(division))


def _of_bureaus(event: Event) -> Iterator[Concern]:
    match event:
        case BureauEstablished(level=BureauLevel.COUNTY, bureau_code=bureau, division_code=division) if division:
            yield Concern("city-counties", city_of(division), f"bureau:{bureau}")
        case CompetenceDelegated(mandate_id=mandate, delegate_code=other):
            yield Concern("mandate-other", mandate, f"bureau:{other}")
        case CaseTakenUp(mandate_id=mandate, lower_code=other):
            yield Concern("mandate-other", mandate, f"bureau:{other}")
        case _:
            return


def _of_cases(event: Event) -> Iterator[Concern]:
    match event:
        case SeasonDrafted(season_id=season, city_code=city):
            yield Concern("season-province", season, province_of(city))
            yield from (Concern(kind, season, city_of(city)) for kind in _OF_A_SEASONS_CITY)
        case ApplicationDrafted(application_id=application, host_id=host):
            yield Concern("application-host", application, f"host:{host}")
        case ApplicationFiled(application_id=application, host_id=host):
            yield Concern("application-host", application, f"host:{host}")
        case PublicNoticeOpened(notice_id=notice, candidates=candidates):
            yield from _on_notice(notice, (one.host_id for one in candidates))
        case CandidatesPutOnNotice(notice_id=notice, candidates=candidates):
            yield from _on_notice(notice, (one.host_id for one in candidates))
        case OpinionReceived(opinion_id=opinion, station_id=station):
            yield Concern("opinion-city", opinion, station)
        case _:
            return


def _of_contests(event: Event) -> Iterator[Concern]:
    match event:
        case StaffAppointed(staff_id=staff, station_id=station):
            yield Concern("staff-host", staff, station)
        case ContestAnnounced(contest_id=contest, host_id=host, bureau_code=bureau):
            yield Concern("contest-organiser", contest, f"host:{host}" if host else f"bureau:{bureau}")
        case StaffNominated(contest_id=contest, staff_id=staff, station_id=station, host_id=host):
            yield Concern("staff-host", staff, station)
            yield Concern("contest-hosts", contest, f"host:{host}")
        case _:
            return


def _on_notice(notice: str, hosts: Iterable[str]) -> Iterator[Concern]:
    yield from (Concern("notice-hosts", notice, f"host:{host}") for host in dict.fromkeys(hosts))
