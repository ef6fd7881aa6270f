"""Towns are written in several ways; what is the same one is a matter of spaces and a missing suffix alone."""

import pytest

from shared.access.towns import is_unknown, same_town, stem, tidy


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("奔牛镇", "奔牛镇", True),
        ("奔牛", " 奔牛　镇 ", True),
        ("兰陵街道", "兰陵", True),
        ("新桥镇", "新桥街道", False),
        ("奔牛镇", "罗溪镇", False),
        ("", "", False),
        ("镇", "乡", False),
    ],
)
def test_a_missing_suffix_makes_no_difference(one: str, other: str, *, same: bool) -> None:
    assert same_town(one, other) is same
    assert same_town(other, one) is same


def test_what_nobody_knows_is_no_town() -> None:
    assert all(map(is_unknown, ("", " ", "未详", "不 详", "未知", "不明")))
    assert not is_unknown("奔牛")


def test_the_stem_of_a_town_is_never_empty() -> None:
    assert [stem(each) for each in ("奔牛镇", "兰陵街道", "镇", "乡 ")] == ["奔牛", "兰陵", "镇", "乡"]
    assert tidy(" 奔 牛　镇") == "奔牛镇"
