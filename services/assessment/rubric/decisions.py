"""The rules of a rubric: it adds up, and it is published once."""

from collections import Counter

from services.assessment.rubric.commands import RubricCommand
from services.assessment.rubric.state import Rubric, evolve
from shared.errors import Conflict, Unacceptable
from shared.events.assessment import RubricPublished
from shared.events.rubric import Dimension, RubricItem, Veto
from shared.eventsourcing.decider import Decider

WHOLE = 1000
"""A hundred points, in tenths."""


class RubricDoesNotAddUp(Unacceptable):
    """The items of a dimension add up to its weight, the dimensions to a hundred points, and codes are not repeated."""

    title_zh = "各项分值之和应等于其维度分值，各维度分值之和应为一百分，代码不得重复。"


class RubricAlreadyPublished(Conflict):
    """A published rubric is never changed: a new version has a new id."""

    title_zh = "已发布的标准不得修改，新版本须用新编号。"


def decide(command: RubricCommand, rubric: Rubric) -> list[RubricPublished]:
    """发布创建标准."""
    wanted = RubricPublished(
        rubric_id=command.rubric_id,
        title=command.title,
        provenance=command.provenance,
        dimensions=command.dimensions,
        items=command.items,
        vetoes=command.vetoes,
        pass_total=command.pass_total,
        spread_limit=command.spread_limit,
        published_on=command.today,
    )
    if rubric.published is not None:
        if wanted.model_copy(update={"published_on": rubric.published.published_on}) == rubric.published:
            return []
        raise RubricAlreadyPublished(f"{command.rubric_id} was published on {rubric.published.published_on}.")
    _require_that_it_adds_up(wanted)
    return [wanted]


def _require_that_it_adds_up(rubric: RubricPublished) -> None:
    parts: tuple[Dimension | RubricItem | Veto, ...] = (*rubric.dimensions, *rubric.items, *rubric.vetoes)
    codes = Counter(part.code for part in parts)
    repeated = [code for code, times in codes.items() if times > 1]
    if repeated:
        raise RubricDoesNotAddUp(f"These codes are repeated: {', '.join(repeated)}.")
    weights = {dimension.code: dimension.weight for dimension in rubric.dimensions}
    if sum(weights.values()) != WHOLE:
        raise RubricDoesNotAddUp(f"The dimensions add up to {sum(weights.values())} tenths of a point, not {WHOLE}.")
    items: Counter[str] = Counter()
    for item in rubric.items:
        items[item.dimension] += item.weight
    if items != weights:
        wrong = sorted(code for code in {*items, *weights} if items[code] != weights.get(code, 0))
        raise RubricDoesNotAddUp(f"The items do not add up to the weight of: {', '.join(wrong)}.")
    if rubric.pass_total > WHOLE or any(dimension.floor_percent > 100 for dimension in rubric.dimensions):
        raise RubricDoesNotAddUp("A cut-off lies above what can be reached.")


RUBRIC = Decider(initial=Rubric(), decide=decide, evolve=evolve)
