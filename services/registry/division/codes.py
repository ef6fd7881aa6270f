"""Which divisions there are on a day: the table of codes by years, and the recorded changes by days."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from shared.errors import Unacceptable

_TABLE = Path(__file__).parent / "data" / "division_codes.csv"
_LEVELS = {"省级": "province", "地级": "city", "县级": "county"}

EDITION = 2024
"""The last year that the table knows. A code that began later is known from a recorded change alone."""


class DivisionNotInForce(Unacceptable):
    """A place lies in a division that exists on that day."""

    title_zh = "该行政区划代码在当日无效。"


@dataclass(frozen=True, slots=True)
class Division:
    """A code with its name between two years; one code may have borne several names one after the other."""

    code: str
    name: str
    level: str
    since: int
    until: int | None
    successors: tuple[str, ...]

    def covers(self, year: int) -> bool:
        """Both years of a change count, for the table knows no days."""
        return self.since <= year and (self.until is None or year <= self.until)


@dataclass(frozen=True, slots=True)
class Change:
    """What a recorded change did to codes: those that it made or kept, with their names, and those that it ended."""

    effective_on: date
    named: Mapping[str, str]
    abolished: frozenset[str]

    def touches(self, code: str) -> bool:
        return code in self.named or code in self.abolished


@cache
def table() -> Mapping[str, tuple[Division, ...]]:
    """All divisions by their codes, those of one code from the first to the last."""
    found: dict[str, list[Division]] = {}
    with _TABLE.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        next(reader)
        for code, _province, _city, name, level, _status, since, until, successors in reader:
            following = tuple(each.partition("[")[0] for each in successors.split(";") if each)
            ends = int(until) if until else None
            found.setdefault(code, []).append(Division(code, name, _LEVELS[level], int(since), ends, following))
    return {code: tuple(sorted(divisions, key=lambda one: one.since)) for code, divisions in found.items()}


def in_force(code: str, day: date, changes: Iterable[Change] = ()) -> bool:
    """Whether there is such a division on that day; a recorded change tells the day where the table has a year."""
    return name_on(code, day, changes) is not None


def name_on(code: str, day: date, changes: Iterable[Change] = ()) -> str | None:
    """The name of the division on that day; None where there is none of that code."""
    touching = sorted((change for change in changes if change.touches(code)), key=lambda change: change.effective_on)
    divisions = table().get(code, ())
    latest = next((change for change in reversed(touching) if change.effective_on <= day), None)
    if latest is not None:
        return _after(code, day, latest, divisions)
    for change in touching:  # All of them still to come on that day.
        began = [one for one in divisions if one.since < change.effective_on.year]
        if change.effective_on.year == day.year and code in change.named and not _covering(began, day):
            return None
    return _named(_covering(divisions, day))


def _after(code: str, day: date, change: Change, divisions: Iterable[Division]) -> str | None:
    """The table may know that a division has ended in a year after the last change that was recorded of it."""
    if code in change.abolished:
        again = [one for one in divisions if one.since > change.effective_on.year]
        return _named(_covering(again, day))
    known = [one for one in divisions if one.covers(change.effective_on.year)]
    if known and day.year > change.effective_on.year and not _covering(divisions, day):
        return None
    return change.named[code]


def _covering(divisions: Iterable[Division], day: date) -> list[Division]:
    return [one for one in divisions if one.covers(day.year)]


def _named(divisions: list[Division]) -> str | None:
    """Where two share a code in the year of a change, the later one's name."""
    return divisions[-1].name if divisions else None


def require_in_force(code: str, day: date, changes: Iterable[Change] = ()) -> None:
    """There is such a division on that day.

    Raises:
        DivisionNotInForce: there is none.
    """
    if in_force(code, day, changes):
        return
    following = sorted({after for one in table().get(code, ()) for after in one.successors})
    hint = f" Its land is now in {', '.join(following)}." if following else " Check the code."
    raise DivisionNotInForce(f"There is no division {code} on {day}.{hint}")
