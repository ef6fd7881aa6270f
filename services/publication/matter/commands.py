"""What may be asked of a matter, with what is known of the opinions that it is about."""

from dataclasses import dataclass
from datetime import date

from shared.events.publication import Screening, Stance


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an opinion is about, and what it wants: a candidate on a notice, or a title by its certificate."""

    notice_id: str = ""
    application_id: str = ""
    station_id: str = ""
    certificate_number: str = ""
    stance: Stance = Stance.SUPPORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """The opinions that may be put together: those about this, which are in no other matter. Not looked up, none."""

    about: About = About()
    opinion_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOpinions:
    """These say nearly the same; the first has given the matter its identifier."""

    matter_id: str
    opinion_ids: tuple[str, ...]
    today: date
    facts: Alike = Alike()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenMatter:
    """These of its opinions are screened at once, for one reason.

    `to_screen` are those that may be: not screened yet, and no named objection that states facts. Not looked up, none.
    """

    matter_id: str
    opinion_ids: tuple[str, ...]
    result: Screening
    reason: str
    today: date
    to_screen: frozenset[str] = frozenset()


MatterCommand = GroupOpinions | ScreenMatter
