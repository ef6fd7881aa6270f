"""12315消费维权服务站: a station from its proposal to its closing, wherever it moves and whoever runs it."""

from datetime import date

from shared.events.event import Event, Internal, Public
from shared.events.registry.kinds import Size, StationKind


class StationProposed(Event):
    """申请建站: a host asks its county, which is `bureau_code`, to put a station on the register."""

    clause = "[notice] 二(一); S7; S8"

    station_id: Public[str]
    host_id: Public[str]
    name: Public[str]
    kind: Public[StationKind]
    trade: Public[str]
    size: Public[Size]
    division_code: Public[str]
    town: Public[str]
    operating_since: Public[date]
    proposed_on: Public[date]
    bureau_code: Public[str] = ""


class StationRegistered(Event):
    """建站: a 12315 service station is on the register at its place. `operating_since` is when it began to run.

    `distinct_because` tells why it is no duplicate of a station that looks like it; empty where none does.
    """

    clause = "[notice] 二(一); S7; S8"

    station_id: Public[str]
    host_id: Public[str]
    name: Public[str]
    kind: Public[StationKind]
    trade: Public[str]
    size: Public[Size]
    division_code: Public[str]
    town: Public[str]
    operating_since: Public[date]
    registered_on: Public[date]
    distinct_because: Internal[str] = ""


class RegistrationRefused(Event):
    """不予登记: the county does not register a proposed station, and says why."""

    clause = "S7; S8 (the county checks)"

    station_id: Public[str]
    host_id: Public[str]
    reasons: Internal[str]
    refused_on: Public[date]


class StationDetailsCorrected(Event):
    """登记更正: what was written down wrongly is put right; every detail stands as it is from now on."""

    clause = "政府信息公开条例 art. 41 (correction)"

    station_id: Public[str]
    kind: Public[StationKind]
    trade: Public[str]
    size: Public[Size]
    operating_since: Public[date]
    reason: Internal[str]
    corrected_on: Public[date]


class StationRenamed(Event):
    """更名: the station goes on under another name; documents of before keep the old one."""

    clause = "domain §7.6 rule 16"

    station_id: Public[str]
    name: Public[str]
    former_name: Public[str]
    renamed_on: Public[date]


class StationMoved(Event):
    """迁址: the station stands at another place; the bureau competent there takes over."""

    clause = "domain §7.6 rule 16; 市场主体登记管理条例 art. 27"

    station_id: Public[str]
    division_code: Public[str]
    town: Public[str]
    former_division_code: Public[str]
    former_town: Public[str]
    moved_on: Public[date]


class StationTransferred(Event):
    """变更建站企业: another host runs the station from now on."""

    clause = "domain §7.6 rule 16"

    station_id: Public[str]
    host_id: Public[str]
    former_host_id: Public[str]
    transferred_on: Public[date]


class StationSuspended(Event):
    """停用: the station does not run for the time being."""

    clause = "domain §7.4"

    station_id: Public[str]
    reason: Internal[str]
    suspended_on: Public[date]


class StationResumed(Event):
    """恢复: the station runs again."""

    clause = "domain §7.4"

    station_id: Public[str]
    resumed_on: Public[date]


class StationClosed(Event):
    """撤站: the station has ended; nothing brings it back."""

    clause = "domain §7.4; S14"

    station_id: Public[str]
    reason: Internal[str]
    closed_on: Public[date]


class JurisdictionResolved(Event):
    """管辖: from a day on, this bureau is the competent one for the station's place.

    `replaces` is the bureau that was competent before, where another one was; `change_id` is the change of divisions
    that it follows from, and `reason` what a person who decided it gave.
    """

    clause = "[notice] 二(五): 所辖县、区工商行政管理机关"

    station_id: Public[str]
    bureau_code: Public[str]
    division_code: Public[str]
    town: Public[str]
    since: Public[date]
    replaces: Public[str] = ""
    change_id: Public[str] = ""
    reason: Internal[str] = ""
