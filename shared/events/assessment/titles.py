"""称号、牌匾: the title as it is given, suspended and ended, and the plaque that stands for it."""

from datetime import date
from enum import StrEnum

from shared.events.event import Event, Internal, Public
from shared.events.registry import StationKind


class Certified(Event):
    """认定: the province recognises the station; the title is in force from this day.

    `effective` names and trade are those of the day and stay in the certificate.
    """

    clause = "[notice] 二(三), 二(五): 认定"

    station_id: Public[str]
    application_id: Public[str]
    season_id: Public[str]
    host_id: Public[str]
    station_name: Public[str]
    host_name: Public[str]
    kind: Public[StationKind]
    trade: Public[str]
    bureau_code: Public[str]
    bureau_name: Public[str]
    certificate_number: Public[str]
    document_number: Public[str]
    certified_on: Public[date]


class PlaqueHandedOver(Event):
    """授牌: the station has its plaque."""

    clause = "[notice] 二(三): 撤牌 implies a plaque; S19"

    station_id: Public[str]
    certificate_number: Public[str]
    plaque_number: Public[str]
    handed_over_on: Public[date]


class PlaqueReturned(Event):
    """收回牌匾: the plaque is back with the bureau."""

    clause = "[notice] 二(三): 撤牌; S36; S37"

    station_id: Public[str]
    certificate_number: Public[str]
    plaque_number: Public[str]
    returned_on: Public[date]


class PlaqueDeclaredVoid(Event):
    """牌匾作废: a plaque that was lost, or is not given back, counts for nothing any more."""

    clause = "domain §7.4 (lost | not returned); S36; S37"

    station_id: Public[str]
    certificate_number: Public[str]
    plaque_number: Public[str]
    reason: Public[str]
    declared_on: Public[date]


class TitleSuspended(Event):
    """称号中止: the station stands elsewhere; its title counts again when the new premises were looked at."""

    clause = "domain §7.6 rule 16"

    station_id: Public[str]
    certificate_number: Public[str]
    reason: Public[str]
    suspended_on: Public[date]


class TitleResumed(Event):
    """称号恢复: the new premises were inspected, and the title counts again."""

    clause = "domain §7.6 rule 16"

    station_id: Public[str]
    certificate_number: Public[str]
    findings: Internal[str]
    resumed_on: Public[date]


class EndedBy(StrEnum):
    """Why a title ends without blame."""

    CLOSURE = "closure"  # 撤站
    REQUEST = "request"  # 自愿放弃
    CHANGE_OF_HOST = "change_of_host"  # 变更建站企业
    MOVE_AWAY = "move_away"  # 迁出


class TitleEnded(Event):
    """称号终止: the title is over, without blame and without a bar; its plaque is still to be given back."""

    clause = "domain §7.6 rules 14, 16; domain §9 scenario 7"

    station_id: Public[str]
    certificate_number: Public[str]
    station_name: Public[str]
    ended_by: Public[EndedBy]
    ended_on: Public[date]
