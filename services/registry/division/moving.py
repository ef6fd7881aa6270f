"""Where a station's land has gone: pure, from its division and town and the moves of a change."""

from collections.abc import Sequence

from shared.access.towns import is_unknown, same_town, stem, tidy
from shared.events.registry import DivisionMove


def where_to(division_code: str, town: str, moves: Sequence[DivisionMove]) -> str | None:
    """The division that the place lies in after the moves; None where only a person can tell.

    All moves happen at once: land that has come into a division by one of them is not moved on by another.
    """
    of_division = [move for move in moves if move.from_code == division_code]
    rest = next((move.to_code for move in of_division if not move.town), division_code)
    split = [move for move in of_division if move.town]
    if all(move.to_code == rest for move in split):
        return rest  # The whole code moves as one, so the town does not matter.
    for move in split:
        if same_town(move.town, town):
            return move.to_code
    # An address that has a moved town's name in it may lie in that town or not.
    if is_unknown(town) or any(stem(move.town) in tidy(town) for move in split):
        return None
    return rest
