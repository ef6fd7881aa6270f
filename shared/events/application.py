"""Events of the season and the application: the enterprise asks, its county verifies and recommends."""

from datetime import date, datetime

from shared.events.event import Event, Internal, Part, Public
from shared.events.registry import BureauLevel, StationKind


class SeasonSettings(Part):
    """What domain.md marks as assumption: settings of one season's chapter, each with its basis in docs/procedure.md.

    Deadlines are days in Asia/Shanghai; the closing instant of applications is 17:30 on its day.
    """

    applications_close_on: Public[date]
    recommendations_due_on: Public[date]
    notice_working_days: Public[int] = 5
    notice_counts_first_day: Public[bool] = False
    submission_due_on: Public[date]
    places: Public[int] = 10
    inspectors_required: Public[int] = 2
    assessors_required: Public[int] = 2
    operating_days_required: Public[int] = 365
    bar_seasons_after_revocation: Public[int] = 2
    rubric_id: Public[str]


class SeasonDrafted(Event):
    """年度方案: the province has drafted a season's chapter for one city, with all its settings."""

    clause = "[notice] 二(三): 每年认定一次"

    season_id: Public[str]
    year: Public[int]
    province_code: Public[str]
    city_code: Public[str]
    settings: Public[SeasonSettings]


class SeasonApproved(Event):
    """批准: the season rests on a document of a body that may approve it [S38]."""

    clause = "[notice] header; S38"

    season_id: Public[str]
    issuer: Public[str]
    organiser_level: Public[BureauLevel]
    document_date: Public[date]
    document_sha256: Public[str]
    approval_number: Public[str]


class SeasonOpened(Event):
    """启动: hosts may apply from this day on."""

    clause = "[notice] 二(六)"

    season_id: Public[str]
    opened_on: Public[date]


class ApplicationFiled(Event):
    """申请: the host has filed, of its own will, with the county competent for its station.

    `filed_at` is the effective instant of receipt; rules about lateness compare it with the closing instant.
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


class ApplicationAccepted(Event):
    """受理: the county has taken the application up."""

    clause = "[notice] 二(五)"

    application_id: Public[str]
    station_id: Public[str]
    accepted_on: Public[date]


class ApplicationWithdrawn(Event):
    """撤回: the host takes its application back, which it may do until the list is submitted."""

    clause = "[notice] 二(五): 企业自愿"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    reason: Internal[str]
    withdrawn_at: Public[datetime]


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


class ApplicationsClosed(Event):
    """截止: no application filed after this instant belongs to the season."""

    clause = "season setting applications_close_on"

    season_id: Public[str]
    filed: Public[int]
    closed_at: Public[datetime]


class InspectionRecorded(Event):
    """查验: inspectors of the county have looked at the station on the spot."""

    clause = "[notice] 二(五): 进行查验"

    application_id: Public[str]
    station_id: Public[str]
    inspectors: Internal[tuple[str, ...]]
    meets_standard: Internal[bool]
    failed_items: Internal[tuple[str, ...]]
    remarks: Internal[str]
    inspected_on: Public[date]


class RecommendationIssued(Event):
    """推荐意见: the county recommends a station that reaches the standard to its city."""

    clause = "[notice] 二(五): 提出推荐意见"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    bureau_code: Public[str]
    recommender: Internal[str]
    opinion: Internal[str]
    recommended_on: Public[date]


class RecommendationRefused(Event):
    """不予推荐: the county does not recommend the station, and says why."""

    clause = "[notice] 二(五): 达到示范标准的"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    reasons: Internal[str]
    refused_on: Public[date]


class Candidate(Part):
    """推荐对象: a recommended station as it stood at hand-over, with the names of the day."""

    application_id: Public[str]
    station_id: Public[str]
    host_id: Public[str]
    station_name: Public[str]
    host_name: Public[str]
    kind: Public[StationKind]
    trade: Public[str]
    division_code: Public[str]
    bureau_code: Public[str]
    bureau_name: Public[str]
    filed_at: Public[datetime]
    inspectors: Internal[tuple[str, ...]]
    recommender: Internal[str]
    form_sha256: Internal[str]


class RecommendationsClosed(Event):
    """推荐截止: the candidates of the chapter, frozen; publication and assessment work from this set."""

    clause = "[notice] 二(五)"

    season_id: Public[str]
    year: Public[int]
    city_code: Public[str]
    settings: Public[SeasonSettings]
    candidates: Public[tuple[Candidate, ...]]
    closed_on: Public[date]


ApplicationEvent = (
    SeasonDrafted
    | SeasonApproved
    | SeasonOpened
    | ApplicationFiled
    | ApplicationAccepted
    | ApplicationWithdrawn
    | VetoChecked
    | ApplicationsClosed
    | InspectionRecorded
    | RecommendationIssued
    | RecommendationRefused
    | RecommendationsClosed
)
