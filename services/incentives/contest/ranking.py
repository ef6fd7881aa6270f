"""The ranking of a contest."""

from services.incentives.contest.state import Contest, Nominee
from shared.events.incentives import Ranked, Weights


def rank(contest: Contest) -> tuple[Ranked, ...]:
    """Everybody's place by their total, which is in tenths of a point.

    A judge's score of a nominee is the mean of the four criteria, weighted by the contest's percents; a nominee's
    total is the mean over the judges who scored that nominee, rounded once, half up, to a whole tenth. Equal totals
    share the better rank and the ranks behind them stay empty (1, 1, 3); within a rank the order is that of the
    staff ids, which says nothing.
    """
    totals = {staff_id: total(nominee, contest.weights) for staff_id, nominee in contest.nominees.items()}
    order = sorted(contest.nominees.values(), key=lambda nominee: (-totals[nominee.staff_id], nominee.staff_id))
    return tuple(
        Ranked(
            rank=1 + sum(other > totals[nominee.staff_id] for other in totals.values()),
            staff_id=nominee.staff_id,
            station_id=nominee.station_id,
            total=totals[nominee.staff_id],
        )
        for nominee in order
    )


def total(nominee: Nominee, weights: Weights) -> int:
    """The weighted mean over the judges, in whole tenths, half up; exact, for it is made of integers alone."""
    hundredfold = sum(
        weights.service * scored.service
        + weights.competence * scored.competence
        + weights.performance * scored.performance
        + weights.satisfaction * scored.satisfaction
        for scored in nominee.scores.values()
    )
    parts = 100 * len(nominee.scores)
    return (2 * hundredfold + parts) // (2 * parts)
