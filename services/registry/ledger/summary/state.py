"""What the facts about a station's month add up to: its last summary."""

from dataclasses import dataclass

from shared.events.registry import PeriodSummarised

SummaryEvent = PeriodSummarised


@dataclass(frozen=True, slots=True)
class Summary:
    last: PeriodSummarised | None = None


def evolve(_summary: Summary, event: SummaryEvent) -> Summary:
    return Summary(last=event)
