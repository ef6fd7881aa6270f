"""委托与提级管辖: a bureau acts for another, and a higher one takes up a lower one's cases, each on a document."""

from datetime import date

from shared.events.event import Event, Internal, Public


class CompetenceDelegated(Event):
    """委托: a bureau lets another one act for it, in named acts or in all, from a day until a day, on a document.

    `acts` are named as in `application.record_inspection`; none means all that can be delegated. Without a division or
    a station it is for the whole of the bureau's area. `until` is the last day.
    """

    clause = "行政许可法 art. 24; domain §7.2"

    mandate_id: Public[str]
    bureau_code: Public[str]
    delegate_code: Public[str]
    acts: Public[tuple[str, ...]]
    division_code: Public[str]
    station_id: Public[str]
    document_number: Public[str]
    document_sha256: Public[str]
    since: Public[date]
    until: Public[date]


class CaseTakenUp(Event):
    """提级管辖: a higher bureau acts in place of a lower one for a station, or for all of its stations, from a day on.

    Until this ends, the lower bureau does nothing about these stations.
    """

    clause = "投诉举报处理暂行办法 art. 12; domain §7.2"

    mandate_id: Public[str]
    bureau_code: Public[str]
    lower_code: Public[str]
    station_id: Public[str]
    reason: Internal[str]
    document_number: Public[str]
    document_sha256: Public[str]
    since: Public[date]


class DelegationEnded(Event):
    """终止委托: a delegation is withdrawn, or a case that was taken up is given back.

    `ended_on` is the first day on which the mandate stands no more.
    """

    clause = "行政许可法 art. 24; domain §7.2"

    mandate_id: Public[str]
    bureau_code: Public[str]
    reason: Internal[str]
    ended_on: Public[date]
