"""Rules that all of the ledger follows: when the desk is open, who sits at it, and that no consumer is named."""

import re
import unicodedata
from collections.abc import Iterable

from shared.errors import Conflict, Unacceptable

OPEN = frozenset({"active"})
"""A station takes in what is new while it is in operation."""
FINISHING = frozenset({"active", "suspended", "closed"})
"""What was taken in is brought to its end also when the station no longer runs."""

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s\-—]+(?=\d)")
_MOBILE = re.compile(r"(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)")
_IDENTITY_CARD = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
_LEAVE_IT_OUT = "A text holds what looks like a mobile or an identity number: leave it out, it stays on the paper form."


class DeskNotOpen(Conflict):
    """A desk takes in consultations and disputes while its station is in operation."""

    title_zh = "服务站不在运行中，不再受理新的咨询和投诉。"


class NotOnTheStaff(Unacceptable):
    """Whoever receives, answers or settles serves at the station."""

    title_zh = "接待、答复、处理人应当是本站在岗工作人员。"


class SummaryNamesAPerson(Unacceptable):
    """The consumer's telephone and identity number stay on the station's own form."""

    title_zh = "台账文字中不得出现消费者的电话号码、身份证号码。"


def require_open(status: str, station_id: str) -> None:
    if status not in OPEN:
        raise DeskNotOpen(f"Station {station_id} is {status or 'not known'}; bring the matter to the market office.")


def require_finishing(status: str, station_id: str) -> None:
    if status not in FINISHING:
        raise DeskNotOpen(f"Station {station_id} is {status or 'not known'}.")


def require_on_staff(staff: frozenset[str], staff_id: str, station_id: str) -> None:
    if staff_id not in staff:
        raise NotOnTheStaff(
            f"Who is named does not serve at {station_id}: name somebody of its staff, or have them appointed first."
        )


def require_nameless(texts: Iterable[str]) -> None:
    """None of the texts holds what looks like a mobile telephone's or an identity card's number."""
    for text in texts:
        told = unicodedata.normalize("NFKC", text)
        for form in (told, _BETWEEN_DIGITS.sub("", told)):
            if _MOBILE.search(form) or _IDENTITY_CARD.search(form):
                raise SummaryNamesAPerson(_LEAVE_IT_OUT)
