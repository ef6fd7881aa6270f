"""上报名单: what the city reports to the province, in order, and frozen from then on."""

from datetime import date

from shared.events.event import Event, Internal, Part, Public
from shared.events.registry import StationKind


class ListEntry(Part):
    """One line of the list, in its order, with the names of the day."""

    rank: Public[int]
    application_id: Public[str]
    station_id: Public[str]
    station_name: Public[str]
    host_id: Public[str]
    host_name: Public[str]
    kind: Public[StationKind]
    trade: Public[str]
    bureau_code: Public[str]
    bureau_name: Public[str]
    total: Internal[int]


class ListSubmitted(Event):
    """上报名单: the city reports the stations that passed, in order, and those in reserve. Frozen from here on."""

    clause = "[notice] 二(六): 10月底前将通过测评示范站名单报省局"

    list_id: Public[str]
    season_id: Public[str]
    entries: Public[tuple[ListEntry, ...]]
    reserve: Public[tuple[ListEntry, ...]]
    over_quota_reason: Internal[str]
    late_reason: Internal[str]
    submitted_on: Public[date]
    submitted_by: Public[str] = ""
    template: Public[str] = ""
    printed_sha256: Public[str] = ""


class ListSupplemented(Event):
    """补报名单: after the list, the city reports further stations, in order, and says why.

    A place fell free, or an objection that had held a candidate was decided. Only who stood on notice may join.
    """

    clause = "domain §7.6 rule 9; 征兵工作条例 art. 30 as analogue"

    list_id: Public[str]
    season_id: Public[str]
    supplement: Public[int]
    entries: Public[tuple[ListEntry, ...]]
    reason: Internal[str]
    over_quota_reason: Internal[str]
    late_reason: Internal[str]
    supplemented_on: Public[date]
    submitted_by: Public[str] = ""
    template: Public[str] = ""
    printed_sha256: Public[str] = ""
