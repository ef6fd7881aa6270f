"""The places of a season (名额): who would stand on the list by a choice, and which balance the choice would break."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.assessment.list.commands import RankedCandidate
from services.assessment.list.ranking import ranked
from services.assessment.list.submitting import is_eligible

FEWEST_TO_DOMINATE = 4
"""Among fewer entries than these nobody speaks of one trade that outweighs the others."""


class BoardRule(StrEnum):
    """What a choice may break. None of it forbids a list: the notice says "in principle" and asks for balance."""

    NOT_ELIGIBLE = "not_eligible"
    OVER_PLACES = "over_places"
    ONE_TRADE_DOMINATES = "one_trade_dominates"
    DISTRICT_WITHOUT_PLACE = "district_without_place"
    TRADE_WITHOUT_PLACE = "trade_without_place"


WORDS: Mapping[BoardRule, str] = {
    BoardRule.NOT_ELIGIBLE: "所选对象不符合上报条件。",
    BoardRule.OVER_PLACES: "超过名额，应当记录理由。",
    BoardRule.ONE_TRADE_DOMINATES: "一个行业超过半数。",
    BoardRule.DISTRICT_WITHOUT_PLACE: "该辖区有合格对象，却没有名额。",
    BoardRule.TRADE_WITHOUT_PLACE: "该行业有合格对象，却没有名额。",
}


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that the choice breaks; `about` is whom or what it concerns, or the numbers."""

    rule: BoardRule
    about: str


@dataclass(frozen=True, slots=True)
class Board:
    """The choice beside all who might be chosen; trades and districts are counted over the choice."""

    order: tuple[RankedCandidate, ...]
    chosen: tuple[RankedCandidate, ...]
    by_trade: Mapping[str, int]
    by_district: Mapping[str, int]
    broken: tuple[Broken, ...]


def board(
    candidates: Sequence[RankedCandidate], places: int, gone: frozenset[str], choice: Sequence[str] | None
) -> Board:
    """What the choice would make of the places. Without one the best fill them; fewer than the places are fine.

    `gone` are those who can take no place any more, whatever they had reached.
    """
    order = ranked(one for one in candidates if is_eligible(one) and one.line.application_id not in gone)
    able = {one.line.application_id: one for one in order}
    wanted = list(able)[:places] if choice is None else list(dict.fromkeys(choice))
    chosen = [able[one] for one in wanted if one in able]
    trades, districts = Counter(map(_trade, chosen)), Counter(map(_district, chosen))
    return Board(
        order=tuple(order),
        chosen=tuple(chosen),
        by_trade=dict(sorted(trades.items())),
        by_district=dict(sorted(districts.items())),
        broken=(
            *(Broken(BoardRule.NOT_ELIGIBLE, one) for one in wanted if one not in able),
            *_too_many(len(chosen), places),
            *_dominating(trades),
            *_left_out(BoardRule.DISTRICT_WITHOUT_PLACE, map(_district, order), districts),
            *_left_out(BoardRule.TRADE_WITHOUT_PLACE, map(_trade, order), trades),
        ),
    )


def _too_many(entries: int, places: int) -> list[Broken]:
    return [Broken(BoardRule.OVER_PLACES, f"{entries}/{places}")] if entries > places else []


def _dominating(trades: Counter[str]) -> list[Broken]:
    entries = trades.total()
    if entries < FEWEST_TO_DOMINATE:
        return []
    return [Broken(BoardRule.ONE_TRADE_DOMINATES, trade) for trade, count in trades.items() if 2 * count > entries]


def _left_out(rule: BoardRule, able: Iterable[str], counted: Counter[str]) -> list[Broken]:
    return [Broken(rule, one) for one in sorted(set(able) - set(counted))]


def _trade(candidate: RankedCandidate) -> str:
    return candidate.line.trade


def _district(candidate: RankedCandidate) -> str:
    return candidate.line.bureau_code
