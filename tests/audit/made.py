"""Logs of owners made by hand: rows with a chain that holds, and the messages that the relay would send of them."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import orjson

from services.audit.entries import Entry, entry
from shared.bus.outgoing import message_of
from shared.events.application import ApplicationFiled, RecommendationsClosed, SeasonSettings
from shared.events.assessment import (
    Certified,
    EndedBy,
    RevocationGround,
    RevocationSetAside,
    Revoked,
    TitleEnded,
    TitleSuspended,
)
from shared.events.event import Event
from shared.events.registry import DayBegan, Size, StationKind, StationRegistered
from shared.eventsourcing.record import GENESIS, attributes_of_headers, link
from shared.eventsourcing.rows import Row

NOON = datetime(2013, 5, 20, 4, 0, tzinfo=UTC)
_IDS = UUID("0f6f8f3e-0000-4000-8000-000000000000")


def station_registered(station_id: str) -> StationRegistered:
    return StationRegistered(
        station_id=station_id,
        host_id="ho-1",
        name="莱蒙站",
        kind=StationKind.MALL,
        trade="百货",
        size=Size(),
        division_code="320402",
        town="",
        operating_since=date(2011, 3, 15),
        registered_on=date(2013, 5, 20),
    )


def filed(station_id: str) -> ApplicationFiled:
    return ApplicationFiled(
        application_id=f"A-2013-{station_id}",
        season_id="S-2013-320400",
        station_id=station_id,
        host_id="ho-1",
        bureau_code="B-320402",
        form_sha256="0" * 64,
        self_score_tenths=900,
        filed_at=NOON,
    )


def closed() -> RecommendationsClosed:
    return RecommendationsClosed(
        season_id="S-2013-320400",
        year=2013,
        city_code="320400",
        settings=SeasonSettings(
            applications_close_on=date(2013, 8, 30),
            recommendations_due_on=date(2013, 9, 13),
            submission_due_on=date(2013, 10, 31),
            rubric_id="R-JS-2013",
        ),
        candidates=(),
        closed_on=date(2013, 9, 14),
    )


def certified(station_id: str) -> Certified:
    return Certified(
        station_id=station_id,
        application_id=f"A-2013-{station_id}",
        season_id="S-2013-320400",
        host_id="ho-1",
        station_name="莱蒙站",
        host_name="莱蒙",
        kind=StationKind.MALL,
        trade="百货",
        bureau_code="B-320402",
        bureau_name="钟楼分局",
        certificate_number="苏示站2013-0001",
        document_number="苏工商消〔2013〕1号",
        certified_on=date(2013, 11, 20),
    )


def revoked(station_id: str) -> Revoked:
    return Revoked(
        station_id=station_id,
        certificate_number="苏示站2013-0001",
        station_name="莱蒙站",
        ground=RevocationGround.LAX_MANAGEMENT,
        reasons="台账无人登记",
        document_number="苏工商消〔2014〕9号",
        appeal_days=60,
        decided_on=date(2014, 8, 1),
    )


def suspended(station_id: str) -> TitleSuspended:
    return TitleSuspended(
        station_id=station_id,
        certificate_number="苏示站2013-0001",
        reason="服务站已迁址",
        suspended_on=date(2014, 2, 1),
    )


def set_aside(station_id: str) -> RevocationSetAside:
    return RevocationSetAside(
        station_id=station_id,
        certificate_number="苏示站2013-0001",
        station_name="莱蒙站",
        appeal_id="ap-1",
        document_number="工商复字〔2014〕1号",
        set_aside_on=date(2014, 10, 1),
    )


def ended(station_id: str) -> TitleEnded:
    return TitleEnded(
        station_id=station_id,
        certificate_number="苏示站2013-0001",
        station_name="莱蒙站",
        ended_by=EndedBy.CLOSURE,
        ended_on=date(2014, 6, 1),
    )


def day(of: date) -> DayBegan:
    return DayBegan(day=of)


class Log:
    """An owner's log, as its store would hold it."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        self.rows: list[Row] = []
        self._sent: dict[int, int] = {}
        self._versions: dict[str, int] = {}

    def add(
        self,
        event: Event | bytes,
        stream: str,
        *,
        key: str = "",
        cause: Row | None = None,
        days: int = 0,
        type_name: str = "",
        **attributes: str,
    ) -> Row:
        """Record an event, or bytes of a type that nobody knows."""
        position = len(self.rows) + 1
        version = self._versions[stream] = self._versions.get(stream, 0) + 1
        instant = NOON + timedelta(days=days, milliseconds=position)
        stored = {
            "source": f"/services/{self.owner}",
            "partitionkey": key or stream,
            "actor": "of-1",
            "level": "county",
            "correlationid": "c",
        }
        stored |= {"causationid": str(cause.event_id)} if cause else {}
        columns = (
            position,
            stream,
            version,
            type_name or (event.type_name() if isinstance(event, Event) else ""),
            uuid5(_IDS, f"{self.owner}{position}"),
            event.payload() if isinstance(event, Event) else event,
            orjson.dumps(stored | attributes, option=orjson.OPT_SORT_KEYS),
            instant,
            instant,
        )
        before = self.rows[-1].chain if self.rows else GENESIS
        self.rows.append(Row(*columns, link(before, *columns)))
        return self.rows[-1]

    def entries(self) -> list[Entry]:
        return [entry_of(row) for row in self.rows]


def entry_of(row: Row) -> Entry:
    """The entry as it comes out of the message that the relay sends of a row."""
    message = message_of(row, {})
    return entry(attributes_of_headers(message.headers), message.value)


def a_season() -> Sequence[Log]:
    """Two stations; one of them goes from registration to the title and loses it."""
    registry, application, assessment = Log("registry"), Log("application"), Log("assessment")
    registry.add(station_registered("st-1"), "station-st-1", key="st-1")
    registry.add(station_registered("st-2"), "station-st-2", key="st-2")
    application.add(filed("st-1"), "application-A-2013-st-1", key="st-1", days=60, level="enterprise", bureau="ho-1")
    began = registry.add(day(date(2013, 9, 14)), "calendar", days=117, level="service", actor="service:registry")
    handed_over = application.add(closed(), "season-S-2013-320400", cause=began, days=118, level="service")
    assessment.add(certified("st-1"), "title-st-1", key="st-1", cause=handed_over, days=184, level="province")
    assessment.add(revoked("st-1"), "title-st-1", key="st-1", days=438, level="province")
    return registry, application, assessment
