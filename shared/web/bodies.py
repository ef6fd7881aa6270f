"""The form of request bodies: nothing unknown, nothing unbounded, numbers that are numbers."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

LONGEST_TEXT = 4_000


class Body(BaseModel):
    """A request's body. A field that nobody asked for is refused: its sender meant something by it."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, str_max_length=LONGEST_TEXT, hide_input_in_errors=True
    )


def _iso_day(value: Any) -> Any:
    """A day is written as YYYY-MM-DD; the library would take a number of seconds, too."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise ValueError("a day is written as YYYY-MM-DD")  # noqa: TRY004 - the library answers this one as a fault.
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise ValueError("a day is written as YYYY-MM-DD") from error


Day = Annotated[date, BeforeValidator(_iso_day, json_schema_input_type=date)]
DivisionCode = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{5}$"), Field(examples=["320402"])]
"""A division of GB/T 2260: six digits."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Code = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\s\x00-\x1f]+$")]
"""An identifier or number that somebody else has given."""
Text = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT)]
"""A person's own words."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$"), Field(examples=["0123456789abcdef" * 4])]
Year = Annotated[int, Field(strict=True, ge=1990, le=2200)]
Tenths = Annotated[int, Field(strict=True, ge=0, le=100_000)]
"""Points in tenths: 87.5 is 875."""
Fen = Annotated[int, Field(strict=True, ge=0, le=100_000_000_000)]
"""Money in fen."""
Count = Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)]
Flag = Annotated[bool, Field(strict=True)]
