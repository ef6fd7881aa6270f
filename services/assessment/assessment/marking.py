"""The arithmetic of the marks: tenths of a point, whole numbers only."""

from collections.abc import Iterable, Mapping, Sequence

from shared.events.assessment import DimensionScore, ItemScore, RubricPublished

Marks = Sequence[tuple[ItemScore, ...]]
"""What each assessor gave."""


def total(scores: Iterable[ItemScore]) -> int:
    return sum(score.tenths for score in scores)


def dimension_sums(rubric: RubricPublished, scores: Iterable[ItemScore]) -> dict[str, int]:
    """One assessor's tenths in each dimension."""
    of_item = {item.code: item.dimension for item in rubric.items}
    sums = dict.fromkeys((dimension.code for dimension in rubric.dimensions), 0)
    for score in scores:
        sums[of_item[score.item]] += score.tenths
    return sums


def mean_half_up(tenths: int, assessors: int) -> int:
    """The mean, rounded half up to a tenth of a point."""
    return (2 * tenths + assessors) // (2 * assessors)


def dimension_scores(rubric: RubricPublished, marks: Marks) -> tuple[DimensionScore, ...]:
    """Each dimension's mean. The means of its items are added unrounded, so it is rounded once."""
    sums = [dimension_sums(rubric, scores) for scores in marks]
    return tuple(
        DimensionScore(
            dimension=dimension.code,
            tenths=mean_half_up(sum(one[dimension.code] for one in sums), len(marks)),
        )
        for dimension in rubric.dimensions
    )


def wide_spreads(rubric: RubricPublished, marks: Marks) -> dict[str, int]:
    """The dimensions on which the assessors lie further apart than is allowed, and by how many tenths."""
    sums = [dimension_sums(rubric, scores) for scores in marks]
    spreads = {
        dimension.code: max(one[dimension.code] for one in sums) - min(one[dimension.code] for one in sums)
        for dimension in rubric.dimensions
    }
    return {dimension: spread for dimension, spread in spreads.items() if spread > rubric.spread_limit}


def missed_cut_offs(rubric: RubricPublished, dimensions: Iterable[DimensionScore]) -> list[str]:
    """Every cut-off that is not reached, in words; none means that the candidate has passed."""
    reached: Mapping[str, int] = {score.dimension: score.tenths for score in dimensions}
    missed: list[str] = []
    if sum(reached.values()) < rubric.pass_total:
        missed.append(f"total {points(sum(reached.values()))} below {points(rubric.pass_total)}")
    missed.extend(
        f"dimension {dimension.code}: {points(reached[dimension.code])}"
        f" below {dimension.floor_percent}% of {points(dimension.weight)}"
        for dimension in rubric.dimensions
        if reached[dimension.code] * 100 < dimension.weight * dimension.floor_percent
    )
    return missed


def points(tenths: int) -> str:
    """Tenths of a point as people write them: 934 → 93.4."""
    return f"{tenths // 10}.{tenths % 10}"
