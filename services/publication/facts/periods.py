"""How the days of a notice are counted: by the rule of its season, over the calendars that were published."""

from dataclasses import dataclass
from datetime import date

from shared.database import Connection
from shared.errors import NotKnownHere
from shared.workdays import WorkingCalendar

_SEASON = "SELECT city_code, working_days, counts_first_day FROM seasons WHERE season_id = $1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """The counting rule of a city's season."""

    city_code: str
    working_days: int
    counts_first_day: bool

    @property
    def rule(self) -> str:
        """In words, as it is named in the notice."""
        first = "counted" if self.counts_first_day else "not counted"
        return f"{self.working_days} working days, first day {first}"

    def last_day(self, calendar: WorkingCalendar, opens_on: date) -> date:
        """The first last day that gives a notice its working days; a guess where a year is not published."""
        return calendar.last_day_of_notice(opens_on, self.working_days, self.counts_first_day)

    def earliest_close(self, calendar: WorkingCalendar, opens_on: date) -> date | None:
        """The same, and nothing is guessed: None where the calendar of a year that it reaches is not published."""
        if calendar.is_provisional(opens_on):
            return None
        last = self.last_day(calendar, opens_on)
        return None if calendar.is_provisional(last) else last


async def counting(connection: Connection, season_id: str) -> Counting:
    """The counting rule of a season.

    Raises:
        NotKnownHere: its candidates have not been handed over.
    """
    season = await connection.fetchrow(_SEASON, season_id)
    if season is None:
        raise NotKnownHere(f"The candidates of season {season_id} are not known here.")
    return Counting(**season)
