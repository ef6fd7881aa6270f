"""How nominees rank: the frozen board, the winners who are posted, and the ranking that stands in the end."""

from datetime import date

from shared.events.event import Event, Internal, Part, Public


class Heard(Part):
    """How far the topic of another service had been worked off, by its partition."""

    topic: Public[str]
    partition: Public[int]
    position: Public[int]


class BoardRow(Part):
    """A nominee's place on the board; everything but the rank in tenths of a point.

    `test`, `results`, `vote` and `experts` are the components; the four after them the notice's criteria.
    """

    rank: Public[int]
    staff_id: Public[str]
    station_id: Public[str]
    total: Internal[int]
    test: Internal[int]
    results: Internal[int]
    vote: Internal[int]
    experts: Internal[int]
    service: Internal[int]
    competence: Internal[int]
    performance: Internal[int]
    satisfaction: Internal[int]


class LeaderboardFrozen(Event):
    """定榜: the board as it stood at a position of the log. Nothing that comes later moves it.

    `position` is that of incentives' own log, `heard` those up to which others had been worked off; `sha256` is over
    the canonical JSON of the rows.
    """

    clause = "domain §7.4 (decided); design §4"

    contest_id: Public[str]
    position: Public[int]
    heard: Public[tuple[Heard, ...]]
    sha256: Public[str]
    rows: Internal[tuple[BoardRow, ...]]
    frozen_on: Public[date]


class Winner(Part):
    """Somebody within the places."""

    rank: Public[int]
    staff_id: Public[str]
    station_id: Public[str]


class WinnersAnnounced(Event):
    """获奖人选公示: the organiser posts who is to be honoured; objections are taken until the end of a day."""

    clause = "domain §7.4 (notice); S50 (seven days)"

    contest_id: Public[str]
    winners: Public[tuple[Winner, ...]]
    objections_until: Public[date]
    announced_on: Public[date]


class Ranked(Part):
    """One nominee's place; `total` in tenths of a point."""

    rank: Public[int]
    staff_id: Public[str]
    station_id: Public[str]
    total: Internal[int]


class ContestClosed(Event):
    """竞赛结束: scoring is over and the ranking stands."""

    clause = "[notice] 三(三)"

    contest_id: Public[str]
    ranking: Internal[tuple[Ranked, ...]]
    closed_on: Public[date]
