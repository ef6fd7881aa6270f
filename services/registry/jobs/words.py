"""The words that a table takes in its columns of choices: Chinese ones as people write them, and those of the API."""

from collections.abc import Mapping

from services.registry.ledger.dispute.commands import ReferredTo
from shared.events.registry import Channel, Grade, IdentifierType, SettledWhere, StationKind

KIND: Mapping[str, str] = {
    "商场": StationKind.MALL,
    "超市": StationKind.SUPERMARKET,
    "市场": StationKind.MARKET,
    "企业": StationKind.ENTERPRISE,
    "景区": StationKind.SCENIC_AREA,
    "网络": StationKind.NETWORK,
    "网络平台": StationKind.NETWORK,
    "协会": StationKind.ASSOCIATION,
    **{str(each): each for each in StationKind},
}
IDENTIFIER: Mapping[str, str] = {
    "注册号": IdentifierType.REGISTRATION_NUMBER,
    "营业执照注册号": IdentifierType.REGISTRATION_NUMBER,
    "组织机构代码": IdentifierType.ORGANISATION_CODE,
    "统一社会信用代码": IdentifierType.CREDIT_CODE,
    **{str(each): each for each in IdentifierType},
}
CHANNEL: Mapping[str, str] = {
    "站内接待": Channel.DESK,
    "来站": Channel.DESK,
    "12315中心": Channel.CENTRE_12315,
    "12315": Channel.CENTRE_12315,
    "一会两站": Channel.ONE_BRANCH_TWO_STATIONS,
    "上级交办": Channel.SUPERIOR,
    "其他机构": Channel.OTHER_UNIT,
    "消费者协会": Channel.CONSUMERS_ASSOCIATION,
    "12345": Channel.HOTLINE_12345,
    "110": Channel.POLICE_110,
    "人大": Channel.CONGRESS,
    "政协": Channel.CONSULTATIVE,
    "其他": Channel.OTHER,
    **{str(each): each for each in Channel},
}
GRADE: Mapping[str, str] = {
    "简单": Grade.SIMPLE,
    "一般": Grade.ORDINARY,
    "复杂": Grade.COMPLEX,
    **{str(each): each for each in Grade},
}
WHERE: Mapping[str, str] = {
    "企业": SettledWhere.ENTERPRISE,
    "社区": SettledWhere.COMMUNITY,
    "基层": SettledWhere.GRASS_ROOTS,
    **{str(each): each for each in SettledWhere},
}
REFERRED_TO: Mapping[str, str] = {
    "工商所": ReferredTo.MARKET_OFFICE,
    "市场监管所": ReferredTo.MARKET_OFFICE,
    "消费者协会": ReferredTo.CONSUMERS_ASSOCIATION,
    "消协": ReferredTo.CONSUMERS_ASSOCIATION,
    "消委会": ReferredTo.CONSUMERS_ASSOCIATION,
    **{str(each): each for each in ReferredTo},
}
YES_OR_NO: Mapping[str, str] = {
    **dict.fromkeys(("是", "满意", "yes", "true", "1"), "yes"),
    **dict.fromkeys(("否", "不满意", "no", "false", "0"), "no"),
}


def written(words: Mapping[str, str], meant: str) -> str:
    """The first of the words that stands for it: how an export writes it."""
    return next((word for word, means in words.items() if means == meant), meant)
