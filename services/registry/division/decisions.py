"""The rules for changes of divisions: what contradicts itself, or the register, is not recorded."""

from services.registry.division.codes import DivisionNotInForce
from services.registry.division.commands import ChangeDivisions, DivisionCommand
from services.registry.division.state import Act, evolve
from services.registry.rules import NoCompetentBureau, require_not_after
from shared.access.towns import is_unknown, same_town
from shared.errors import Conflict, Unacceptable
from shared.events.registry import DivisionChanged
from shared.eventsourcing.decider import Decider


class ChangeAlreadyRecorded(Conflict):
    """A document changes divisions once; what it says is recorded whole."""

    title_zh = "该文件的区划调整已经登记。"


class LaterChangeRecorded(Conflict):
    """Changes of the same divisions are recorded in the order of their days, and land moves once a day."""

    title_zh = "同一区域当日或较晚的区划调整已经登记。"


class TownMovedTwice(Unacceptable):
    """A piece of land moves once: each town of a division, and its rest, is named once at most."""

    title_zh = "同一乡镇、街道不得重复划转。"


class AbolishedLandLeft(Unacceptable):
    """An abolished division gives all of its land away, so the rest of it moves, too."""

    title_zh = "被撤销的区划应当划转全部区域。"


class MoveToNowhere(Unacceptable):
    """Land goes to a division that there is from that day on."""

    title_zh = "划入的区划在生效日不存在。"


class NotWhereTheLandWent(Unacceptable):
    """A station stands where the change has put the land of its town."""

    title_zh = "所填区划与区划调整文件不符。"


def decide(command: DivisionCommand, act: Act) -> list[DivisionChanged]:
    return change_divisions(command, act)


def change_divisions(command: ChangeDivisions, act: Act) -> list[DivisionChanged]:
    require_not_after(command.today, command.document_date, "the day of the document")
    require_not_after(command.today, command.effective_on, "the day when the change took effect")
    changed = DivisionChanged(
        change_id=command.change_id,
        document_number=command.document_number,
        document_date=command.document_date,
        divisions=command.divisions,
        abolished=command.abolished,
        moves=command.moves,
        effective_on=command.effective_on,
    )
    if act.change == changed:
        return []
    if act.change is not None:
        raise ChangeAlreadyRecorded(f"{command.document_number} is recorded with other contents")
    _require_whole(command)
    _require_divisions(command)
    if command.later:
        raise LaterChangeRecorded(f"{command.later} has changed the same land on that day or later")
    if command.unserved:
        places = ", ".join(f"{move.to_code} {move.town}".strip() for move in command.unserved)
        raise NoCompetentBureau(f"no bureau serves {places}: establish it first, or record the succession")
    return [changed]


def _require_whole(command: ChangeDivisions) -> None:
    """The moves do not contradict each other, and leave nothing of an abolished division behind."""
    for place, move in enumerate(command.moves):
        if move.town and is_unknown(move.town):
            raise TownMovedTwice(f"{move.town} names no town: leave it empty for the rest of {move.from_code}")
        if any(
            move.from_code == other.from_code and (move.town == other.town or same_town(move.town, other.town))
            for other in command.moves[:place]
        ):
            raise TownMovedTwice(f"{move.town or 'the rest'} of {move.from_code} is moved twice: name it once")
    given = {move.from_code for move in command.moves if not move.town}
    left = [code for code in command.abolished if code not in given]
    if left:
        raise AbolishedLandLeft(f"say where the rest of {', '.join(left)} goes: a move without a town")


def _require_divisions(command: ChangeDivisions) -> None:
    gone = [code for code in (*command.abolished, *(m.from_code for m in command.moves)) if code not in command.before]
    if gone:
        raise DivisionNotInForce(f"there was no division {gone[0]} on the eve of {command.effective_on}")
    there = (command.after | {division.code for division in command.divisions}) - set(command.abolished)
    kept = {division.code for division in command.divisions}
    nowhere = [code for code in (*kept, *(m.to_code for m in command.moves)) if code not in there]
    if nowhere:
        raise MoveToNowhere(f"there is no division {nowhere[0]} from {command.effective_on} on")


DIVISION = Decider(initial=Act(), decide=decide, evolve=evolve)
