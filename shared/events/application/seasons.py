"""年度: a season of the province and its chapters, one a city, with all that is set for them."""

from datetime import date, datetime
from enum import StrEnum

from shared.events.event import Event, Internal, Part, Public
from shared.events.registry import BureauLevel, StationKind


class ReviewPolicy(StrEnum):
    """What becomes of a title whose yearly review is missed; the notice allows both readings of 动态管理."""

    STRICT = "strict"  # it lapses
    DYNAMIC = "dynamic"  # it stays, and rectification is ordered


class PaperCountsBy(StrEnum):
    """Which day counts for an application that comes by post."""

    RECEIPT = "receipt"  # the day on which the county has it
    POSTMARK = "postmark"  # the day of the postmark


class SeasonSettings(Part):
    """What domain.md marks as assumption: settings of a season or one chapter, each with a basis of its own.

    Deadlines are days in Asia/Shanghai; the closing instant of applications is 17:30 on its day. Periods are working
    days unless the name says otherwise. `provisional` names the deadlines that were reckoned over a year whose
    calendar nobody has published. `district_quota` and `recommendation_limit` are 0 where there is none.
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
    survey_due_on: Public[date] = date(1, 1, 1)
    correction_working_days: Public[int] = 5
    paper_counts_by: Public[PaperCountsBy] = PaperCountsBy.RECEIPT
    district_quota: Public[int] = 0
    recommendation_limit: Public[int] = 0
    objection_working_days: Public[int] = 10
    objection_extensions: Public[int] = 1
    answer_working_days: Public[int] = 3
    publication_working_days: Public[int] = 20
    rectification_working_days: Public[int] = 15
    review_policy: Public[ReviewPolicy] = ReviewPolicy.DYNAMIC
    review_opens_on: Public[date] = date(1, 1, 1)
    review_closes_on: Public[date] = date(1, 1, 1)
    provisional: Public[tuple[str, ...]] = ()


class SeasonDrafted(Event):
    """年度方案: a season is drafted by its province, or its chapter for one city, with all its settings.

    Where `city_code` is the province's own code the event is about the season of the whole province, whose approval
    and settings its chapters take over. `stated` names the settings that the draft sets itself.
    """

    clause = "[notice] 二(三): 每年认定一次"

    season_id: Public[str]
    year: Public[int]
    province_code: Public[str]
    city_code: Public[str]
    settings: Public[SeasonSettings]
    parent_id: Public[str] = ""
    stated: Public[tuple[str, ...]] = ()


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


class SettingChanged(Event):
    """调整设置: one setting of a season or a chapter has another value from now on, for everybody alike.

    `settings` are all of them as they stand since; `basis` is what the new value rests on.
    """

    clause = "domain §7.5; domain §10 (1)"

    season_id: Public[str]
    name: Public[str]
    former_value: Public[str]
    value: Public[str]
    basis: Public[str]
    reason: Public[str]
    settings: Public[SeasonSettings]
    changed_on: Public[date]


class ApplicationsClosed(Event):
    """截止: no application filed after this instant belongs to the season."""

    clause = "season setting applications_close_on"

    season_id: Public[str]
    filed: Public[int]
    closed_at: Public[datetime]


class SeasonExtended(Event):
    """延期: by a published order applications close later, for everybody in the chapter and never for one host."""

    clause = "domain §9 scenario 15 (d)"

    season_id: Public[str]
    applications_close_on: Public[date]
    recommendations_due_on: Public[date]
    former_close_on: Public[date]
    reason: Public[str]
    document_number: Public[str]
    document_date: Public[date]
    settings: Public[SeasonSettings]
    extended_on: Public[date]


class Candidate(Part):
    """推荐对象: a recommended station as it stood at hand-over, with the names of the day.

    `inspectors` and `recommender` are those of its last inspection and recommendation; `took_part` is everybody who
    ever inspected or recommended it, in this season.
    """

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
    took_part: Internal[tuple[str, ...]] = ()


class CandidatesHandedOver(Event):
    """移交推荐对象: candidates of a chapter that has more of them than one record holds, in their order.

    They are recorded in the same commit as the end of recommendations, before it: who has heard of that has all.
    """

    clause = "[notice] 二(五)"

    season_id: Public[str]
    first_place: Public[int]
    candidates: Public[tuple[Candidate, ...]]


class RecommendationsClosed(Event):
    """推荐截止: the candidates of the chapter, frozen; publication and assessment work from this set.

    `candidates` are the last ones, those from `first_place` on; the others were handed over just before.
    """

    clause = "[notice] 二(五)"

    season_id: Public[str]
    year: Public[int]
    city_code: Public[str]
    settings: Public[SeasonSettings]
    candidates: Public[tuple[Candidate, ...]]
    closed_on: Public[date]
    first_place: Public[int] = 1


class SeasonClosed(Event):
    """年度结束: the result is published; nothing of the season moves any more."""

    clause = "[notice] 二(五): 在省级媒体向社会公布"

    season_id: Public[str]
    closed_on: Public[date]
