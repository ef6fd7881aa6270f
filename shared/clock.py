"""Time: the one place that reads a clock. In a sandbox the programme's instant stands still until it is moved."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from asyncpg import Pool, Record

from shared.database import Connection
from shared.errors import Conflict

SHANGHAI = ZoneInfo("Asia/Shanghai")

_READ = "SELECT instant FROM sandbox_clock"
_MOVE = """
INSERT INTO sandbox_clock (instant) VALUES ($1)
ON CONFLICT (one) DO UPDATE SET instant = excluded.instant WHERE sandbox_clock.instant <= excluded.instant
RETURNING instant
"""


class ClockGoesForward(Conflict):
    """The programme's clock only goes forward."""

    title_zh = "时钟只能向前拨动。"


def now() -> datetime:
    """The real instant, with its zone."""
    return datetime.now(UTC).astimezone(SHANGHAI)


def shanghai(instant: datetime) -> datetime:
    """The same instant as a clock on the wall in Shanghai shows it; one without a zone is taken to be Shanghai's."""
    return instant.replace(tzinfo=SHANGHAI) if instant.tzinfo is None else instant.astimezone(SHANGHAI)


def day_of(instant: datetime) -> date:
    """The calendar day in Shanghai."""
    return shanghai(instant).date()


class Clock:
    """The programme's instant: the real one, or in a sandbox the one that the operator has set.

    A sandbox whose clock was never set shows the real instant.
    """

    def __init__(self, *, sandbox: bool = False) -> None:
        self.sandbox = sandbox
        self._instant: datetime | None = None

    async def load(self, connection: Connection) -> None:
        """Take the stored instant into memory."""
        if self.sandbox:
            instant: datetime | None = await connection.fetchval(_READ)
            self._instant = None if instant is None else shanghai(instant)

    async def move(self, pool: "Pool[Record]", instant: datetime) -> None:
        """Set the programme's instant, which stands still from then on.

        Raises:
            ClockGoesForward: it was already later than that.
        """
        assert self.sandbox, "the real time is not ours to move"
        moved: datetime | None = await pool.fetchval(_MOVE, shanghai(instant))
        if moved is None:
            raise ClockGoesForward(f"The programme's clock stands at {self.now():%Y-%m-%d %H:%M}.")
        self._instant = shanghai(moved)

    def now(self) -> datetime:
        """The programme's instant, in Shanghai."""
        return now() if self._instant is None else self._instant

    def today(self) -> date:
        """The programme's day, in Shanghai."""
        return self.now().date()
