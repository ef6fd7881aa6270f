"""Rules that several of the registry's aggregates apply."""

from datetime import date

from shared.errors import Conflict, InTheFuture, Unacceptable


class StationNotActive(Conflict):
    """Only an active station is staffed, surveyed, taken up for cultivation and shown to the public at work."""

    title_zh = "服务站不在运行中。"


class PossibleDuplicate(Conflict):
    """What looks like something on the register is registered only with the reason why it is another one."""

    title_zh = "登记簿上已有相似的企业或服务站；确属不同的，请说明理由。"


class NoCompetentBureau(Unacceptable):
    """Every place on the register has a competent bureau."""

    title_zh = "该地没有对应的主管机关，请核对行政区划代码和乡镇街道。"


def require_not_after(today: date, day: date, what: str) -> None:
    if day > today:
        raise InTheFuture(f"{what} is {day}, but today is {today}")
