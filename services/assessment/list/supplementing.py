"""补报: who joins a list that was submitted, when a place fell free or an objection was decided."""

from collections.abc import Mapping

from services.assessment.list.commands import RankedCandidate, SupplementFacts, SupplementList
from services.assessment.list.state import CityList, ListFact
from services.assessment.list.submitting import (
    NotEligibleForList,
    is_eligible,
    lines,
    ready,
    reasons,
    require_named_once,
    some,
)
from shared.errors import Conflict
from shared.events.assessment import ListSupplemented


class ListNotSubmitted(Conflict):
    """A list is supplemented after it was submitted."""

    title_zh = "名单尚未上报，不得补报。"


class ResultAlreadyPublished(Conflict):
    """Nobody joins a list once the season's result is published."""

    title_zh = "本年度结果已经公布，不再补报。"


class NothingToSupplement(Conflict):
    """A supplement has an entry: one that is named, or the next in reserve for a place that fell free."""

    title_zh = "没有可以补报的对象。"


class AlreadyOnTheList(Conflict):
    """Who stands on the list or on a supplement joins it no more."""

    title_zh = "该对象已在名单之中。"


class NeverOnNotice(Conflict):
    """Only who has already stood on notice takes a place that fell free; anybody else needs a fresh notice."""

    title_zh = "递补对象应当已经公示，未经公示的须另行公示。"


def supplement_list(command: SupplementList, city_list: CityList) -> list[ListFact]:
    """补报名单: appended, with ranks that go on; what was submitted stays as it was."""
    if city_list.submitted is None:
        raise ListNotSubmitted(f"{command.list_id} has not been submitted.")
    if _is_repeated(command, city_list):
        return []
    if command.facts.is_published:
        raise ResultAlreadyPublished(f"The result of {command.season_id} is published.")
    joining = _named(command, city_list) if command.entries is not None else _next_in_order(command.facts, city_list)
    if not joining:
        raise NothingToSupplement(f"No place of {command.list_id} fell free, or nobody in reserve may take it.")
    over, late = reasons(command, _live(command.facts, city_list) + len(joining))
    return [
        ready(
            ListSupplemented(
                list_id=command.list_id,
                season_id=command.season_id,
                supplement=len(city_list.supplements) + 1,
                entries=lines(joining, first=len(city_list.entries) + 1),
                reason=command.reason,
                over_quota_reason=over,
                late_reason=late,
                supplemented_on=command.today,
                submitted_by=command.submitted_by,
            )
        )
    ]


def _is_repeated(command: SupplementList, city_list: CityList) -> bool:
    """Whether the last supplement is what is asked for: it named the same, or has left nothing to do."""
    last = city_list.supplements[-1] if city_list.supplements else None
    if last is None or last.reason != command.reason:
        return False
    if command.entries is None:
        return last.supplemented_on == command.today and not _next_in_order(command.facts, city_list)
    return tuple(entry.application_id for entry in last.entries) == command.entries


def _next_in_order(facts: SupplementFacts, city_list: CityList) -> list[RankedCandidate]:
    """The next of the reserve, as many as fell free and are not filled yet, up to the places."""
    first = city_list.submitted.entries if city_list.submitted else ()
    free = min(facts.places, len(first)) - _live(facts, city_list)
    able = _able(facts)
    waiting = [able[entry.application_id] for entry in city_list.reserve if entry.application_id in able]
    return waiting[: max(0, free)]


def _named(command: SupplementList, city_list: CityList) -> list[RankedCandidate]:
    """Those whom the city names, in its order: of the reserve, or such as were held when the list was submitted."""
    named = command.entries or ()
    require_named_once(named)
    listed = {entry.application_id for entry in city_list.entries}
    twice = [application_id for application_id in named if application_id in listed]
    if twice:
        raise AlreadyOnTheList(f"On the list already: {some(twice)}.")
    known = {one.line.application_id: one for one in command.facts.candidates}
    unseen = [one for one in named if one in known and not known[one].notice_closed]
    if unseen:
        raise NeverOnNotice(f"No notice was closed over: {some(unseen)}.")
    able = _able(command.facts)
    odd = [application_id for application_id in named if application_id not in able]
    if odd:
        raise NotEligibleForList(f"Not passed, not kept, with a veto, declined or refused: {some(odd)}.")
    return [able[application_id] for application_id in named]


def _able(facts: SupplementFacts) -> Mapping[str, RankedCandidate]:
    return {
        one.line.application_id: one
        for one in facts.candidates
        if is_eligible(one) and one.line.application_id not in facts.gone
    }


def _live(facts: SupplementFacts, city_list: CityList) -> int:
    return sum(entry.application_id not in facts.gone for entry in city_list.entries)
