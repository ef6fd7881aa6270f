"""Values of settings: read as what each is, and held within their bounds."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import TypeAdapter, ValidationError

from services.application.season.bases import BASES, Basis
from shared.errors import Unacceptable
from shared.events.application import PaperCountsBy, ReviewPolicy, SeasonSettings

_KINDS: Mapping[str, Any] = {name: SeasonSettings.model_fields[name].annotation for name in BASES}
_READERS: Mapping[str, TypeAdapter[Any]] = {name: TypeAdapter(kind) for name, kind in _KINDS.items()}
_WORDS = (PaperCountsBy, ReviewPolicy)
_LONGEST = 100


class NoSuchSetting(Unacceptable):
    """A season has no such setting; `GET /v1/settings` lists those that it has."""

    title_zh = "没有这一项设置，可查阅设置目录。"


class SettingNotReadable(Unacceptable):
    """A setting's value is of its own kind: a day as YYYY-MM-DD, a whole number, true or false, or one of its words."""

    title_zh = "设置的值与该项的类型不符。"


class SettingTooLow(Unacceptable):
    """No setting lies below its lowest value: a season has at least one place, one inspector and two assessors."""

    title_zh = "名额、查验人数、测评人数、公示天数等不得低于最低要求。"


class SettingTooHigh(Unacceptable):
    """No setting lies above its highest value."""

    title_zh = "设置的值超过上限。"


def the_basis(name: str) -> Basis:
    """What is known of the setting of that name.

    Raises:
        NoSuchSetting: there is none.
    """
    basis = BASES.get(name)
    if basis is None:
        raise NoSuchSetting(f"there is no setting {name!r}")
    return basis


def read(name: str, value: object) -> Any:
    """The value as the setting's own kind; what was read already is read again as itself.

    Raises:
        NoSuchSetting, SettingNotReadable: there is no such setting, or it cannot be that.
    """
    the_basis(name)
    kind = _KINDS[name]
    # A number is not read from a text, and no day from a number: their senders meant something else.
    as_text = kind is date or kind in _WORDS
    if isinstance(value, bool) is not (kind is bool) or (as_text and not isinstance(value, (str, date))):
        raise SettingNotReadable(f"{name} cannot be {value!r}")
    try:
        read_value = _READERS[name].validate_python(value, strict=not as_text)
    except ValidationError as error:
        raise SettingNotReadable(f"{name} cannot be {value!r}") from error
    if isinstance(read_value, str) and not 0 < len(read_value.strip()) <= _LONGEST:
        raise SettingNotReadable(f"{name} is a text of 1 to {_LONGEST} characters")
    return read_value


def require_within_bounds(settings: SeasonSettings) -> None:
    """Each number lies between its lowest and its highest value.

    Raises:
        SettingTooLow, SettingTooHigh: one does not.
    """
    for name, basis in BASES.items():
        value = getattr(settings, name)
        if basis.lowest is not None and value < basis.lowest:
            raise SettingTooLow(f"{name} is {value}, and {basis.lowest} is the least; take {basis.lowest} or more")
        if basis.highest is not None and value > basis.highest:
            raise SettingTooHigh(f"{name} is {value}, and {basis.highest} is the most; take {basis.highest} or less")


def told(value: object) -> str:
    """The value in words, as `SettingChanged` tells it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)
