"""The world of the demonstration season: bureaus, hosts and stations, seeded, with made-up names."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from stdnum.iso7064 import mod_11_10

from shared.access.roles import Caller, Level

DATA = Path(__file__).parent / "data"
YEAR = 2013
CITY = "320400"
PROVINCE = "320000"
_SURVEYABLE_FROM = date(2009, 1, 1)

PROVINCE_OFFICER = Caller("of-province-1", Level.PROVINCE, "B-320000", "处长")
PROVINCE_DECIDER = Caller("of-province-2", Level.PROVINCE, "B-320000", "副局长")
CITY_OFFICERS = tuple(Caller(f"of-city-{n}", Level.CITY, "B-320400", "科员") for n in range(1, 7))
OPERATOR = Caller("operator-1", Level.OPERATOR)
AUDITOR = Caller("auditor-1", Level.AUDITOR)

# Kind, trade, what the names end in, and how many of a hundred stations are like that.
_SHAPES = (
    ("mall", "百货零售", ("百货大楼", "购物中心", "商厦"), 12),
    ("mall", "服装鞋帽", ("服饰广场", "名品城"), 6),
    ("mall", "珠宝首饰", ("珠宝城",), 4),
    ("supermarket", "超市零售", ("超市", "生活超市", "大卖场"), 22),
    ("market", "农副产品", ("农贸市场", "菜市场", "农副产品批发市场"), 18),
    ("market", "家居建材", ("家居广场", "装饰材料市场"), 9),
    ("enterprise", "家电数码", ("电器", "数码广场"), 8),
    ("enterprise", "通信服务", ("通信营业厅",), 5),
    ("enterprise", "汽车销售服务", ("汽车销售服务公司",), 6),
    ("enterprise", "餐饮住宿", ("大酒店", "饭店"), 6),
    ("scenic_area", "旅游景区", ("风景区", "文化园"), 4),
)
_FIRST = "恒瑞嘉悦隆鑫盛泰祥润和顺兴裕丰华美佳景晟"
_SECOND = "辉源达康宁庆茂荣腾泽诚信邦汇佰联"
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许"
_GIVEN = ("建华", "秀英", "志强", "晓燕", "国平", "丽娟", "文斌", "海霞", "永康", "雅琴")


@dataclass(frozen=True, slots=True)
class Bureau:
    code: str
    name: str
    name_is_sourced: bool
    level: str
    division_code: str


@dataclass(frozen=True, slots=True)
class Division:
    code: str
    name_zh: str
    name_en: str
    weight: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A host with its one station. `is_real` units are registered and nothing more."""

    number: int
    name: str
    kind: str
    trade: str
    division_code: str
    town: str
    operating_since: date
    registration_number: str
    is_real: bool
    quality: float
    """How good the station is, 0 to 1: made up, and drawn from the seed."""

    @property
    def station_name(self) -> str:
        return f"{self.name}12315消费维权服务站"

    @property
    def county(self) -> Caller:
        """The officer of the county who guides the station."""
        return Caller(f"of-{self.division_code}-1", Level.COUNTY, f"B-{self.division_code}", "科长")

    @property
    def inspectors(self) -> tuple[str, str]:
        return f"of-{self.division_code}-2", f"of-{self.division_code}-3"


def bureaus() -> list[Bureau]:
    """Province, city and the seven counties, with the names of 2013."""
    return [
        Bureau(row["bureau_code"], row["name"], row["name_is_sourced"] == "true", row["level"], row["division_code"])
        for row in _rows("bureaus_2013.csv")
    ]


def divisions() -> list[Division]:
    return [
        Division(row["division_code"], row["name_zh"], row["name_en"], int(row["weight"]))
        for row in _rows("divisions_2013.csv")
    ]


def officers() -> Iterator[Caller]:
    """Everybody who acts for a bureau: the county's head of section and two inspectors, the city's six, two above."""
    yield PROVINCE_OFFICER
    yield PROVINCE_DECIDER
    yield from CITY_OFFICERS
    for division in divisions():
        for number, post in ((1, "科长"), (2, "查验员"), (3, "查验员")):
            yield Caller(f"of-{division.code}-{number}", Level.COUNTY, f"B-{division.code}", post)


def units(count: int, seed: int) -> list[Unit]:
    """The real named units first, then made-up ones, spread over the divisions by weight."""
    chance = random.Random(seed)
    named = list(_named(chance))[:count]
    taken = {unit.name for unit in named}
    places = chance.choices(divisions(), weights=[division.weight for division in divisions()], k=count)
    shapes = chance.choices(_SHAPES, weights=[shape[3] for shape in _SHAPES], k=count)
    made: list[Unit] = []
    for number in range(len(named), count):
        kind, trade, endings, _ = shapes[number]
        place = places[number]
        name = _new_name(chance, place.name_zh, endings, taken)
        made.append(_unit(chance, number, name, kind, trade, place.code, is_real=False))
    return [*named, *made]


def staff_name(number: int) -> str:
    """A made-up name of a member of staff."""
    return _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number // len(_SURNAMES) % len(_GIVEN)]


def _named(chance: random.Random) -> Iterator[Unit]:
    for number, row in enumerate(_rows("named_units.csv")):
        trade = "农副产品" if row["kind"] == "market" else "网络零售"
        unit = _unit(chance, number, row["name"], row["kind"], trade, row["division_code_2013"], is_real=True)
        yield unit if not row["town"] else _with_town(unit, row["town"])


def _with_town(unit: Unit, town: str) -> Unit:
    return Unit(**{name: getattr(unit, name) for name in Unit.__slots__} | {"town": town})


def _unit(
    chance: random.Random, number: int, name: str, kind: str, trade: str, division: str, *, is_real: bool
) -> Unit:
    return Unit(
        number=number,
        name=name,
        kind=kind,
        trade=trade,
        division_code=division,
        town="未详",
        operating_since=_SURVEYABLE_FROM + timedelta(days=chance.randrange(1100)),
        registration_number=_registration_number(division, number),
        is_real=is_real,
        quality=chance.random(),
    )


def _new_name(chance: random.Random, place: str, endings: tuple[str, ...], taken: set[str]) -> str:
    while True:
        name = place[:2] + chance.choice(_FIRST) + chance.choice(_SECOND) + chance.choice(endings)
        if name not in taken:
            taken.add(name)
            return name


def _registration_number(division: str, number: int) -> str:
    """15 digits: the registering authority, a running number, a check digit."""
    return with_check_digit(f"{division}{number + 10_000:08d}")


def with_check_digit(body: str) -> str:
    """A registration number from its first fourteen digits (GS15—2006: ISO 7064 MOD 11,10)."""
    return body + mod_11_10.calc_check_digit(body)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
