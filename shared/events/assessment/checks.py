"""抽查、认定前后: what the province and others find out on the spot, the draw, and who is not recognised."""

from datetime import date
from enum import StrEnum

from shared.events.event import Event, Internal, Part, Public


class CheckMode(StrEnum):
    """How a spot check came to be."""

    TARGETED = "targeted"
    DRAWN = "drawn"


class CheckedThing(StrEnum):
    """Whether a spot check looks at a candidate or at a title."""

    CANDIDATE = "candidate"
    TITLE = "title"


class SpotCheckOrdered(Event):
    """抽查: the province wants this station looked at, as a candidate or as one that bears a title.

    Where a draw has named it, `draw_id` and the `inspectors` are the draw's.
    """

    clause = "[notice] 二(五): 省局将根据需要对部分示范站进行抽查"

    check_id: Public[str]
    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    mode: Internal[CheckMode]
    reason: Internal[str]
    ordered_on: Internal[date]
    about: Internal[CheckedThing] = CheckedThing.CANDIDATE
    announced: Internal[bool] = True
    draw_id: Internal[str] = ""
    inspectors: Internal[tuple[str, ...]] = ()
    certificate_number: Public[str] = ""


class SpotCheckRecorded(Event):
    """抽查记录: what the province's checkers found on the spot."""

    clause = "[notice] 二(五)"

    check_id: Public[str]
    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    checkers: Internal[tuple[str, ...]]
    passed: Internal[bool]
    findings: Internal[str]
    checked_on: Public[date]
    certificate_number: Public[str] = ""
    report_sha256: Internal[str] = ""


class RecognitionRefused(Event):
    """不予认定: the province does not recognise a station that its city passed, and says why."""

    clause = "[notice] 二(五); domain §7.2"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    reasons: Internal[str]
    refused_on: Public[date]


class UnannouncedVisitRecorded(Event):
    """暗访: a bureau has looked at a station that bears a title, unannounced and without an order."""

    clause = "domain §6 (暗访, 回头看); S33; S35"

    visit_id: Public[str]
    station_id: Public[str]
    certificate_number: Public[str]
    visitors: Internal[tuple[str, ...]]
    is_in_order: Internal[bool]
    findings: Internal[str]
    report_sha256: Internal[str]
    visited_on: Internal[date]


class VetoFound(Event):
    """发现一票否决情形: after the assessment it comes out that a veto item stands; the station is not recognised."""

    clause = "domain §8 (veto: any one stops the application)"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    item: Internal[str]
    findings: Internal[str]
    evidence_sha256: Internal[tuple[str, ...]]
    found_on: Public[date]


class TitleDeclined(Event):
    """放弃认定: after the list was submitted the host does not want the title any more; it leaves without blame."""

    clause = "[notice] 二(五): 企业自愿; domain §9 scenario 1"

    application_id: Public[str]
    season_id: Public[str]
    station_id: Public[str]
    reason: Internal[str]
    declined_on: Public[date]


class DrawCommitted(Event):
    """抽查承诺: before it knows whom it will draw from, the province commits itself to a seed by its SHA-256.

    A draw of candidates is about the list that a city has not submitted yet, a draw of titles about those in force on
    a day to come. The seed is revealed by `reveal_by_days` days after that; else the draw is void.
    """

    clause = "[notice] 二(五): 抽查; 双随机 (verifiable draw)"

    draw_id: Public[str]
    about: Public[CheckedThing]
    season_id: Public[str]
    division_code: Public[str]
    population_on: Public[date | None]
    commitment: Public[str]
    algorithm: Public[str]
    count: Public[int]
    inspectors: Internal[tuple[str, ...]]
    inspectors_each: Public[int]
    reveal_by_days: Public[int]
    committed_on: Public[date]


class DrawnStation(Part):
    """One that was drawn, with the inspectors that the draw gave it."""

    id: Internal[str]
    station_id: Internal[str]
    inspectors: Internal[tuple[str, ...]]


class DrawRevealed(Event):
    """抽查揭晓: the seed is told; with the hash that was fixed after the commitment it names whom to look at.

    `population` is the frozen list in its order; `recusals` are pairs of an inspector and an entry that were set
    beforehand. Anybody can compute `drawn` again from these.
    """

    clause = "[notice] 二(五): 抽查; 双随机 (verifiable draw)"

    draw_id: Public[str]
    season_id: Public[str]
    seed: Public[str]
    entropy: Public[str]
    entropy_is: Public[str]
    population: Internal[tuple[str, ...]]
    recusals: Internal[tuple[tuple[str, str], ...]]
    drawn: Internal[tuple[DrawnStation, ...]]
    revealed_on: Public[date]
