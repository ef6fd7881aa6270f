"""What every command on a season asks first: whether there is such a season, and what it has come to."""

from services.application.season.state import Season, SeasonStage
from shared.errors import Conflict, NotFound


class NoSuchSeason(NotFound):
    """Nobody has drafted this season."""

    title_zh = "没有这一年度。"


class SeasonIsClosed(Conflict):
    """When the result of a season is published, the season is closed, and nothing of it changes any more."""

    title_zh = "本年度结果已经公布，年度已结束，不再变更。"


class SeasonNotRunning(Conflict):
    """Only a season that was opened comes to its closing days."""

    title_zh = "只有已经启动的年度才有截止。"


def require_drafted(season_id: str, season: Season) -> None:
    """Somebody has drafted the season.

    Raises:
        NoSuchSeason: nobody has.
    """
    if season.stage is SeasonStage.NOT_DRAFTED:
        raise NoSuchSeason(f"there is no season {season_id}")


def require_not_closed(season_id: str, season: Season) -> None:
    """Somebody has drafted the season, and it still goes on.

    Raises:
        NoSuchSeason, SeasonIsClosed: not so.
    """
    require_drafted(season_id, season)
    if season.stage is SeasonStage.CLOSED:
        raise SeasonIsClosed(f"{season_id} is closed")
