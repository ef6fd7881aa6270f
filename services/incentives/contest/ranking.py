"""What the judges' scores of a nominee add up to, in whole numbers."""

from services.incentives.contest.state import Nominee
from shared.events.incentives import Weights


def total(nominee: Nominee, weights: Weights) -> int:
    """The mean over the judges who scored the nominee, in whole tenths; exact, for it is made of integers alone.

    A judge's score is the mean of the four criteria, weighted by the contest's percents. The total is rounded once,
    half up.
    """
    hundredfold = sum(
        weights.service * scored.service
        + weights.competence * scored.competence
        + weights.performance * scored.performance
        + weights.satisfaction * scored.satisfaction
        for scored in nominee.scores.values()
    )
    parts = 100 * len(nominee.scores)
    return half_up(hundredfold, parts)


def half_up(parts: int, whole: int) -> int:
    """Parts of a whole in whole numbers, exact, a half going up; both are 0 or more, and the whole is not 0."""
    return (2 * parts + whole) // (2 * whole)
