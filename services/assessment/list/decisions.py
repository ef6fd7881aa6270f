"""The rules of the list: what stands on it, in which order, and when."""

from collections.abc import Iterable

from services.assessment.list.commands import ListCommand, RankedCandidate
from services.assessment.list.ranking import ranked
from services.assessment.list.state import CityList, evolve
from shared.errors import Conflict, Unacceptable
from shared.events.assessment import ListEntry, ListSubmitted
from shared.eventsourcing.decider import Decider

_SHOWN = 5


class OtherListSubmitted(Conflict):
    """A season's list is submitted once."""

    title_zh = "本年度名单已经上报。"


class NoticeNotClosed(Conflict):
    """The public notice is closed before the list is submitted."""

    title_zh = "公示尚未结束，不得上报名单。"


class AssessmentNotConcluded(Conflict):
    """Every candidate that the notice kept has been assessed before the list is submitted."""

    title_zh = "测评尚未全部结束，不得上报名单。"


class NotEligibleForList(Conflict):
    """Only who passed the assessment and was kept by the notice stands on the list."""

    title_zh = "只有测评通过且公示无异议的对象可以列入名单。"


class ListedTwice(Unacceptable):
    """A list names each candidate once."""

    title_zh = "同一对象在名单中只列一次。"


class OverQuotaWithoutReason(Conflict):
    """More entries than the season has places need a recorded reason."""

    title_zh = "超过本年度名额上报的，应当说明理由。"


class LateWithoutReason(Conflict):
    """A list submitted after its day needs a recorded reason."""

    title_zh = "逾期上报名单的，应当说明理由。"


def decide(command: ListCommand, city_list: CityList) -> list[ListSubmitted]:
    """上报名单: frozen from here on. An objection holds its own candidate and never the list."""
    if city_list.submitted is not None:
        listed = tuple(entry.application_id for entry in city_list.submitted.entries)
        if command.entries in {None, listed}:
            return []
        raise OtherListSubmitted(f"{command.list_id} was submitted on {city_list.submitted.submitted_on}.")
    candidates = command.facts.candidates
    _require_that_all_is_finished(candidates)
    order = ranked(candidate for candidate in candidates if _is_eligible(candidate))
    entries = _entries(command, order)
    named = {entry.line.application_id for entry in entries}
    is_over, is_late = len(entries) > command.facts.places, command.today > command.facts.due_on
    if is_over and not command.over_quota_reason:
        raise OverQuotaWithoutReason(f"{len(entries)} entries for {command.facts.places} places.")
    if is_late and not command.late_reason:
        raise LateWithoutReason(f"The list was due on {command.facts.due_on}.")
    return [
        ListSubmitted(
            list_id=command.list_id,
            season_id=command.season_id,
            entries=_lines(entries, first=1),
            reserve=_lines((one for one in order if one.line.application_id not in named), first=len(entries) + 1),
            over_quota_reason=command.over_quota_reason if is_over else "",
            late_reason=command.late_reason if is_late else "",
            submitted_on=command.today,
        )
    ]


def _require_that_all_is_finished(candidates: Iterable[RankedCandidate]) -> None:
    here = [candidate for candidate in candidates if candidate.in_the_set]
    on_notice = [candidate.line.application_id for candidate in here if not candidate.notice_closed]
    if on_notice:
        raise NoticeNotClosed(f"No notice has been closed over: {_some(on_notice)}.")
    unassessed = [candidate.line.application_id for candidate in here if candidate.kept and candidate.passed is None]
    if unassessed:
        raise AssessmentNotConcluded(f"Without a conclusion: {_some(unassessed)}.")


def _is_eligible(candidate: RankedCandidate) -> bool:
    return candidate.in_the_set and candidate.notice_closed and candidate.kept and candidate.passed is True


def _entries(command: ListCommand, order: list[RankedCandidate]) -> list[RankedCandidate]:
    """Those whom the city names, in its order; else the best, as many as there are places."""
    if command.entries is None:
        return order[: command.facts.places]
    if len(set(command.entries)) < len(command.entries):
        raise ListedTwice("A candidate is named twice.")
    eligible = {candidate.line.application_id: candidate for candidate in order}
    odd = [application_id for application_id in command.entries if application_id not in eligible]
    if odd:
        raise NotEligibleForList(f"Not passed, not kept or no longer in the set: {_some(odd)}.")
    return [eligible[application_id] for application_id in command.entries]


def _lines(candidates: Iterable[RankedCandidate], *, first: int) -> tuple[ListEntry, ...]:
    return tuple(
        candidate.line.model_copy(update={"rank": rank}) for rank, candidate in enumerate(candidates, start=first)
    )


def _some(application_ids: list[str]) -> str:
    """A few of them, so that the message stays short."""
    more = len(application_ids) - _SHOWN
    return ", ".join(sorted(application_ids)[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


LIST = Decider(initial=CityList(), decide=decide, evolve=evolve)
