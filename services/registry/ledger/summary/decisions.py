"""The rules for the monthly summary."""

from services.registry.ledger.rules import require_finishing, require_nameless
from services.registry.ledger.summary.commands import SummarisePeriod
from services.registry.ledger.summary.state import Summary, SummaryEvent, evolve
from shared.errors import Conflict
from shared.events.registry import PeriodSummarised
from shared.eventsourcing.decider import Decider


class PeriodNotOver(Conflict):
    """A month is summarised when it is over."""

    title_zh = "当月尚未结束，不能汇总。"


class SummaryStands(Conflict):
    """A month is summarised again when its figures have changed."""

    title_zh = "该月数据没有变化，已有的汇总仍然有效。"


def summarise_period(command: SummarisePeriod, summary: Summary) -> list[SummaryEvent]:
    """定期汇总. What was entered or settled later makes other figures, and so a corrected summary."""
    if command.period >= f"{command.today:%Y-%m}":
        raise PeriodNotOver(f"{command.period} is not over on {command.today}; wait for the first of the next month.")
    summarised = _summarised(command)
    if summary.last is not None and _figures(summary.last) == _figures(summarised):
        if summary.last.analysis == summarised.analysis:
            return []
        raise SummaryStands(f"{command.period} was summarised on {summary.last.summarised_on} with these very figures.")
    require_finishing(command.station_status, command.station_id)
    require_nameless([command.analysis])
    return [summarised]


def _summarised(command: SummarisePeriod) -> PeriodSummarised:
    figures = command.figures
    return PeriodSummarised(
        station_id=command.station_id,
        period=command.period,
        consultations=figures.consultations,
        received=figures.received,
        settled=figures.settled,
        settled_in_enterprise=figures.settled_in_enterprise,
        settled_in_community=figures.settled_in_community,
        settled_at_grass_roots=figures.settled_at_grass_roots,
        referred=figures.referred,
        open=figures.open,
        in_time=figures.in_time,
        followed_up=figures.followed_up,
        satisfied=figures.satisfied,
        settled_permille=figures.settled_permille,
        median_minutes=figures.median_minutes,
        refunded_fen=figures.refunded_fen,
        analysis=command.analysis,
        summarised_on=command.today,
    )


def _figures(summarised: PeriodSummarised) -> dict[str, object]:
    return summarised.model_dump(exclude={"analysis", "summarised_on"})


SUMMARY = Decider(initial=Summary(), decide=summarise_period, evolve=evolve)
