"""The rules of a matter. How many opinions say a thing decides nothing: a matter saves reading, and no more."""

from typing import assert_never

from services.publication.matter.commands import GroupOpinions, MatterCommand, ScreenMatter
from services.publication.matter.state import Matter, MatterEvent, evolve
from shared.errors import Conflict, NotFound, Unacceptable
from shared.events.publication import OpinionsGrouped, Screening
from shared.eventsourcing.decider import Decider

AT_ONCE = 500
"""Opinions that one event names: a record stays well below its limit."""

TOGETHER = frozenset({Screening.SUPPORT_NOTED, Screening.LEAD_ONLY, Screening.REJECTED})
"""What opinions are screened as where they are screened together; an admissible one is read by itself."""


class NoSuchMatter(NotFound):
    """There is no such matter."""

    title_zh = "没有这组同类意见。"


class NotOneMatter(Conflict):
    """A matter is made of opinions that want the same of the same candidate or title, and are in no other matter."""

    title_zh = "所列意见的对象或者性质不同，或者已经归入别组，不能合并。"


class MatterOfOne(Unacceptable):
    """A matter has at least two opinions."""

    title_zh = "至少两条意见才能合并。"


class ScreenedByItself(Conflict):
    """A named objection that states facts is screened by itself, and an opinion is screened once."""

    title_zh = "实名且列明事实的异议应当逐条甄别；已经甄别的意见不再甄别。"


class AdmissibleIsSingle(Unacceptable):
    """Opinions that are screened together are noted, leads, or rejected; an admissible one is read by itself."""

    title_zh = "批量甄别只能作为支持记录、线索或者不予受理；受理异议应当逐条甄别。"


def decide(command: MatterCommand, matter: Matter) -> list[MatterEvent]:
    match command:
        case GroupOpinions():
            return group_opinions(command, matter)
        case ScreenMatter():
            return screen_matter(command, matter)
        case _:
            assert_never(command)


def group_opinions(command: GroupOpinions, matter: Matter) -> list[MatterEvent]:
    about = command.facts.about
    new = [one for one in dict.fromkeys(command.opinion_ids) if one not in matter.opinion_ids]
    if not new:
        return []
    foreign = [one for one in new if one not in command.facts.opinion_ids]
    if foreign or matter.about not in {None, about}:
        raise NotOneMatter(f"Not of matter {command.matter_id}: {', '.join(foreign or new)[:500]}.")
    if len(matter.opinion_ids) + len(new) < 2:
        raise MatterOfOne(f"{new[0]} is the only one of {command.matter_id}.")
    events: list[MatterEvent] = []
    count = len(matter.opinion_ids)
    for start in range(0, len(new), AT_ONCE):
        opinion_ids = tuple(new[start : start + AT_ONCE])
        count += len(opinion_ids)
        events.append(
            OpinionsGrouped(
                matter_id=command.matter_id,
                notice_id=about.notice_id,
                application_id=about.application_id,
                station_id=about.station_id,
                certificate_number=about.certificate_number,
                stance=about.stance,
                opinion_ids=opinion_ids,
                count=count,
                grouped_on=command.today,
            )
        )
    return events


def screen_matter(command: ScreenMatter, matter: Matter) -> list[MatterEvent]:
    """Nothing happens to the matter itself: what is recorded is the screening of each of its opinions."""
    if matter.about is None:
        raise NoSuchMatter(f"There is no matter {command.matter_id}.")
    if command.result not in TOGETHER:
        raise AdmissibleIsSingle(f"{command.result} is no result for many.")
    singly = [one for one in command.opinion_ids if one not in command.to_screen or one not in matter.opinion_ids]
    if singly:
        raise ScreenedByItself(f"Not to be screened with {command.matter_id}: {', '.join(singly)[:500]}.")
    return []


MATTER = Decider(initial=Matter(), decide=decide, evolve=evolve)
