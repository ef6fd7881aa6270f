"""What goes into a total: the knowledge test, the judges' scores and the public vote. Results lie in the ledgers."""

from datetime import date

from shared.events.event import Event, Internal, Public


class KnowledgeTested(Event):
    """知识测试: what a nominee reached in the knowledge test, in tenths of a point (0–1000)."""

    clause = "domain §9 scenario 17; S50"

    contest_id: Public[str]
    staff_id: Public[str]
    score: Internal[int]
    scored_on: Public[date]


class StaffScored(Event):
    """评分: one judge has scored one nominee on the notice's four criteria, in tenths of a point (0–1000)."""

    clause = "[notice] 三(三): 服务优质、素质优秀、业绩突出、群众满意"

    contest_id: Public[str]
    staff_id: Public[str]
    judge: Internal[str]
    service: Internal[int]
    competence: Internal[int]
    performance: Internal[int]
    satisfaction: Internal[int]
    scored_on: Public[date]


class VotingOpened(Event):
    """开始投票: the public may vote until the end of a day; one vote for each voter token."""

    clause = "domain §3 (optional public vote as input, never alone); S50"

    contest_id: Public[str]
    until: Public[date]
    opened_on: Public[date]


class VoteCast(Event):
    """投票: somebody has used their voter token for one nominee.

    `vote_id` follows from the token. `bucket` stands for the address that it came from on that day, under a salt that
    is thrown away: votes of one address are told together, and no address can be found again.
    """

    clause = "domain §3; S50"

    vote_id: Public[str]
    contest_id: Public[str]
    staff_id: Internal[str]
    bucket: Internal[str]
    cast_on: Public[date]


class VotesSetAside(Event):
    """剔除异常票: the votes of one bucket do not count, and the organiser says why. They are recorded all the same."""

    clause = "domain §9 scenario 17"

    contest_id: Public[str]
    bucket: Internal[str]
    votes: Public[int]
    reason: Public[str]
    set_aside_on: Public[date]
