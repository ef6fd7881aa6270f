"""Who is honoured, what they get, and what is taken back."""

from datetime import date
from enum import StrEnum

from shared.events.event import Event, Internal, Public


class StaffAwarded(Event):
    """消费维权服务明星: the organiser honours a member of staff, with material (物质) and moral (精神) rewards."""

    clause = "[notice] 三(三): 给予物质和精神奖励"

    contest_id: Public[str]
    staff_id: Public[str]
    station_id: Public[str]
    host_id: Public[str]
    rank: Public[int]
    honour: Public[str]
    reward_fen: Internal[int]
    awarded_on: Public[date]


class RewardKind(StrEnum):
    """The notice names both."""

    MATERIAL = "material"  # 物质
    MORAL = "moral"  # 精神


class RewardGiven(Event):
    """兑现奖励: a star has got a reward: a sum against a receipt (物质), or an honour of some kind (精神)."""

    clause = "[notice] 三(三): 给予物质和精神奖励"

    contest_id: Public[str]
    staff_id: Public[str]
    station_id: Public[str]
    kind: Public[RewardKind]
    what: Public[str]
    fen: Internal[int]
    receipt: Internal[str]
    given_on: Public[date]


class AwardReviewOpened(Event):
    """复核表彰: the station of a star has lost its title for false records, so the award is looked at again."""

    clause = "domain §9 scenario 17; §7.6 rule 13"

    contest_id: Public[str]
    staff_id: Public[str]
    station_id: Public[str]
    certificate_number: Public[str]
    opened_on: Public[date]


class AwardWithdrawn(Event):
    """撤销表彰: false records were found, and the organiser takes the award back; `to_return_fen` is to be returned."""

    clause = "domain §9 scenario 17"

    contest_id: Public[str]
    staff_id: Public[str]
    station_id: Public[str]
    reason: Internal[str]
    to_return_fen: Internal[int]
    withdrawn_on: Public[date]
