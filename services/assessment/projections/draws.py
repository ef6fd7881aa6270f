"""A draw as rows, and which of those that it has drawn were looked at. They come in the order of the log."""

import orjson

from shared.events.assessment import DrawCommitted, DrawnStation, DrawRevealed, SpotCheckOrdered, SpotCheckRecorded
from shared.events.event import Event
from shared.eventsourcing.commits import Statement

_COMMITTED = """
INSERT INTO draws (draw_id, about, season_id, division_code, population_on, commitment, algorithm, count, inspectors,
    inspectors_each, reveal_by_days, committed_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (draw_id) DO NOTHING
"""
_REVEALED = """
UPDATE draws SET seed = $2, entropy = $3, entropy_is = $4, population = $5, recusals = $6, revealed_on = $7
 WHERE draw_id = $1
"""
_DRAWN = """
INSERT INTO drawn (draw_id, entry_id, place, station_id, inspectors) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (draw_id, entry_id) DO NOTHING
"""
_ORDERED = "UPDATE drawn SET check_id = $3 WHERE draw_id = $1 AND entry_id = $2"
_CHECKED = "UPDATE drawn SET checked_on = $2 WHERE check_id = $1"


def project(event: Event) -> list[Statement]:
    match event:
        case DrawCommitted():
            return [(_COMMITTED, _committed(event))]
        case DrawRevealed():
            return [
                (_REVEALED, _revealed(event)),
                *((_DRAWN, _drawn(event, place, one)) for place, one in enumerate(event.drawn, start=1)),
            ]
        case SpotCheckOrdered(draw_id=draw) if draw:
            return [(_ORDERED, (draw, event.certificate_number or event.application_id, event.check_id))]
        case SpotCheckRecorded():
            return [(_CHECKED, (event.check_id, event.checked_on))]
        case _:
            return []


def _committed(event: DrawCommitted) -> tuple[object, ...]:
    return (
        event.draw_id,
        str(event.about),
        event.season_id,
        event.division_code,
        event.population_on,
        event.commitment,
        event.algorithm,
        event.count,
        list(event.inspectors),
        event.inspectors_each,
        event.reveal_by_days,
        event.committed_on,
    )


def _revealed(event: DrawRevealed) -> tuple[object, ...]:
    return (
        event.draw_id,
        event.seed,
        event.entropy,
        event.entropy_is,
        list(event.population),
        orjson.dumps(event.recusals).decode(),
        event.revealed_on,
    )


def _drawn(event: DrawRevealed, place: int, one: DrawnStation) -> tuple[object, ...]:
    return event.draw_id, one.id, place, one.station_id, list(one.inspectors)
