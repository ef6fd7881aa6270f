"""The rules that can refuse a vote, each named as the rule."""

from shared.errors import Conflict, Unacceptable


class VoterTokenMissing(Unacceptable):
    """Who votes sends a voter token along, in `Voter-Token`."""

    title_zh = "请先获取投票凭证（Voter-Token 请求头）。"


class VoterTokenWrong(Unacceptable):
    """A voter token is a challenge that was given here, with its solution."""

    title_zh = "投票凭证不正确。"


class VoterTokenExpired(Unacceptable):
    """A voter token is used within twenty minutes."""

    title_zh = "投票凭证已过期，请重新获取。"


class VoterTokenSpent(Conflict):
    """A voter token is one vote in a contest."""

    title_zh = "该凭证已投过票。"


class VotingNotOpen(Conflict):
    """Votes are taken from the opening of the vote until its last day."""

    title_zh = "不在投票期内。"


class NotOnTheBallot(Conflict):
    """Votes are for those who stand in the contest and were not found to be unqualified."""

    title_zh = "不是本次评选的候选人。"
