"""When two ways of writing a town mean the same one: spaces and a missing suffix make no difference."""

_SUFFIXES = ("街道", "镇", "乡")
_UNKNOWN = frozenset({"", "未详", "不详", "未知", "不明"})


def tidy(town: str) -> str:
    """The town without spaces of any width."""
    return "".join(town.split())


def is_unknown(town: str) -> bool:
    """Whether nobody has said in which town it is."""
    return tidy(town) in _UNKNOWN


def stem(town: str) -> str:
    """The town's name without 镇, 街道 or 乡."""
    name = tidy(town)
    suffix = next((each for each in _SUFFIXES if name.endswith(each) and name != each), "")
    return name.removesuffix(suffix)


def same_town(one: str, other: str) -> bool:
    """奔牛 is 奔牛镇; but 新桥镇 is not 新桥街道, for each says what it is."""
    one, other = tidy(one), tidy(other)
    return bool(one) and (one == other or stem(one) == other or one == stem(other))
