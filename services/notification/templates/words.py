"""The values of events in the words of both languages."""

from collections.abc import Mapping

WORDS: Mapping[str, tuple[str, str]] = {
    # Deadlines.
    "correction": ("补正", "the correction"),
    "applications": ("申请", "applications"),
    "recommendations": ("推荐", "recommendations"),
    "submission": ("上报名单", "the list"),
    "investigation": ("异议核查", "the investigation of an objection"),
    "rectification": ("整改", "the rectification"),
    "review": ("年度复核", "the yearly review"),
    "appeal": ("申请复议", "an appeal"),
    "notice": ("公示", "the public notice"),
    "nominations": ("提名", "nominations"),
    "voting": ("投票", "voting"),
    "objections": ("获奖人选公示", "objections to winners"),
    # How near they are.
    "plain": ("提醒", "reminder"),
    "yellow": ("黄色提醒", "yellow"),
    "red": ("红色提醒", "red"),
    # Why a title ends.
    "closure": ("撤站", "the station has closed"),
    "request": ("自愿放弃", "given back by the host"),
    "change_of_host": ("变更建站企业", "another host runs the station"),
    "move_away": ("迁出", "moved to another province"),
    # On what ground a title is to be revoked.
    "lax_management": ("管理松懈", "lax management"),
    "declining_work": ("工作滑坡", "declining work"),
    "weak_demonstration": ("示范作用不强", "weak as an example"),
    "general_disapproval": ("广大消费者、经营者普遍不认可", "general disapproval"),
    "false_records": ("弄虚作假", "false records"),
    "refusal_to_rectify": ("拒不检查或整改", "refusal to rectify"),
    # What stars are given.
    "material": ("物质奖励", "material reward"),
    "moral": ("精神奖励", "moral reward"),
    # How an appeal ends.
    "upheld": ("维持", "upheld"),
    "set_aside": ("撤销", "set aside"),
    "withdrawn": ("撤回", "withdrawn"),
    "not_admitted": ("不予受理", "not admitted"),
}
