"""What is said in the flood of opinions: a few texts passed on again and again, others, and objections that count."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from deploy.demo.plot import SEASON
from deploy.demo.world import CITY, YEAR, Unit
from shared.clock import SHANGHAI
from shared.events.application import Candidate, RecommendationsClosed, SeasonSettings
from shared.events.registry import StationKind

PILES = (
    "该站平时没有人值班，墙上公示的电话打不通，投诉了好几次都没有人登记，根本没有发挥服务站的作用，不应该评为示范站。",
    "听说这家商场的服务站是为了评选临时布置的，台账和回访记录都是后来补写的，请市局认真核查，不要让弄虚作假的单位评上。",
    "大家都来反映，这个市场缺斤少两的情况一直存在，服务站的人员不管不问，消费者去了只会被推来推去，建议取消评选资格。",
    "服务站的工作人员热情周到，投诉当天就给办结了，退款也很快到账，周围的邻居都愿意去那里买东西，坚决支持评为示范站。",
)
"""The last one is support."""
IDLE = "这家店的服务台设在一楼显眼的位置，工作人员耐心细致，遇到质量问题都能当场退换，我们全家都很满意，支持评选。"
PLANTED = 20
"""Named objections that state facts; one of them lies in the first pile."""
CANDIDATES = 3

_PUT_IN = ("真的", "确实", "请领导重视", "顶", "希望", "我也是", "太对了", "再说一遍")
_SIGNS = ("！", "。。", "～", "，", " ", "？！")
_GOODS = ("电饭锅", "羽绒服", "手机", "冰箱", "跑步鞋", "儿童座椅", "洗衣机", "茶叶", "热水器", "自行车")


@dataclass(frozen=True, slots=True)
class Said:
    """One opinion; `pile` is the place of the text in PILES, or -1. `source` is the address that it comes from."""

    body: dict[str, str]
    source: str
    pile: int = -1
    is_planted: bool = False


def flood(count: int, sources: Sequence[str], stations: Sequence[str], seed: int = 12_315) -> list[Said]:
    """Nine in ten pass a text on, some in other words; one in ten comes from three addresses that do not stop."""
    chance = random.Random(seed)
    quiet, loud = sources[3:] or sources, sources[:3]
    said = [
        _one(chance, number, loud[number % len(loud)] if number % 10 == 0 else quiet[number % len(quiet)], stations)
        for number in range(count - PLANTED)
    ]
    for number, objection in enumerate(planted(quiet, stations)):
        said.insert(chance.randrange(len(said) + 1), objection)
        assert objection.is_planted, number
    return said


def _one(chance: random.Random, number: int, source: str, stations: Sequence[str]) -> Said:
    if number % 10 == 5:
        # Like nothing else: somebody's own words, as far as a machine can make them up.
        words = "".join(chance.choices([chr(point) for point in range(0x4E00, 0x5E00)], k=chance.randint(30, 120)))
        return Said(_body(stations[number % CANDIDATES], words, "objection"), source)
    pile = number % len(PILES)
    return Said(about_pile(pile, passed_on(chance, PILES[pile]), stations), source, pile)


def about_pile(pile: int, text: str, stations: Sequence[str]) -> dict[str, str]:
    """A text of a pile, on the candidate that this pile is about."""
    return _body(stations[pile % CANDIDATES], text, "support" if pile == len(PILES) - 1 else "objection")


def passed_on(chance: random.Random, text: str) -> str:
    """The text with a few words put in, a character left out, and other signs."""
    for _ in range(chance.randrange(3)):
        place = chance.randrange(len(text))
        text = text[:place] + chance.choice((*_PUT_IN, *_SIGNS)) + text[place:]
    place = chance.randrange(len(text))
    return text[:place] + text[place + chance.randrange(2) :] + chance.choice(_SIGNS)


def planted(sources: Sequence[str], stations: Sequence[str]) -> Iterator[Said]:
    """Each has a name, says what happened and differs from the others; the first is said in a pile's words."""
    in_the_pile = about_pile(0, PILES[0], stations) | {
        "name": "金某",
        "phone": "13900000000",
        "facts": "当天即遭拒绝。",
    }
    yield Said(in_the_pile, sources[0], 0, is_planted=True)
    for number in range(1, PLANTED):
        text = f"9月{number}日买的{_GOODS[number % len(_GOODS)]}用了{number * 2}天就坏了，站点不登记也不退换。"
        named = {
            "name": f"某{number}",
            "phone": f"139{number:08d}",
            "facts": f"发票号2013{number:04d}，金额{number * 37}元。",
        }
        yield Said(
            _body(stations[number % CANDIDATES], text, "objection") | named,
            sources[number % len(sources)],
            is_planted=True,
        )


def _body(station_id: str, text: str, stance: str) -> dict[str, str]:
    return {"station_id": station_id, "side": "consumer", "stance": stance, "text": text}


def recommended(units: Sequence[Unit]) -> RecommendationsClosed:
    """The candidates that the notice is about, as their counties have handed them over."""
    settings = SeasonSettings(
        applications_close_on=date(YEAR, 8, 30),
        recommendations_due_on=date(YEAR, 9, 13),
        submission_due_on=date(YEAR, 10, 31),
        rubric_id="R-JS-2013",
    )
    return RecommendationsClosed(
        season_id=SEASON,
        year=YEAR,
        city_code=CITY,
        settings=settings,
        candidates=tuple(_candidate(unit) for unit in units),
        closed_on=date(YEAR, 9, 13),
    )


def _candidate(unit: Unit) -> Candidate:
    return Candidate(
        application_id=f"A-2013-{_station(unit)}",
        station_id=_station(unit),
        host_id=f"ho-{unit.number}",
        station_name=unit.station_name,
        host_name=unit.name,
        kind=StationKind(unit.kind),
        trade=unit.trade,
        division_code=unit.division_code,
        bureau_code=f"B-{unit.division_code}",
        bureau_name="县区局",
        filed_at=datetime(YEAR, 8, 12, 9, tzinfo=SHANGHAI),
        inspectors=unit.inspectors,
        recommender=unit.county.subject,
        form_sha256="0" * 64,
    )


def _station(unit: Unit) -> str:
    return f"st-{unit.number}"
