"""How a station gets its title and its plaque."""

from services.assessment.stated import stated_day
from services.assessment.title.commands import CertifyStation, HandOverPlaque
from services.assessment.title.state import IN_FORCE, Title, TitleFact
from shared.errors import Conflict, Forbidden
from shared.events.assessment import Certified, PlaqueHandedOver


class TitleNotInForce(Conflict):
    """This needs a title that is in force."""

    title_zh = "该服务站没有有效称号。"


class TitleAlreadyInForce(Conflict):
    """A station has at most one title in force."""

    title_zh = "同一服务站同时只有一个有效称号。"


class TitleAlreadyGiven(Conflict):
    """An application leads to one title at most; whoever has it no more applies again."""

    title_zh = "同一申请至多认定一次，称号已撤销或终止的须重新申请。"


class NotOnTheList(Conflict):
    """Only an entry of a submitted list is certified."""

    title_zh = "只有上报名单中的对象可以认定。"


class DeciderTookPart(Forbidden):
    """Whoever inspected, recommended or assessed a candidate does not decide on its recognition."""

    title_zh = "参与查验、推荐或测评的人员不得决定认定。"


class ResultNotPublished(Conflict):
    """The plaque is handed over after the province has published the result."""

    title_zh = "省级公布之前不得授牌。"


class PlaqueAlreadyHandedOver(Conflict):
    """A title's plaque is handed over once."""

    title_zh = "牌匾已经授予。"


def certify_station(command: CertifyStation, title: Title) -> list[TitleFact]:
    """认定."""
    facts = command.facts
    if title.stage in IN_FORCE:
        if title.certified is not None and title.certified.application_id == command.application_id:
            return []
        raise TitleAlreadyInForce(f"{command.station_id} bears {title.certificate_number}.")
    if command.application_id in title.applications:
        raise TitleAlreadyGiven(f"{command.application_id} led to a title that is over.")
    if facts.line is None:
        raise NotOnTheList(f"{command.application_id} is no entry of a submitted list.")
    if command.decider in facts.took_part:
        raise DeciderTookPart(f"{command.decider} inspected, recommended or assessed {command.application_id}.")
    return [
        Certified(
            station_id=command.station_id,
            application_id=command.application_id,
            season_id=facts.season_id,
            host_id=facts.line.host_id,
            station_name=facts.line.station_name,
            host_name=facts.line.host_name,
            kind=facts.line.kind,
            trade=facts.line.trade,
            bureau_code=facts.line.bureau_code,
            bureau_name=facts.line.bureau_name,
            certificate_number=facts.certificate_number,
            document_number=command.document_number,
            certified_on=command.today,
        )
    ]


def hand_over_plaque(command: HandOverPlaque, title: Title) -> list[TitleFact]:
    """授牌. A title that was restored after its plaque had come back gets it anew, from the day of its restoration."""
    if title.stage not in IN_FORCE:
        raise TitleNotInForce(f"{command.station_id} has no title in force.")
    if title.plaque is not None:
        if title.plaque.plaque_number == command.plaque_number:
            return []
        raise PlaqueAlreadyHandedOver(f"{command.station_id} has the plaque {title.plaque.plaque_number}.")
    if command.published_on is None:
        raise ResultNotPublished(f"{title.certificate_number} stands in no publication that is known here.")
    restored_on = title.set_aside.set_aside_on if title.set_aside else command.published_on
    earliest = max(command.published_on, restored_on)
    return [
        PlaqueHandedOver(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            plaque_number=command.plaque_number,
            handed_over_on=stated_day(command.handed_over_on, not_before=earliest),
        )
    ]
