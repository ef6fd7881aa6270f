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
    """People are nominated, reviewed and scored, and the board is frozen, only while the contest is open."""

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
    """A person is honoured once in a contest, also where the award was taken back since."""

    title_zh = "已经表彰。"


class ComponentsNotHundred(Unacceptable):
    """The components of the total are percents that together make 100."""

    title_zh = "总分各组成部分的权重之和须为 100。"


class VoteTooHeavy(Unacceptable):
    """The public vote is an input and never decides alone: it is at most 40 of the 100 percent."""

    title_zh = "公众投票只作参考，权重不得超过 40%。"


class PeriodUpsideDown(Unacceptable):
    """The period from which results are taken begins before it ends."""

    title_zh = "业绩统计期间的起日不得晚于止日。"


class ConsentToStandMissing(Unacceptable):
    """Who stands in a contest that goes step by step has agreed to it on a paper, which is named by its hash."""

    title_zh = "须有本人同意参评的书面材料。"


class QuotaReached(Conflict):
    """A station and a host have no more nominees than the contest allows each."""

    title_zh = "提名已达名额上限。"


class ContestFull(Conflict):
    """At most 200 stand in a contest, for its board is one record."""

    title_zh = "参赛人数已满。"


class WithdrewBefore(Conflict):
    """Who has withdrawn from a contest does not stand in it again."""

    title_zh = "本人已退出本次评选。"


class NotQualified(Conflict):
    """Who was found not to be qualified is not scored."""

    title_zh = "资格审查未通过。"


class ReviewedAlready(Conflict):
    """A nominee's qualification is reviewed once."""

    title_zh = "已经作出资格审查结论。"


class NomineeNotReviewed(Conflict):
    """The board is frozen when every nominee's qualification has been reviewed."""

    title_zh = "尚有参赛者未经资格审查。"


class KnowledgeTestedAlready(Conflict):
    """A nominee's knowledge test is scored once."""

    title_zh = "知识测试成绩已经登记。"


class NotAComponent(Conflict):
    """A test is scored, and a vote is held, only where the contest has declared that they count."""

    title_zh = "本竞赛未设该项。"


class VotingEndsInThePast(Unacceptable):
    """Voting is open at least until the day on which it is opened."""

    title_zh = "投票截止日不得早于开始日。"


class VotingOpenedAlready(Conflict):
    """Voting is opened once."""

    title_zh = "投票已经开始。"


class VotingNotOver(Conflict):
    """The board of a contest with a vote is frozen when the vote was held and is over."""

    title_zh = "投票尚未结束。"


class NoSuchVotes(Conflict):
    """Only votes that were cast are set aside."""

    title_zh = "没有这批选票。"


class BoardNotFrozen(Conflict):
    """Winners are posted from the frozen board, and a contest that goes step by step is closed by it."""

    title_zh = "榜单尚未锁定。"


class WinnersNotAnnounced(Conflict):
    """A contest that goes step by step is closed when its winners were posted."""

    title_zh = "获奖人选尚未公示。"


class WinnersAnnouncedAlready(Conflict):
    """Winners are posted once."""

    title_zh = "获奖人选已经公示。"


class NoticeTooShort(Unacceptable):
    """Objections to the winners are taken for at least seven days after the day of the posting."""

    title_zh = "获奖人选公示期不得少于七日。"


class ObjectionsStillOpen(Conflict):
    """A contest is closed only when the days for objections to its winners are over."""

    title_zh = "公示期尚未届满。"


class BudgetExceeded(Conflict):
    """What is promised in a contest keeps within the budget that was declared for it."""

    title_zh = "奖励超出预算。"


class AwardNotStanding(Conflict):
    """Rewards are given, and an award is withdrawn, where the award stands."""

    title_zh = "没有有效的表彰。"


class ReceiptMissing(Unacceptable):
    """A material reward is a sum of at least 1 fen, against a receipt."""

    title_zh = "物质奖励须有金额和签收凭证。"


class MoralRewardWithMoney(Unacceptable):
    """A moral reward is an honour: it is no sum of money."""

    title_zh = "精神奖励不得为金钱。"


class RewardBeyondPromise(Conflict):
    """No more money is given to a star than was promised with the award."""

    title_zh = "奖励超出表彰时确定的金额。"


class ReceiptUsed(Conflict):
    """A receipt is for one reward."""

    title_zh = "该签收凭证已用于另一笔奖励。"
