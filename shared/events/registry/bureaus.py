"""机关与区划: bureaus, their officers, the land they are competent for, and how both change with the years."""

from datetime import date

from shared.events.event import Event, Internal, Public
from shared.events.registry.kinds import BureauLevel, DivisionMove, NewDivision


class BureauEstablished(Event):
    """机关: a bureau exists, with its name of that day and the division over which it is competent.

    `name_is_sourced` is false where the name was formed by rule and not read in a source. Where `towns` are named the
    bureau is competent for these alone, and has no division code of its own, as a development zone's.
    """

    clause = "[notice] 二(五)"

    bureau_code: Public[str]
    name: Public[str]
    name_is_sourced: Public[bool]
    level: Public[BureauLevel]
    division_code: Public[str]
    established_on: Public[date]
    towns: Public[tuple[str, ...]] = ()


class BureauSucceeded(Event):
    """职能承继: from a day on another bureau continues the powers, the cases and the staff of this one.

    Nothing but this event gives the successor rights: names that look alike do not.
    """

    clause = "档案法实施条例 art. 30; domain §5.3"

    bureau_code: Public[str]
    successor_code: Public[str]
    document_number: Public[str]
    succeeded_on: Public[date]


class DivisionChanged(Event):
    """行政区划调整: an act of the state has merged, re-coded or split divisions, from a day on.

    `moves` say which land goes where, town by town where a division is split; stations follow one by one.
    """

    clause = "国函〔2015〕75号; domain §5.2"

    change_id: Public[str]
    document_number: Public[str]
    document_date: Public[date]
    divisions: Public[tuple[NewDivision, ...]]
    abolished: Public[tuple[str, ...]]
    moves: Public[tuple[DivisionMove, ...]]
    effective_on: Public[date]


class OfficerPosted(Event):
    """任职: an officer serves in a post of a bureau."""

    clause = "档案法实施条例 art. 39 (maker of each act)"

    officer_id: Internal[str]
    bureau_code: Public[str]
    post: Public[str]
    posted_on: Public[date]


class OfficerLeft(Event):
    """离任: an officer acts for no bureau any more."""

    clause = "档案法实施条例 art. 39 (maker of each act)"

    officer_id: Internal[str]
    bureau_code: Public[str]
    left_on: Public[date]


class InterestDeclared(Event):
    """利益申报: an officer is linked to a host, and handles nothing of it while the link stands."""

    clause = "投诉举报处理暂行办法 art. 19 (recusal)"

    officer_id: Internal[str]
    host_id: Internal[str]
    nature: Internal[str]
    stands: Internal[bool]
    declared_on: Public[date]
