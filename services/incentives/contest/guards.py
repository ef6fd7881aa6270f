"""What several decisions ask for before anything else."""

from services.incentives.contest.rules import ContestNotOpen, NotNominated, NotQualified, NotTheOrganiser
from services.incentives.contest.state import Contest, Nominee, Stage
from shared.errors import NotKnownHere


def require_organiser(contest: Contest, organiser_id: str) -> None:
    """The contest was announced, and is run by who asks.

    Raises:
        NotKnownHere, NotTheOrganiser: it was not, or is not.
    """
    if contest.stage is Stage.NOT_ANNOUNCED:
        raise NotKnownHere("no such contest was announced here")
    if organiser_id != contest.organiser_id:
        raise NotTheOrganiser("the contest is run by somebody else")


def require_open(contest: Contest) -> None:
    """The board may still move.

    Raises:
        ContestNotOpen: it may not.
    """
    if contest.stage is not Stage.OPEN:
        raise ContestNotOpen(f"the contest is {contest.stage}")


def require_nominee(contest: Contest, staff_id: str) -> Nominee:
    """Somebody who stands in the contest.

    Raises:
        NotNominated: they do not, or not any more.
    """
    nominee = contest.nominees.get(staff_id)
    if nominee is None:
        raise NotNominated(f"{staff_id} does not stand in this contest")
    return nominee


def require_qualified(nominee: Nominee) -> None:
    """Nobody has found them unqualified.

    Raises:
        NotQualified: somebody has.
    """
    if nominee.qualified is False:
        raise NotQualified(f"{nominee.staff_id} was found not to be qualified")
