"""The identifiers that this service makes, and what it calls the things that fall due."""

CLOSE_APPLICATIONS = "close_applications"
CLOSE_RECOMMENDATIONS = "close_recommendations"


def season_id(year: int, city_code: str) -> str:
    """A city has one chapter a year, and a province one season: the identifier is its uniqueness.

    For the season of a whole province the code is the province's own.
    """
    return f"S-{year}-{city_code}"


def application_id(season: str, station_id: str) -> str:
    """A station has one application a season, so the identifier is its uniqueness. It bears the season's year."""
    return f"A-{season.split('-')[1]}-{station_id}"


def season_stream(season: str) -> str:
    return f"season-{season}"


def application_stream(application: str) -> str:
    return f"application-{application}"


def quota_stream(season: str) -> str:
    return f"quota-{season}"


def desk_stream(application: str) -> str:
    return f"desk-{application}"
