"""申请: the host asks, of its own will; its county takes the application up, checks and inspects."""

from datetime import date, datetime
from enum import StrEnum

from shared.events.event import Event, Internal, Part, Public


class FilingChannel(StrEnum):
    """How an application came."""

    ONLINE = "online"  # 网上
    POST = "post"  # 邮寄: the county records what the host has sent
    COUNTER = "counter"  # 窗口: the county records what the host has handed in


class TrustGrade(StrEnum):
    """How far an attachment can be trusted [S48]."""

    A = "A"  # issued by the organ itself
    B = "B"  # checked against the original at the counter
    C = "C"  # a copy that was uploaded, the original to be checked
    D = "D"  # made by the host, who promises that it is true


class ItemScore(Part):
    """One item of the standard as the host sees itself, in tenths of a point."""

    item: Internal[str]
    tenths: Internal[int]
    note: Internal[str]


class KnownFact(Part):
    """What the register knew of an item when the host assessed itself."""

    item: Internal[str]
    fact: Internal[str]


class ApplicationDrafted(Event):
    """起草申请: a host has begun an application. A draft binds nobody and may be changed.

    `copied_from` is the application of an earlier season whose form was taken over; empty where none was.
    """

    clause = "[notice] 二(五): 企业自愿"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    host_id: Public[str]
    statement: Internal[str]
    contact: Internal[str]
    drafted_at: Public[datetime]
    copied_from: Public[str] = ""


class SelfAssessed(Event):
    """自评: the host has scored its station against the season's standard."""

    clause = "S9; domain §8"

    application_id: Public[str]
    station_id: Public[str]
    rubric_id: Public[str]
    scores: Internal[tuple[ItemScore, ...]]
    total_tenths: Internal[int]
    known: Internal[tuple[KnownFact, ...]]
    assessed_on: Public[date]


class EvidenceAttached(Event):
    """附证: a file stands for one or several items of the standard; the object store holds it under its hash."""

    clause = "S48 (trust grades A–D)"

    application_id: Public[str]
    station_id: Public[str]
    sha256: Internal[str]
    media_type: Internal[str]
    size_bytes: Internal[int]
    title: Internal[str]
    items: Internal[tuple[str, ...]]
    grade: Internal[TrustGrade]
    attached_on: Public[date]


class EvidenceRemoved(Event):
    """撤附: a file no longer belongs to the draft."""

    clause = "S48"

    application_id: Public[str]
    station_id: Public[str]
    sha256: Internal[str]
    removed_on: Public[date]


class EvidenceChecked(Event):
    """核对原件: the county has compared a copy with its original, and grades it anew."""

    clause = "S48"

    application_id: Public[str]
    station_id: Public[str]
    sha256: Internal[str]
    grade: Internal[TrustGrade]
    checked_on: Public[date]


class ApplicationFiled(Event):
    """申请: the host has filed, of its own will, with the county competent for its station.

    `filed_at` is the effective instant of receipt; rules about lateness compare it with the closing instant. For a
    paper that was recorded on a later day than it came, `recorded_late` tells so, and the envelope when. What the
    county says of a paper that it records stands in `recorded_because`.
    """

    clause = "[notice] 二(五): 企业自愿"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    host_id: Public[str]
    bureau_code: Public[str]
    form_sha256: Internal[str]
    self_score_tenths: Internal[int]
    filed_at: Public[datetime]
    channel: Public[FilingChannel] = FilingChannel.ONLINE
    pledge_sha256: Internal[str] = ""
    recorded_late: Public[bool] = False
    recorded_because: Internal[str] = ""


class ApplicationReturned(Event):
    """补正告知: what is missing is told once, all of it, with the day by which it is to be mended."""

    clause = "domain §7.5; 政府信息公开条例 art. 30"

    application_id: Public[str]
    station_id: Public[str]
    missing: Internal[tuple[str, ...]]
    due_on: Public[date]
    due_is_provisional: Public[bool]
    returned_on: Public[date]


class ApplicationRefiled(Event):
    """补正: the host has mended what was missing, and files again; the place in time is that of the first filing."""

    clause = "domain §7.5"

    application_id: Public[str]
    station_id: Public[str]
    form_sha256: Internal[str]
    refiled_at: Public[datetime]


class ApplicationAccepted(Event):
    """受理: the county has taken the application up."""

    clause = "[notice] 二(五)"

    application_id: Public[str]
    station_id: Public[str]
    accepted_on: Public[date]


class ApplicationNotAccepted(Event):
    """不予受理: the county does not take the application up, and says why."""

    clause = "[notice] 二(五)"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    reasons: Internal[str]
    refused_on: Public[date]


class ApplicationWithdrawn(Event):
    """撤回: the host takes its application back, which it may do until the list is submitted.

    An application also ends so, without its host's act, when the station closes or another host takes it over.
    """

    clause = "[notice] 二(五): 企业自愿"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    reason: Internal[str]
    withdrawn_at: Public[datetime]


class ApplicationHandedOver(Event):
    """移交: the station stands elsewhere, or the line on the map moved: another bureau has the case from now on.

    After a move the new premises are inspected; after a change of divisions nothing is done twice.
    """

    clause = "domain §7.6 rules 16, 17; 市场主体登记管理条例 art. 27"

    application_id: Public[str]
    station_id: Public[str]
    from_bureau: Public[str]
    to_bureau: Public[str]
    premises_moved: Public[bool]
    handed_over_on: Public[date]


class VetoFinding(Part):
    """One veto item, with what was seen when it was checked: registers forget, the snapshot does not."""

    item: Public[str]
    found: Internal[bool]
    snapshot: Internal[str]


class VetoChecked(Event):
    """一票否决: every veto item was looked up on this day, with a snapshot."""

    clause = "domain §8 veto items; 企业信息公示暂行条例 art. 18"

    application_id: Public[str]
    station_id: Public[str]
    findings: Internal[tuple[VetoFinding, ...]]
    clear: Internal[bool]
    checked_on: Public[date]


class ItemFinding(Part):
    """What the inspectors saw of one item of the standard."""

    item: Internal[str]
    met: Internal[bool]
    note: Internal[str]


class InspectionRecorded(Event):
    """查验: inspectors of the county have looked at the station on the spot, item by item."""

    clause = "[notice] 二(五): 进行查验"

    application_id: Public[str]
    station_id: Public[str]
    inspectors: Internal[tuple[str, ...]]
    meets_standard: Internal[bool]
    failed_items: Internal[tuple[str, ...]]
    remarks: Internal[str]
    inspected_on: Public[date]
    findings: Internal[tuple[ItemFinding, ...]] = ()
    rubric_id: Public[str] = ""
