"""Whose turn a case was, and in which queue of each bureau it lay. Pure.

The same answers as the application service gives for its own inboxes today, from what had taken effect by a day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.audit.lists.changes import HELD, marks

_BEFORE_THE_COUNTY = {
    "filed": "to_accept",
    "returned": "with_host",
    "accepted": "to_verify",
    "unfit": "to_verify",
    "fit": "to_decide",
}
_OF_A_CASE_OF_ITS_OWN = {
    ("objection", "open"): ("city", "city", "to_investigate"),
    ("objection", "investigated"): ("city", "city", "to_decide_objection"),
    ("review", "due"): ("host", "county", "with_host"),
    ("review", "submitted"): ("county", "county", "to_review"),
    ("rectification", "open"): ("host", "county", "with_host"),
}
"""Whose turn it is in a case that is no application, and the bureau and the queue in which it lies."""
_WAITS_FOR = {
    "": ("city", "recommended"),
    "noticed": ("city", "on_notice"),
    "held": ("city", "on_notice"),
    "notice_kept": ("city", "to_assess"),
    "passed": ("city", "to_submit"),
    "submitted": ("province", "to_recognise"),
    "certified": ("province", "to_publish"),
}
"""Whose turn it is after each outcome of a recommended station, and what it waits for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stood: `turn` is `host`, `county`, `city`, `province` or `nobody`; a closed case is in no queue."""

    turn: str
    outcome: str
    queues: Mapping[str, str]


_CLOSED = Standing("nobody", "", {})


def standing(case: Mapping[str, Any], season: Mapping[str, Any], title: Mapping[str, Any]) -> Standing:
    """Where a case stood, from what the case, its season and the title that came of it were."""
    stage = case.get("stage", "")
    if case.get("kind") != "application":
        its_own = _OF_A_CASE_OF_ITS_OWN.get((case.get("kind", ""), stage))
        if its_own is None or title.get("over"):
            return _CLOSED
        turn, level, queue = its_own
        return Standing(turn, "", {level: queue})
    so_far = outcome(case, title)
    frozen = season.get("stage") == "recommendations_closed"
    queues = {} if season.get("stage") == "closed" else _queues(stage, so_far, frozen=frozen)
    return Standing(_turn(stage, so_far), so_far, queues)


def outcome(case: Mapping[str, Any], title: Mapping[str, Any]) -> str:
    """The last thing that has happened to a recommended station, the weightiest first; empty before its notice."""
    if case.get("stage") != "recommended":
        return ""
    happened = (
        (title.get("over"), title.get("over", "")),
        (case.get("certified_on"), "published" if title.get("published_on") else "certified"),
        (case.get("recognition_refused_on"), "recognition_refused"),
        (case.get("declined_on"), "declined"),
        (case.get("struck_off_on"), "struck_off"),
        (case.get("list_standing"), "submitted" if case.get("list_standing") == "listed" else "reserve"),
        (case.get("assessment") == "failed", "failed"),
        (marks(case, HELD), "held"),
        (case.get("assessment"), "passed"),
        (case.get("notice_closed_on"), "notice_kept"),
        (case.get("noticed_on"), "noticed"),
    )
    return next((what for so, what in happened if so), "")


def _turn(stage: str, so_far: str) -> str:
    if stage == "returned":
        return "host"
    if stage in _BEFORE_THE_COUNTY:
        return "county"
    return _WAITS_FOR.get(so_far, ("nobody", ""))[0] if stage == "recommended" else "nobody"


def _queues(stage: str, so_far: str, *, frozen: bool) -> dict[str, str]:  # noqa: PLR0911 (one return for each case)
    """The queue at each level of bureau that has the case."""
    if stage in _BEFORE_THE_COUNTY:
        # Nothing is verified once the candidates are frozen: the host is owed the reasons, and that is all.
        return {"county": "to_decide" if frozen else _BEFORE_THE_COUNTY[stage]}
    if stage == "reserve":
        return {"county": "in_reserve", "city": "in_reserve"}
    if stage != "recommended":
        return {}
    if so_far == "reserve":
        return {"county": "with_city", "city": "in_reserve"}
    turn, queue = _WAITS_FOR.get(so_far, ("nobody", ""))
    match turn:
        case "province":
            return {"county": "with_province", "city": "with_province", "province": queue}
        case "city":
            return {"county": "with_city", "city": queue}
        case _:
            return {}
