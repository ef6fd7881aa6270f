"""Which texts say nearly the same: passed on with a few words changed, yes; another event of the same kind, no."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.publication.matter.likeness import Piles, normalised, sort_out

# Five complaints and praises as they are passed on: each text with what others made of it.
PASSED_ON = [
    (
        "我在该商场买的手机坏了，站点拒绝登记投诉，态度恶劣。",
        "我在该商场买的手机坏了，站点拒绝登记我的投诉，态度十分恶劣！",
        "我 在 该 商 场 买 的 手 机 坏 了,站点拒绝登记投诉,态度恶劣",
    ),
    (
        "该店长期不登记投诉台账，回访记录全是补造的，不配做示范站。",
        "该店长期不登记投诉台帐，回访记录都是补造的，不配做示范站",
    ),
    (
        "这家超市卖过期食品，投诉到服务站没人管，建议取消评选资格。",
        "大家注意：这家超市卖过期食品，投诉到服务站没人管，建议取消它的评选资格。",
    ),
    (
        "站里平时没有人值班，公示的电话打不通，根本没有发挥作用。",
        "站里平时没人值班，公示的电话打不通，根本就没发挥作用！！",
    ),
    (
        "９月３日购买冰箱，发票号20130903，站点当场拒收退货申请。",
        "9月3日购买冰箱（发票号：20130903），站点当场就拒收退货申请",
    ),
]
DIFFERENT = [
    *(first for first, *_ in PASSED_ON),
    "我在该商场买的羽绒服掉色，站点登记了投诉却一直没有回音。",
    "站里平时有人值班，但是不会用电脑，投诉只能手写登记。",
    "该店上个月被罚款，处罚决定书可以在网上查到，不应评为示范站。",
    "这家超市称重缺斤少两，投诉到服务站被赶了出来，有录音为证。",
    "9月8日购买冰箱，发票号20130903，站点当场拒收退货申请。",
    "9月3日购买冰箱，发票号20130907，站点当场拒收退货申请。",
]


def are_alike(one: str, other: str) -> bool:
    piles = Piles()
    piles.add("one", one)
    return piles.find(other) is not None


@pytest.mark.parametrize("texts", PASSED_ON, ids=lambda texts: texts[0][:8])
def test_a_text_that_is_passed_on_is_found_again(texts: tuple[str, ...]) -> None:
    for one, other in combinations(texts, 2):
        assert are_alike(one, other)
        assert are_alike(other, one)


def test_other_facts_are_another_matter() -> None:
    assert [pair for pair in combinations(DIFFERENT, 2) if are_alike(*pair)] == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("服务好", "服务不好"), ("支持评选", "不支持评选"), ("质量有问题", "质量没有问题"), ("态度差", "态度好")],
)
def test_a_short_text_is_only_like_its_equal(one: str, other: str) -> None:
    assert not are_alike(one, other)
    assert are_alike(one, f" {one}！")


def test_texts_of_nothing_but_signs_are_told_apart() -> None:
    assert are_alike("！！！", "!!!")
    assert not are_alike("！！！", "？？？")


def test_width_case_spaces_and_punctuation_do_not_count() -> None:
    assert normalised("Ａ店　卖 假货！") == normalised("a店卖假货") == "a店卖假货"


def test_the_most_alike_is_found() -> None:
    piles = Piles()
    piles.add("one", PASSED_ON[0][0])
    piles.add("other", PASSED_ON[0][1])
    assert piles.find(PASSED_ON[0][1] + "了") == "other"


def test_texts_are_sorted_in_the_order_in_which_they_came() -> None:
    piles = Piles()
    piles.add("op-0", PASSED_ON[1][0])
    found = sort_out(
        piles,
        [("op-1", PASSED_ON[0][0]), ("op-2", PASSED_ON[1][1]), ("op-3", "很好"), ("op-4", PASSED_ON[0][1])],
    )
    assert found.alike == {"op-0": ["op-2"], "op-1": ["op-4"]}
    assert found.single == ["op-1", "op-3"]


@given(st.lists(st.text(max_size=60), max_size=20))
def test_each_text_is_in_one_place_and_its_first_is_before_it(texts: list[str]) -> None:
    named = [(str(place), text) for place, text in enumerate(texts)]
    found = sort_out(Piles(), named)
    later = [key for keys in found.alike.values() for key in keys]
    assert sorted([*found.single, *later], key=int) == [key for key, _ in named]
    assert all(int(first) < int(key) for first, keys in found.alike.items() for key in keys)
    assert set(found.alike) <= set(found.single)
