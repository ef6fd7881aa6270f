"""In whose name and at what instant rows are taken in, and what is wrong with one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from shared.access.roles import Caller
from shared.errors import Refusal
from shared.sealing.sealer import Sealer

_ROWS = UUID("3b5b1f64-2d0a-5c3e-8a7f-12315ad0b001")


@dataclass(frozen=True, slots=True)
class Asking:
    """The caller, with their division, the programme's instant, and what opens names."""

    caller: Caller
    now: datetime
    sealer: Sealer

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Wrong:
    """The rule that refuses a row, and the key of the column that it is about; empty where it is the whole row."""

    refusal: Refusal
    key: str = ""


def row_command(step: str, *said: object) -> UUID:
    """The id of a row's command: it follows from what the row says, whichever file it stands in."""
    return uuid5(_ROWS, "\x1f".join([step, *map(str, said)]))
