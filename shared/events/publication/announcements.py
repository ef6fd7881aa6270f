"""公布: what the province makes known after its decision."""

from datetime import date

from shared.events.event import Event, Part, Public


class PublishedTitle(Part):
    """One line of a published list, as it was printed."""

    station_id: Public[str]
    station_name: Public[str]
    host_name: Public[str]
    trade: Public[str]
    bureau_name: Public[str]
    certificate_number: Public[str]


class ResultPublished(Event):
    """公布: the province has published the recognised stations in provincial media, after the decision.

    Titles that were recognised later, from a supplemented list, are published in an announcement of their own, which
    `supplements` the first. A record is bounded, so a long list is published in parts, one record each, in the same
    commit: `part` counts them from 1 and is 0 where the list is whole; `first_place` is the place of its first title.
    """

    clause = "[notice] 二(五): 在省级媒体向社会公布; 政府信息公开条例 art. 26"

    announcement_id: Public[str]
    season_id: Public[str]
    titles: Public[tuple[PublishedTitle, ...]]
    media: Public[str]
    document_number: Public[str]
    published_on: Public[date]
    supplements: Public[str] = ""
    part: Public[int] = 0
    first_place: Public[int] = 1
    issued_by: Public[str] = ""
    template: Public[str] = ""
    printed_sha256: Public[str] = ""


class RevocationPublished(Event):
    """撤牌公布: the province has told the public that a title is no more."""

    clause = "[notice] 二(三): 撤牌; domain §7.6 rule 14"

    announcement_id: Public[str]
    station_id: Public[str]
    station_name: Public[str]
    certificate_number: Public[str]
    ground: Public[str]
    media: Public[str]
    published_on: Public[date]
    document_number: Public[str] = ""
    issued_by: Public[str] = ""
    template: Public[str] = ""
    printed_sha256: Public[str] = ""


class RestorationPublished(Event):
    """恢复称号公布: the province has told the public that a revocation was set aside, and that the title stands."""

    clause = "行政复议法; domain §7.4 (set aside on appeal)"

    announcement_id: Public[str]
    station_id: Public[str]
    station_name: Public[str]
    certificate_number: Public[str]
    media: Public[str]
    document_number: Public[str]
    published_on: Public[date]
    issued_by: Public[str] = ""
    template: Public[str] = ""
    printed_sha256: Public[str] = ""
