"""Of whom an event speaks: by the names of its fields, wherever they stand in a payload, and by its envelope. Pure."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

_LONGEST = 500


class Kind(StrEnum):
    """What has a history of its own."""

    STATION = "station"
    HOST = "host"
    APPLICATION = "application"
    SEASON = "season"
    BUREAU = "bureau"
    PERSON = "person"


class How(StrEnum):
    """How an event speaks of somebody; where it does so in several ways, the first of these counts."""

    ACTS = "acts"
    BEHALF = "behalf"
    NAMED = "named"
    CASE = "case"


class Subject(NamedTuple):
    """A row of the table `subjects`, in the order of its columns."""

    kind: str
    id: str
    recorded_at: datetime
    owner: str
    position: int
    how: str


FIELDS: Mapping[str, Kind] = {
    **dict.fromkeys(("station_id", "station_ids", "invited"), Kind.STATION),
    **dict.fromkeys(("host_id", "former_host_id"), Kind.HOST),
    **dict.fromkeys(
        ("application_id", "demoted_application_id", "promoted_application_id", "copied_from"), Kind.APPLICATION
    ),
    **dict.fromkeys(("season_id", "parent_id"), Kind.SEASON),
    **dict.fromkeys(
        ("bureau_code", "delegate_code", "lower_code", "successor_code", "from_bureau", "to_bureau"), Kind.BUREAU
    ),
    **dict.fromkeys(
        (
            "officer_id",
            "staff_id",
            "subject_id",
            "assessor",
            "assignee",
            "checkers",
            "first_receiver",
            "inspectors",
            "investigators",
            "judge",
            "members",
            "ordered_by",
            "proposed_by",
            "recommender",
            "recusals",
            "reviewers",
            "settled_by",
            "took_part",
            "visitors",
        ),
        Kind.PERSON,
    ),
}
"""What a field names by its id, or by a list of ids; of pairs, as in `recusals`, the first of each."""

OTHERS = frozenset(
    {
        "activity_id",
        "announcement_id",
        "appeal_id",
        "campaign_id",
        "case_id",
        "change_id",
        "check_id",
        "consultation_id",
        "contest_id",
        "correction_id",
        "deadline_id",
        "delivery_id",
        "dispute_id",
        "draw_id",
        "guidance_id",
        "hearing_id",
        "information_id",
        "investment_id",
        "list_id",
        "mandate_id",
        "matter_id",
        "message_id",
        "notice_id",
        "opinion_id",
        "opinion_ids",
        "order_id",
        "panel_id",
        "practice_id",
        "record_id",
        "rubric_id",
        "rules_id",
        "support_id",
        "survey_id",
        "training_id",
        "uplift_id",
        "visit_id",
        "vote_id",
    }
)
"""Ids of things that have no history of their own here: each stands in that of its station, season or bureau.

A `case_id` may be that of an application or of a season, and as well of an order or an opinion; the reminder that has
it names its station beside. A vote is nobody's, and stands in its contest.
"""


def named(payload: Any) -> Iterator[tuple[Kind, str]]:
    """Everybody and everything that is named in a payload, however deep; the same may come twice."""
    if isinstance(payload, list):
        for item in payload:
            yield from named(item)
    elif isinstance(payload, dict):
        for name, value in payload.items():
            kind = FIELDS.get(name)
            if kind is not None:
                for one in _ids(value):
                    yield kind, one
            elif isinstance(value, dict | list):  # Few are; to look into every word would take most of the time.
                yield from named(value)


def _ids(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        first = one[0] if isinstance(one, list) and one else one
        if isinstance(first, str) and _is_id(first):
            yield first


def _is_id(text: str) -> bool:
    """What an index of the database can hold; an event that came from elsewhere may say anything."""
    return 0 < len(text) <= _LONGEST and "\0" not in text


def acting(attributes: Mapping[str, str]) -> list[tuple[Kind, str, How]]:
    """Whose act it is: the person, and the bureau or host in whose name, and the one for which it was done."""
    house = Kind.HOST if attributes.get("level") == "enterprise" else Kind.BUREAU
    said = (
        (Kind.PERSON, attributes.get("actor", ""), How.ACTS),
        (house, attributes.get("bureau", ""), How.ACTS),
        (Kind.BUREAU, attributes.get("onbehalfof", ""), How.BEHALF),
    )
    return [one for one in said if _is_id(one[1])]
