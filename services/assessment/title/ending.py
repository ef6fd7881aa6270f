"""How a title ends without blame, and what becomes of the plaque of a title that is over."""

from datetime import date

from services.assessment.stated import stated_day
from services.assessment.title.commands import DeclarePlaqueVoid, EndTitle, TakePlaqueBack
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.state import NO_TITLE, Title, TitleFact
from shared.errors import Conflict
from shared.events.assessment import EndedBy, PlaqueDeclaredVoid, PlaqueHandedOver, PlaqueReturned, TitleEnded


class TitleNotOver(Conflict):
    """A plaque is given back, or declared void, when its title is over."""

    title_zh = "称号尚未撤销或终止，牌匾无须收回。"


class NoPlaqueToReturn(Conflict):
    """There is a plaque to return only where one was handed over."""

    title_zh = "未曾授牌，无牌匾可收回。"


class PlaqueAlreadyReturned(Conflict):
    """A plaque that was given back is not declared void."""

    title_zh = "牌匾已经收回，不再宣布作废。"


class PlaqueAlreadyVoid(Conflict):
    """A plaque is declared void once."""

    title_zh = "牌匾已经宣布作废。"


def end_title(command: EndTitle, title: Title) -> list[TitleFact]:
    """称号终止. A proposal of revocation that is open is over with the title.

    What becomes of a station is heard of whether it bears a title or not; where it bears none, nothing ends.
    """
    by_request = command.ended_by is EndedBy.REQUEST
    if title.stage in NO_TITLE or title.certified is None:
        if not by_request or (title.ended is not None and title.ended.ended_by is EndedBy.REQUEST):
            return []
        raise TitleNotInForce(f"{command.station_id} has no title in force.")
    if command.new_host_id and title.certified.host_id == command.new_host_id:
        return []
    return [
        TitleEnded(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            station_name=title.certified.station_name,
            ended_by=command.ended_by,
            # A station that was closed while its recognition was on its way bears the title for that day alone.
            ended_on=max(command.on, title.certified.certified_on),
        )
    ]


def take_plaque_back(command: TakePlaqueBack, title: Title) -> list[TitleFact]:
    """收回牌匾. One that was declared void may still be found."""
    plaque, over_since = _due(title, command.station_id)
    if title.returned is not None:
        return []
    return [
        PlaqueReturned(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            plaque_number=plaque.plaque_number,
            returned_on=stated_day(command.returned_on, not_before=over_since),
        )
    ]


def declare_plaque_void(command: DeclarePlaqueVoid, title: Title) -> list[TitleFact]:
    """牌匾作废."""
    plaque, _ = _due(title, command.station_id)
    if title.declared_void is not None:
        if title.declared_void.reason == command.reason:
            return []
        raise PlaqueAlreadyVoid(f"It was declared void on {title.declared_void.declared_on}.")
    if title.returned is not None:
        raise PlaqueAlreadyReturned(f"It was given back on {title.returned.returned_on}.")
    return [
        PlaqueDeclaredVoid(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            plaque_number=plaque.plaque_number,
            reason=command.reason,
            declared_on=command.today,
        )
    ]


def _due(title: Title, station_id: str) -> tuple[PlaqueHandedOver, date]:
    """The plaque that is due, and the day since when it is."""
    if title.over_since is None:
        raise TitleNotOver(f"No title of {station_id} is over.")
    if title.plaque is None:
        raise NoPlaqueToReturn(f"{station_id} was never handed a plaque for {title.certificate_number}.")
    return title.plaque, title.over_since
