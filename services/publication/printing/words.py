"""How days, years and codes are written in documents. What is printed here stays: a new wording needs a new form."""

import re
from collections.abc import Mapping
from datetime import date

HONOUR = "省级12315消费维权示范服务站"

_SEASON = re.compile(r"S-(\d{4})-\d+")
_COUNTING_RULE = re.compile(r"(\d+) working days, first day (not )?counted")

_KINDS: Mapping[str, str] = {
    "mall": "商场",
    "supermarket": "超市",
    "market": "市场",
    "enterprise": "企业",
    "scenic_area": "景区",
    "network": "网络平台",
    "association": "协会",
}
_GROUNDS: Mapping[str, str] = {
    "lax_management": "管理松懈",
    "declining_work": "工作滑坡",
    "weak_demonstration": "示范作用不强",
    "general_disapproval": "广大消费者、经营者普遍不认可",
    "false_records": "台账、评分、材料严重弄虚作假",
    "refusal_to_rectify": "拒不检查或者整改",
}
_DIGITS = "〇一二三四五六七八九"
_TENS = "十"


def day(on: date) -> str:
    """`2013年9月23日`."""
    return f"{on.year}年{on.month}月{on.day}日"


def year_of(season_id: str, otherwise: date) -> int:
    """The season's year, which its identifier names; else that of the day."""
    named = _SEASON.fullmatch(season_id)
    return int(named[1]) if named else otherwise.year


def counting(rule: str) -> str:
    """The counting rule of a notice in words; one that is worded otherwise is printed as it is."""
    told = _COUNTING_RULE.fullmatch(rule)
    if told is None:
        return rule
    first = "起始日不计入" if told[2] else "起始日计入"
    return f"公示期不少于{told[1]}个工作日，{first}"


def kind(code: str) -> str:
    """The kind of a station; one that has no word here is printed by its code."""
    return _KINDS.get(code, code)


def ground(code: str) -> str:
    """The ground of a revocation; one that has no word here is printed by its code."""
    return _GROUNDS.get(code, code)


def numeral(number: int) -> str:
    """`十二`: the number of a part, up to 99."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + _TENS + (_DIGITS[ones] if ones else "")
