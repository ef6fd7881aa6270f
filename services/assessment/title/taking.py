"""How a title is taken away: proposal, defence, decision, service, plaque."""

from services.assessment.stated import stated_day
from services.assessment.title.commands import (
    HearDefence,
    ProposeRevocation,
    RevokeTitle,
    ServeDecision,
    TakePlaqueBack,
)
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.state import IN_FORCE, Stage, Title, TitleFact
from shared.errors import Conflict, Forbidden, Unacceptable
from shared.events.assessment import DecisionServed, DefenceHeard, PlaqueReturned, RevocationProposed, Revoked

APPEAL_DAYS = 60
"""行政复议法: sixty days to ask for reconsideration; the decision says so."""


class RevocationAlreadyProposed(Conflict):
    """A revocation is under way."""

    title_zh = "撤牌程序已经启动。"


class RevocationWithoutEvidence(Unacceptable):
    """A proposal of revocation states facts and evidence."""

    title_zh = "撤牌建议应当载明事实和证据。"


class RevocationNotProposed(Conflict):
    """A title is revoked, and its host heard, upon a proposal."""

    title_zh = "尚无撤牌建议。"


class DefenceAlreadyHeard(Conflict):
    """The defence has been heard."""

    title_zh = "已听取陈述申辩。"


class DefenceNotHeard(Conflict):
    """The host is heard before its title is revoked."""

    title_zh = "撤牌决定前应当听取陈述申辩。"


class SamePersonTwice(Forbidden):
    """Who proposed a revocation does not decide it."""

    title_zh = "提出撤牌建议的人员不得作出撤牌决定。"


class TitleNotRevoked(Conflict):
    """This follows a revocation."""

    title_zh = "该称号未被撤销。"


class DecisionAlreadyServed(Conflict):
    """A decision is served once."""

    title_zh = "决定已经送达。"


class NoPlaqueToReturn(Conflict):
    """There is a plaque to return only where one was handed over."""

    title_zh = "未曾授牌，无牌匾可收回。"


def propose_revocation(command: ProposeRevocation, title: Title) -> list[TitleFact]:
    """撤牌建议."""
    if title.stage not in IN_FORCE:
        raise TitleNotInForce(f"{command.station_id} has no title in force.")
    if not command.facts or not command.evidence_sha256:
        raise RevocationWithoutEvidence("Facts or evidence are missing.")
    wanted = RevocationProposed(
        station_id=command.station_id,
        certificate_number=title.certificate_number,
        ground=command.ground,
        facts=command.facts,
        evidence_sha256=command.evidence_sha256,
        proposed_by=command.proposer,
        proposed_on=command.today if title.proposal is None else title.proposal.proposed_on,
    )
    if title.proposal is None:
        return [wanted]
    if title.proposal == wanted:
        return []
    raise RevocationAlreadyProposed(f"A proposal of {title.proposal.proposed_on} is to be decided first.")


def hear_defence(command: HearDefence, title: Title) -> list[TitleFact]:
    """陈述申辩."""
    if title.proposal is None or title.stage not in {Stage.PROPOSED, Stage.HEARD}:
        raise RevocationNotProposed(f"No revocation of the title of {command.station_id} waits for a decision.")
    wanted = DefenceHeard(
        station_id=command.station_id,
        certificate_number=title.certificate_number,
        summary=command.summary,
        heard_on=stated_day(command.heard_on, not_before=title.proposal.proposed_on),
    )
    if title.defence is None:
        return [wanted]
    if title.defence == wanted:
        return []
    raise DefenceAlreadyHeard(f"It was heard on {title.defence.heard_on}.")


def revoke_title(command: RevokeTitle, title: Title) -> list[TitleFact]:
    """撤销称号."""
    if title.revoked is not None and title.revoked.document_number == command.document_number:
        return []
    if title.stage not in IN_FORCE or title.certified is None:
        raise TitleNotInForce(f"{command.station_id} has no title in force.")
    if title.proposal is None:
        raise RevocationNotProposed(f"Nobody has proposed to revoke the title of {command.station_id}.")
    if title.stage is not Stage.HEARD:
        raise DefenceNotHeard(f"The host of {command.station_id} has not been heard.")
    if command.decider == title.proposal.proposed_by:
        raise SamePersonTwice(f"{command.decider} has proposed it.")
    return [
        Revoked(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            station_name=title.certified.station_name,
            ground=title.proposal.ground,
            reasons=command.reasons,
            document_number=command.document_number,
            appeal_days=APPEAL_DAYS,
            decided_on=command.today,
        )
    ]


def serve_decision(command: ServeDecision, title: Title) -> list[TitleFact]:
    """送达."""
    revoked = _revoked(title, command.station_id)
    wanted = DecisionServed(
        station_id=command.station_id,
        document_number=revoked.document_number,
        method=command.method,
        served_on=stated_day(command.served_on, not_before=revoked.decided_on),
    )
    if title.served is None:
        return [wanted]
    if title.served == wanted:
        return []
    raise DecisionAlreadyServed(f"It was served on {title.served.served_on}.")


def take_plaque_back(command: TakePlaqueBack, title: Title) -> list[TitleFact]:
    """收回牌匾."""
    revoked = _revoked(title, command.station_id)
    if title.plaque is None:
        raise NoPlaqueToReturn(f"{command.station_id} was never handed a plaque for {title.certificate_number}.")
    if title.returned is not None:
        return []
    return [
        PlaqueReturned(
            station_id=command.station_id,
            certificate_number=title.certificate_number,
            plaque_number=title.plaque.plaque_number,
            returned_on=stated_day(command.returned_on, not_before=revoked.decided_on),
        )
    ]


def _revoked(title: Title, station_id: str) -> Revoked:
    if title.stage is not Stage.REVOKED or title.revoked is None:
        raise TitleNotRevoked(f"The title of {station_id} has not been revoked.")
    return title.revoked
