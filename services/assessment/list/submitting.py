"""上报: what stands on a season's list, in which order, and when it goes to the province."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from services.assessment.list.commands import RankedCandidate, SubmitList, SupplementList
from services.assessment.list.ranking import ranked
from services.assessment.list.state import CityList, ListFact
from services.assessment.printing import sealed
from shared.errors import Conflict, Unacceptable
from shared.events.assessment import ListEntry, ListSubmitted, ListSupplemented

L = TypeVar("L", ListSubmitted, ListSupplemented)

LONGEST = 60_000
"""Bytes of a list's payload: the rest of a record is for its attributes."""

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
    """Only who passed the assessment without a veto and was kept by the notice stands on the list."""

    title_zh = "只有测评通过、无一票否决情形且公示无异议的对象可以列入名单。"


class ListedTwice(Unacceptable):
    """A list names each candidate once."""

    title_zh = "同一对象在名单中只列一次。"


class OverQuotaWithoutReason(Conflict):
    """More entries than the season has places need a recorded reason."""

    title_zh = "超过本年度名额上报的，应当说明理由。"


class LateWithoutReason(Conflict):
    """A list submitted after its day needs a recorded reason."""

    title_zh = "逾期上报名单的，应当说明理由。"


class ListTooLong(Conflict):
    """A list with its reserve has room in one record."""

    title_zh = "名单连同备选超出一份记录的长度。"


def submit_list(command: SubmitList, city_list: CityList) -> list[ListFact]:
    """上报名单: frozen from here on. An objection holds its own candidate and never the list."""
    if city_list.submitted is not None:
        listed = tuple(entry.application_id for entry in city_list.submitted.entries)
        if command.entries in {None, listed}:
            return []
        raise OtherListSubmitted(f"{command.list_id} was submitted on {city_list.submitted.submitted_on}.")
    candidates = command.facts.candidates
    _require_that_all_is_finished(candidates)
    order = ranked(candidate for candidate in candidates if is_eligible(candidate))
    entries = _entries(command, order)
    named = {entry.line.application_id for entry in entries}
    over, late = reasons(command, len(entries))
    return [
        ready(
            ListSubmitted(
                list_id=command.list_id,
                season_id=command.season_id,
                entries=lines(entries, first=1),
                reserve=lines((one for one in order if one.line.application_id not in named), first=len(entries) + 1),
                over_quota_reason=over,
                late_reason=late,
                submitted_on=command.today,
                submitted_by=command.submitted_by,
            )
        )
    ]


def is_eligible(candidate: RankedCandidate) -> bool:
    """Pass is: kept by the notice, and the score, and no veto."""
    kept = candidate.in_the_set and candidate.notice_closed and candidate.kept
    return kept and candidate.passed is True and not candidate.has_veto


def reasons(command: SubmitList | SupplementList, live: int) -> tuple[str, str]:
    """The reasons for too many entries and for a late list, where they are needed; others are not recorded.

    Raises:
        OverQuotaWithoutReason, LateWithoutReason: one is needed and was not given.
    """
    is_over, is_late = live > command.facts.places, command.today > command.facts.due_on
    if is_over and not command.over_quota_reason:
        raise OverQuotaWithoutReason(f"{live} entries for {command.facts.places} places.")
    if is_late and not command.late_reason:
        raise LateWithoutReason(f"The list was due on {command.facts.due_on}.")
    return command.over_quota_reason if is_over else "", command.late_reason if is_late else ""


def require_named_once(entries: Sequence[str]) -> None:
    if len(set(entries)) < len(entries):
        raise ListedTwice("A candidate is named twice.")


def lines(candidates: Iterable[RankedCandidate], *, first: int) -> tuple[ListEntry, ...]:
    """Their lines, ranked on from `first`."""
    return tuple(
        candidate.line.model_copy(update={"rank": rank}) for rank, candidate in enumerate(candidates, start=first)
    )


def ready(event: L) -> L:
    """The event with the proof of its print, if it has room in a record."""
    whole = sealed(event)
    size = len(whole.payload())
    if size > LONGEST:
        raise ListTooLong(f"{event.list_id} would have {size} bytes, and {LONGEST} are kept in one record.")
    return whole


def some(application_ids: Iterable[str]) -> str:
    """A few of them, so that the message stays short."""
    named = sorted(application_ids)
    more = len(named) - _SHOWN
    return ", ".join(named[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _require_that_all_is_finished(candidates: Iterable[RankedCandidate]) -> None:
    here = [candidate for candidate in candidates if candidate.in_the_set]
    on_notice = [candidate.line.application_id for candidate in here if not candidate.notice_closed]
    if on_notice:
        raise NoticeNotClosed(f"No notice has been closed over: {some(on_notice)}.")
    unassessed = [candidate.line.application_id for candidate in here if candidate.kept and candidate.passed is None]
    if unassessed:
        raise AssessmentNotConcluded(f"Without a conclusion: {some(unassessed)}.")


def _entries(command: SubmitList, order: list[RankedCandidate]) -> list[RankedCandidate]:
    """Those whom the city names, in its order; else the best, as many as there are places."""
    if command.entries is None:
        return order[: command.facts.places]
    require_named_once(command.entries)
    eligible = {candidate.line.application_id: candidate for candidate in order}
    odd = [application_id for application_id in command.entries if application_id not in eligible]
    if odd:
        raise NotEligibleForList(f"Not passed, not kept, with a veto or no longer in the set: {some(odd)}.")
    return [eligible[application_id] for application_id in command.entries]
