"""Cells as values: what people type, with full-width digits, dates of many forms and yuan, made exact or refused.

No floating point number takes part: a workbook's number comes as a decimal of the fifteen digits that it can hold.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Context, Decimal, InvalidOperation
from typing import TypeAlias

from services.registry.tables.rules import (
    DayNotReadable,
    DigitsLost,
    MoneyNotReadable,
    NulInText,
    NumberNotReadable,
    TextTooLong,
    WordNotKnown,
)
from shared.clock import SHANGHAI
from shared.errors import Refusal

_DANGEROUS = "=+\\-@\t\r\0＝＋－＠"
_NEUTRALISE = re.compile(f"'*[{_DANGEROUS}]")
_NEUTRALISED = re.compile(f"''*[{_DANGEROUS}]")
_FORMULA_OF_TEXT = re.compile(r'="([^"]*)"')
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]+")
_WHOLE = re.compile(r"[0-9]{1,15}")
_MONEY = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,2})?")
_DAY = re.compile(r"([0-9]{4})(?:[-/.年])([0-9]{1,2})(?:[-/.月])([0-9]{1,2})日?|([0-9]{4})([0-9]{2})([0-9]{2})")
_TIME = re.compile(r"([0-9]{1,2})[:时]([0-9]{1,2})(?:[:分]([0-9]{1,2})?秒?)?")
_MOST_WHOLE = 10**15
_EXCEL = Context(prec=15)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that has no value, and the rule that says so."""

    rule: type[Refusal]
    detail: str = ""


Value: TypeAlias = str | Decimal | datetime | bool | Unreadable | None
"""What a reader finds in a cell. None and an empty text are the same: nothing was filled in."""


def number_of(written: str) -> Decimal:
    """A workbook's number: it holds fifteen digits, and what it writes behind them is noise."""
    return _EXCEL.create_decimal(written)


def neutral(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula. `plain` takes the mark off again."""
    return f"'{text}" if _NEUTRALISE.match(text) else text


def plain(text: str) -> str:
    """The text without the mark of `neutral`, and without the ="…" by which people keep digits."""
    if _NEUTRALISED.match(text):
        return text[1:]
    kept = _FORMULA_OF_TEXT.fullmatch(text)
    return kept[1] if kept else text


def is_blank(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def text(value: Value, most: int) -> str:
    """A person's words, as they stand."""
    found = _as_text(value).strip()
    if "\0" in found or not _is_whole(found):
        raise NulInText("take the character out")
    if len(found) > most:
        raise TextTooLong(f"{len(found)} characters; at most {most} are taken")
    return found


def _is_whole(found: str) -> bool:
    """Whether it has no half of a character, which JSON and a workbook's escapes can write."""
    return found.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in found)


def code(value: Value, most: int) -> str:
    """An identifier: full-width characters are made plain, and one that has lost digits is refused."""
    if isinstance(value, Decimal):
        if value != value.to_integral_value() or abs(value) >= _MOST_WHOLE:
            raise DigitsLost(f"the cell shows {value}")
        return str(int(value))
    found = unicodedata.normalize("NFKC", text(value, most)).strip()
    if _SCIENTIFIC.fullmatch(found):
        raise DigitsLost(f"the cell shows {found}")
    if len(found) > most:
        raise TextTooLong(f"{len(found)} characters; at most {most} are taken")
    return found


def whole(value: Value) -> int:
    """A count."""
    if isinstance(value, Decimal):
        if value != value.to_integral_value() or not 0 <= value < _MOST_WHOLE:
            raise NumberNotReadable(f"the cell shows {value}")
        return int(value)
    found = _narrow(value).replace(",", "")
    if not _WHOLE.fullmatch(found):
        raise NumberNotReadable(f"{found[:40]!r} is none")
    return int(found)


def fen(value: Value) -> int:
    """Yuan as fen."""
    if isinstance(value, Decimal):
        exact = value * 100
        if exact != exact.to_integral_value() or not 0 <= exact < _MOST_WHOLE:
            raise MoneyNotReadable(f"the cell shows {value}")
        return int(exact)
    found = _narrow(value).replace(",", "").removeprefix("¥").removesuffix("元").strip()
    if not _MONEY.fullmatch(found):
        raise MoneyNotReadable(f"{found[:40]!r} is none")
    try:
        return int(Decimal(found) * 100)
    except InvalidOperation as error:
        raise MoneyNotReadable(f"{found[:40]!r} is none") from error


def day(value: Value) -> date:
    """A day; a time behind it is let go."""
    return value.date() if isinstance(value, datetime) else _moment(_of_day(value))[0]


def instant(value: Value) -> datetime:
    """An instant in Shanghai; the time must be there."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=SHANGHAI) if value.tzinfo is None else value.astimezone(SHANGHAI)
    found = _narrow(value)
    try:
        read = datetime.fromisoformat(found)
    except ValueError:
        read = None
    if read is not None and (":" in found):
        return read.replace(tzinfo=SHANGHAI) if read.tzinfo is None else read.astimezone(SHANGHAI)
    on, at = _moment(found)
    if at is None:
        raise DayNotReadable(f"{found[:40]!r} has no time")
    return datetime.combine(on, at, SHANGHAI)


def word(words: Mapping[str, str]) -> Callable[[Value], str]:
    """One of the words, whatever their case and width; the mapping's value is what it stands for."""
    known = {unicodedata.normalize("NFKC", given).casefold(): meant for given, meant in words.items()}

    def read(value: Value) -> str:
        found = _narrow(value)
        meant = known.get(found.casefold())
        if meant is None:
            raise WordNotKnown(f"{found[:40]!r} is none of {', '.join(dict.fromkeys(words))}"[:400])
        return meant

    return read


def _of_day(value: Value) -> str:
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return str(int(value))  # 20130520; a bare serial of a spreadsheet has five digits and is no day.
    return _narrow(value)


def _moment(found: str) -> tuple[date, time | None]:
    """The day and, where one stands behind it, the time."""
    match = _DAY.match(found)
    if match is None:
        raise DayNotReadable(f"{found[:40]!r} is none")
    rest = found[match.end() :].strip(" T")
    at = _TIME.fullmatch(rest) if rest else None
    if rest and at is None:
        raise DayNotReadable(f"{found[:40]!r} is none")
    year, month, on = (int(part) for part in match.groups() if part is not None)
    try:
        clock = time(int(at[1]), int(at[2]), int(at[3] or 0)) if at else None
        return date(year, month, on), clock
    except ValueError as error:
        raise DayNotReadable(f"{found[:40]!r} is on no calendar or clock") from error


def _narrow(value: Value) -> str:
    """Full-width digits and letters as plain ones."""
    return unicodedata.normalize("NFKC", _as_text(value)).strip()


def _as_text(value: Value) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(" ")
        case Decimal():
            return format(value.normalize(), "f")
        case Unreadable():
            raise value.rule(value.detail)
