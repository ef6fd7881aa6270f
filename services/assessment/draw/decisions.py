"""The rules of a draw: committed to before its list is known, revealed in time, computed by everybody the same."""

from datetime import timedelta
from typing import assert_never

from services.assessment.draw import algorithm
from services.assessment.draw.commands import CommitDraw, DrawCommand, RevealDraw
from services.assessment.draw.state import Draw, DrawFact, evolve
from shared.errors import Conflict, NotFound, NotYet, Unacceptable
from shared.events.assessment import DrawCommitted, DrawnStation, DrawRevealed
from shared.eventsourcing.decider import Decider

MOST_EXPECTED = 1_000
"""How many a draw is from at most: all of them stand in the record of the revelation."""


class DrawnFromIsKnown(Conflict):
    """A draw is committed to before the list is submitted, or before the day whose titles it draws from is over."""

    title_zh = "抽查承诺应当在名单上报之前、或者在总体确定日之前作出。"


class DrawAlreadyCommitted(Conflict):
    """A list gets one draw, and what was committed to is never changed."""

    title_zh = "该名单的抽查承诺已经作出，不得更改或者另作。"


class TooFewInspectors(Unacceptable):
    """A draw has at least as many different inspectors as each station that is drawn gets."""

    title_zh = "检查人员名录中的人数不得少于每站应派人数，且不得重复。"


class TooManyToDrawFrom(Conflict):
    """A draw is from a thousand titles at most: of more of them each city has its own."""

    title_zh = "一次抽查的总体不超过一千个，超过的应当分市抽取。"


class NoSuchDraw(NotFound):
    """No such draw was committed to."""

    title_zh = "没有此项抽查承诺。"


class NothingToDrawFromYet(Conflict):
    """The seed is told after the list is submitted, or after the day whose titles are drawn from is over."""

    title_zh = "名单尚未上报或者总体尚未确定，不得揭晓。"


class DrawNotSealedYet(NotYet):
    """The seed is told after a signed checkpoint of the log covers what is drawn from."""

    title_zh = "总体尚未被已签署的检查点覆盖，暂不得揭晓。"


class SeedDoesNotMatch(Unacceptable):
    """The seed is the one that was committed to."""

    title_zh = "种子与承诺的哈希值不符。"


class DrawIsVoid(Conflict):
    """A draw that was not revealed in time is void."""

    title_zh = "逾期未揭晓，该次抽查作废。"


class NoInspectorLeft(Conflict):
    """Everybody that is drawn has at least one inspector who is not recused."""

    title_zh = "抽中的对象至少应有一名无须回避的检查人员。"


def decide(command: DrawCommand, draw: Draw) -> list[DrawFact]:
    match command:
        case CommitDraw():
            return commit_draw(command, draw)
        case RevealDraw():
            return reveal_draw(command, draw)
        case _:
            assert_never(command)


def commit_draw(command: CommitDraw, draw: Draw) -> list[DrawFact]:
    """抽查承诺."""
    wanted = DrawCommitted(
        draw_id=command.draw_id,
        about=command.about,
        season_id=command.season_id,
        division_code=command.division_code,
        population_on=command.population_on,
        commitment=command.commitment,
        algorithm=algorithm.NAME,
        count=command.count,
        inspectors=command.inspectors,
        inspectors_each=command.inspectors_each,
        reveal_by_days=command.reveal_by_days,
        committed_on=command.today if draw.committed is None else draw.committed.committed_on,
    )
    if draw.committed is not None:
        if draw.committed == wanted:
            return []
        raise DrawAlreadyCommitted(f"{command.draw_id} was committed to on {draw.committed.committed_on}.")
    if command.facts.is_known or (command.population_on is not None and command.population_on <= command.today):
        raise DrawnFromIsKnown("What the draw would be from is known already.")
    if command.facts.expected > MOST_EXPECTED:
        raise TooManyToDrawFrom(f"{command.facts.expected} titles are in force in {command.division_code}.")
    different = set(command.inspectors)
    if len(different) < max(len(command.inspectors), command.inspectors_each):
        raise TooFewInspectors(f"{len(different)} different inspectors, {command.inspectors_each} for each station.")
    return [wanted]


def reveal_draw(command: RevealDraw, draw: Draw) -> list[DrawFact]:
    """抽查揭晓: whoever waits too long has drawn nobody, and cannot do it again."""
    committed, facts = draw.committed, command.facts
    if committed is None:
        raise NoSuchDraw(f"No draw {command.draw_id} was committed to.")
    if algorithm.commitment_of(command.seed) != committed.commitment:
        raise SeedDoesNotMatch(f"SHA-256 of the seed is not {committed.commitment}.")
    if draw.revealed is not None:
        return []
    if facts.known_since is None:
        raise NothingToDrawFromYet(f"What {command.draw_id} draws from is not known yet.")
    last_day = facts.known_since + timedelta(days=committed.reveal_by_days)
    if command.today > last_day:
        raise DrawIsVoid(f"It was to be revealed by {last_day}.")
    if not facts.entropy:
        raise DrawNotSealedYet(f"No signed checkpoint covers what {command.draw_id} draws from yet.")
    drawn = _drawn(command, committed)
    return [
        DrawRevealed(
            draw_id=command.draw_id,
            season_id=committed.season_id,
            seed=command.seed,
            entropy=facts.entropy,
            entropy_is=facts.entropy_is,
            population=tuple(entry.id for entry in facts.population),
            recusals=_recusals(command, drawn),
            drawn=drawn,
            revealed_on=command.today,
        )
    ]


def _drawn(command: RevealDraw, committed: DrawCommitted) -> tuple[DrawnStation, ...]:
    """A population smaller than the count is drawn as a whole."""
    stations = {entry.id: entry.station_id for entry in command.facts.population}
    order = algorithm.in_order(stations, command.seed, command.facts.entropy)[: committed.count]
    return tuple(
        DrawnStation(id=entry, station_id=stations[entry], inspectors=_inspectors(command, committed, entry))
        for entry in order
    )


def _recusals(command: RevealDraw, drawn: tuple[DrawnStation, ...]) -> tuple[tuple[str, str], ...]:
    """Those for entries that were drawn: the others changed nothing."""
    entries = {one.id for one in drawn}
    return tuple(sorted(pair for pair in command.facts.recusals if pair[1] in entries))


def _inspectors(command: RevealDraw, committed: DrawCommitted, entry: str) -> tuple[str, ...]:
    """As many as each gets, or as many as are left."""
    facts = command.facts
    order = algorithm.inspectors_in_order(committed.inspectors, facts.recusals, entry, command.seed, facts.entropy)
    if committed.inspectors_each and not order:
        raise NoInspectorLeft(f"Every inspector of {committed.draw_id} is recused for {entry}.")
    return tuple(order[: committed.inspectors_each])


DRAW = Decider(initial=Draw(), decide=decide, evolve=evolve)
