"""The rules that can refuse something about a contest, each named as the rule; `decisions.py` applies them."""

from shared.errors import Conflict, Forbidden, Unacceptable


class ApprovalNumberMissing(Unacceptable):
    """A contest across enterprises needs the approval number of the coordinating body."""

    title_zh = "跨企业评选须有批准文号。"


class WeightsNotHundred(Unacceptable):
    """The weights of the four criteria are percents that together make 100."""

    title_zh = "四项标准的权重之和须为 100。"


class NominationsEndInThePast(Unacceptable):
    """Nominations stay open at least until the day of the announcement."""

    title_zh = "提名截止日不得早于公布日。"


class ContestNotOpen(Conflict):
    """People are nominated and scored, and a contest is closed, only while it is open."""

    title_zh = "竞赛不在进行中。"


class NotTheOrganiser(Forbidden):
    """Only the organiser runs a contest and honours its stars."""

    title_zh = "只有主办方可以办理。"


class NominationsOver(Conflict):
    """Nobody is nominated after the day until which nominations are taken."""

    title_zh = "提名已经截止。"


class NominationsStillOpen(Conflict):
    """A contest is closed only when the day until which nominations are taken is over."""

    title_zh = "提名尚未截止。"


class NotEligible(Unacceptable):
    """In a host's contest only the staff of its stations stand, in a bureau's only its own, else any station's."""

    title_zh = "不是本竞赛的参赛对象。"


class NotNominated(Conflict):
    """Only those who were nominated are scored and honoured."""

    title_zh = "未获提名。"


class ScoringOneself(Forbidden):
    """Nobody scores themselves."""

    title_zh = "不得给自己评分。"


class ScoreOutOfRange(Unacceptable):
    """Each criterion is scored from 0 to 1000 tenths of a point."""

    title_zh = "每项评分须在 0 至 1000（十分之一分）之间。"


class ScoredAlready(Conflict):
    """A judge scores a nominee once."""

    title_zh = "该评委已经评分。"


class NomineeNotScored(Conflict):
    """A contest is closed when it has nominees and each of them has a score."""

    title_zh = "尚有参赛者未评分。"


class ContestNotClosed(Conflict):
    """People are honoured only when the contest is closed."""

    title_zh = "竞赛尚未结束。"


class BeyondThePlaces(Conflict):
    """Only those are honoured whose rank is within the contest's places."""

    title_zh = "名次超出名额。"


class NegativeReward(Unacceptable):
    """A reward is an amount of at least 0 fen."""

    title_zh = "奖励金额不得为负。"


class AwardedAlready(Conflict):
    """A person is honoured once in a contest."""

    title_zh = "已经表彰。"
