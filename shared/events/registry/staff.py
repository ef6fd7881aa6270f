"""工作人员: who serves at a station, from the host's proposal on, and what of it the public may see."""

from datetime import date
from typing import Annotated

from shared.events.event import Event, Internal, Public, Sealed, personal
from shared.events.registry.kinds import StationPost


class StaffProposed(Event):
    """推荐人选: the host proposes somebody for posts at its station; the county checks."""

    clause = "[notice] 三(一); S8"

    staff_id: Public[str]
    station_id: Public[str]
    host_id: Public[str]
    name: Annotated[Sealed, personal("staff_id")]
    posts: Public[tuple[StationPost, ...]]
    proposed_on: Public[date]


class StaffAppointed(Event):
    """选配: a member of staff is engaged at a station in one or several posts, proposed by the host [S8]."""

    clause = "[notice] 三(一); S6; S8"

    staff_id: Public[str]
    station_id: Public[str]
    host_id: Public[str]
    name: Annotated[Sealed, personal("staff_id")]
    posts: Public[tuple[StationPost, ...]]
    appointed_on: Public[date]


class AppointmentRefused(Event):
    """不予聘任: the county has checked somebody whom the host proposed, and says why not."""

    clause = "S8 (the county checks)"

    staff_id: Public[str]
    station_id: Public[str]
    reasons: Internal[str]
    refused_on: Public[date]


class StaffLeft(Event):
    """离岗: somebody no longer serves at the station."""

    clause = "S6; S8"

    staff_id: Public[str]
    station_id: Public[str]
    left_on: Public[date]


class PublicationConsentGiven(Event):
    """同意公开: somebody agrees, separately, that name, photo or score be published."""

    clause = "个人信息保护法 art. 25"

    staff_id: Public[str]
    station_id: Public[str]
    covers: Public[tuple[str, ...]]
    document_sha256: Internal[str]
    given_on: Public[date]


class PublicationConsentWithdrawn(Event):
    """撤回同意: from now on nothing personal of them is published; an award that was given stands."""

    clause = "个人信息保护法 art. 15"

    staff_id: Public[str]
    station_id: Public[str]
    withdrawn_on: Public[date]


class ErasureOrdered(Event):
    """提请删除: somebody orders that what is known of a person be erased; another must confirm it.

    `retained_until` is the day until which the law wanted it kept; it has come.
    """

    clause = "个人信息保护法 art. 47; art. 51"

    subject_id: Public[str]
    station_id: Public[str]
    grounds: Internal[str]
    ordered_by: Internal[str]
    retained_until: Public[date]
    ordered_on: Public[date]


class SubjectErased(Event):
    """删除个人信息: what is known of a person is erased, or closed to everybody where the law wants it kept.

    `outcome` is `erased`, whereupon the person's key is destroyed, or `restricted` while a retention period runs, which
    `retained_until` ends.
    """

    clause = "个人信息保护法 art. 47"

    subject_id: Public[str]
    station_id: Public[str]
    outcome: Public[str]
    grounds: Internal[str]
    retained_until: Public[date]
    erased_on: Public[date]


class RecordCorrected(Event):
    """更正: a record of the station's file was wrong; both the record and its correction stand.

    `record_id` is the id of the event that is corrected.
    """

    clause = "个人信息保护法 art. 46; 政府信息公开条例 art. 41"

    correction_id: Public[str]
    station_id: Public[str]
    record_id: Public[str]
    record_type: Public[str]
    correction: Internal[str]
    reason: Internal[str]
    corrected_on: Public[date]
