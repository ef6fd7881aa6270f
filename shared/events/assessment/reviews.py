"""复核、整改: how a title is looked after year by year, and what its station is told to mend."""

from datetime import date

from shared.events.event import Event, Internal, Public


class RectificationOrdered(Event):
    """责令整改: the station keeps its title, and mends what was found by a day."""

    clause = "domain §7.5 (15 working days); S37"

    station_id: Public[str]
    certificate_number: Public[str]
    order_id: Public[str]
    findings: Internal[str]
    due_on: Internal[date]
    due_is_provisional: Internal[bool]
    ordered_on: Internal[date]
    because: Internal[str] = ""
    working_days: Internal[int] = 0


class RectificationAccepted(Event):
    """整改合格: what was ordered is mended, as a re-check has seen."""

    clause = "S37; domain §9 scenario 5"

    station_id: Public[str]
    certificate_number: Public[str]
    order_id: Public[str]
    findings: Internal[str]
    accepted_on: Internal[date]


class RectificationDaySettled(Event):
    """整改期限重算: the calendar of a year came, and a last day that had been provisional is reckoned anew."""

    clause = "domain §9 scenario 5; domain §10 (3)"

    station_id: Public[str]
    certificate_number: Public[str]
    order_id: Public[str]
    former_due_on: Internal[date]
    due_on: Internal[date]
    settled_on: Internal[date]


class ReviewFellDue(Event):
    """复核开始: the yearly review of this title is due, and its host has until the last day of the window.

    `season_id` is the chapter whose window and whose reading of 动态管理 apply.
    """

    clause = "[notice] 二(三): 动态管理…每年认定一次; domain §9 scenario 12"

    station_id: Public[str]
    certificate_number: Public[str]
    season_id: Public[str]
    opens_on: Public[date]
    closes_on: Public[date]
    fell_due_on: Public[date]


class ReviewReminded(Event):
    """复核催办: the host has not sent its review yet, and so many days are left."""

    clause = "domain §9 scenario 12 (reminders at 30 and 7 days)"

    station_id: Public[str]
    certificate_number: Public[str]
    season_id: Public[str]
    days_left: Public[int]
    closes_on: Public[date]
    reminded_on: Public[date]


class ReviewSubmitted(Event):
    """报送复核: the host has sent its yearly review."""

    clause = "domain §7.3 (年度复核表)"

    station_id: Public[str]
    certificate_number: Public[str]
    season_id: Public[str]
    form_sha256: Internal[str]
    summary: Internal[str]
    submitted_on: Public[date]


class ReviewPassed(Event):
    """复核合格: the title is kept for another year."""

    clause = "domain §2.3; S23"

    station_id: Public[str]
    certificate_number: Public[str]
    season_id: Public[str]
    findings: Internal[str]
    reviewers: Internal[tuple[str, ...]]
    reviewed_on: Public[date]


class ReviewFailed(Event):
    """复核不合格: what was found is to be mended, or the title proposed for revocation; a bureau says which."""

    clause = "domain §2.3, §2.4; S37"

    station_id: Public[str]
    certificate_number: Public[str]
    season_id: Public[str]
    findings: Internal[str]
    reviewers: Internal[tuple[str, ...]]
    reviewed_on: Public[date]


class TitleLapsed(Event):
    """称号失效: the review was missed in a season that reads 动态管理 strictly; the title is over, without a bar."""

    clause = "[notice] 二(三): 动态管理; domain §9 scenario 12"

    station_id: Public[str]
    certificate_number: Public[str]
    station_name: Public[str]
    season_id: Public[str]
    closes_on: Public[date]
    lapsed_on: Public[date]
