"""A registry's log of any length, made by hand: a ledger's events with envelopes and a chain that holds."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson

from shared.events.event import Event
from shared.events.registry import Channel, DisputeReceived, DisputeSettled, FollowUpRecorded, Grade, SettledWhere
from shared.eventsourcing.record import GENESIS, attributes_of_row, link, record
from shared.eventsourcing.rows import Row

_BEGAN = datetime(2013, 5, 20, 1, 0, tzinfo=UTC)
_APART = timedelta(milliseconds=700)
_DISPUTE, _STATION, _NUMBER = "di-????????", "st-????????", "no-????????"
"""What stands in a payload that was written once, where each dispute, station and form has its own."""


def _events() -> tuple[Event, ...]:
    """What is told of one dispute, in its order."""
    return (
        DisputeReceived(
            dispute_id=_DISPUTE,
            station_id=_STATION,
            number=_NUMBER,
            channel=Channel.DESK,
            grade=Grade.ORDINARY,
            category="百货",
            summary="商品质量与标签不符, 要求退换; 当场查看了商品和票据, 双方愿意协商",
            amount_fen=9_900,
            first_receiver="sf-00000001",
            received_at=_BEGAN,
        ),
        DisputeSettled(
            dispute_id=_DISPUTE,
            station_id=_STATION,
            settled_by="sf-00000001",
            where=SettledWhere.ENTERPRISE,
            outcome="退货退款",
            refunded_fen=9_900,
            taken_over_because="",
            settled_at=_BEGAN,
        ),
        FollowUpRecorded(
            dispute_id=_DISPUTE, station_id=_STATION, satisfied=True, remarks="满意", followed_up_on=_BEGAN.date()
        ),
    )


def rows(count: int, stations: int = 1_000, *, host: str = "ho-00000001") -> Iterator[Row]:
    """So many rows of the registry's log; every third begins another dispute, the stations take turns."""
    told = [(event.type_name(), event.payload()) for event in _events()]
    chain = GENESIS
    for position in range(1, count + 1):
        dispute, place = divmod(position - 1, len(told))
        station = f"st-{dispute % stations:08d}"
        name, payload = told[place]
        for mark, own in (
            (_DISPUTE, f"di-{dispute:08d}"),
            (_STATION, station),
            (_NUMBER, f"no-{dispute:08d}"),
        ):
            payload = payload.replace(mark.encode(), own.encode())
        at = _BEGAN + position * _APART
        columns = (
            position,
            f"dispute-di-{dispute:08d}",
            place + 1,
            name,
            UUID(int=position),
            payload,
            orjson.dumps(_attributes(station, host, dispute), option=orjson.OPT_SORT_KEYS),
            at,
            at,
        )
        chain = link(chain, *columns)
        yield Row(*columns, chain)


def _attributes(station: str, host: str, dispute: int) -> dict[str, str]:
    return {
        "source": "/services/registry",
        "partitionkey": station,
        "actor": f"person-{host}",
        "level": "enterprise",
        "post": "服务站负责人",
        "bureau": host,
        "bureauname": "常州购物中心有限公司",
        "jurisdiction": "320402",
        "basis": "[notice] 三(三): 申诉有门",
        "correlationid": f"00000000-0000-4000-8000-{dispute:012d}",
    }


def records(count: int, stations: int = 1_000) -> Iterator[bytes]:
    """Their records: what the audit keeps and the tile log proves."""
    return (record(attributes_of_row(row), row.payload) for row in rows(count, stations))
