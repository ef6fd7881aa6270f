"""How a title is taken away: proposal, defence, decision, service."""

from datetime import timedelta

from services.assessment.stated import stated_day
from services.assessment.title.commands import (
    HearDefence,
    ProposeRevocation,
    RevokeTitle,
    ServeDecision,
    WaiveDefence,
)
from services.assessment.title.giving import TitleNotInForce
from services.assessment.title.state import DEFENDED, IN_FORCE, Stage, Title, TitleFact
from shared.errors import Conflict, Forbidden, Unacceptable
from shared.events.assessment import (
    DecisionServed,
    DefenceHeard,
    DefenceWaived,
    RevocationGround,
    RevocationProposed,
    Revoked,
)

APPEAL_DAYS = 60
"""行政复议法: sixty days to ask for reconsideration; the decision says so."""


class RevocationAlreadyProposed(Conflict):
    """A revocation is under way."""

    title_zh = "撤牌程序已经启动。"


class RevocationWithoutEvidence(Unacceptable):
    """A proposal of revocation states facts and evidence."""

    title_zh = "撤牌建议应当载明事实和证据。"


class DisapprovalRestsOnNothing(Unacceptable):
    """General disapproval rests on opinions about the title or on surveys of the station, which the proposal names."""

    title_zh = "以普遍不认可为由的，应当列明所依据的意见或满意度调查。"


class NotKnownOfThisStation(Unacceptable):
    """A proposal rests on opinions and surveys that are known here of this very station."""

    title_zh = "所列意见或调查不属于该服务站，或者本服务尚不知悉。"


class RevocationNotProposed(Conflict):
    """A title is revoked, and its host heard, upon a proposal."""

    title_zh = "尚无撤牌建议。"


class DefenceAlreadyHeard(Conflict):
    """The defence has been heard."""

    title_zh = "已听取陈述申辩。"


class DefenceAlreadyWaived(Conflict):
    """That the host has waived its defence is recorded once."""

    title_zh = "已记录放弃申辩。"


class DefenceStillPossible(Conflict):
    """Who was given days to state a defence has not waived it before they are over."""

    title_zh = "申辩期限未满，不得视为放弃申辩。"


class DefenceNotHeard(Conflict):
    """The host is heard before its title is revoked, or has waived its defence."""

    title_zh = "撤牌决定前应当听取陈述申辩。"


class SamePersonTwice(Forbidden):
    """Who proposed a revocation does not decide it."""

    title_zh = "提出撤牌建议的人员不得作出撤牌决定。"


class RevocationDocumentUsed(Conflict):
    """A revocation that follows one which was set aside has a document of its own."""

    title_zh = "该文号的撤牌决定已被撤销，重新决定应当另行编号。"


class TitleNotRevoked(Conflict):
    """This follows a revocation."""

    title_zh = "该称号未被撤销。"


class DecisionAlreadyServed(Conflict):
    """A decision is served once."""

    title_zh = "决定已经送达。"


def propose_revocation(command: ProposeRevocation, title: Title) -> list[TitleFact]:
    """撤牌建议. No rectification need go before: false records end a title at once, and so does a refusal to mend.

    Of the opinions and surveys that a proposal rests on their number decides nothing: what they say is weighed.
    """
    if title.stage not in IN_FORCE:
        raise TitleNotInForce(f"{command.station_id} has no title in force.")
    if not command.facts or not command.evidence_sha256:
        raise RevocationWithoutEvidence("Facts or evidence are missing.")
    if command.ground is RevocationGround.GENERAL_DISAPPROVAL and not command.rests_on:
        raise DisapprovalRestsOnNothing("No opinion and no survey is named.")
    if unknown := set(command.rests_on) - command.known:
        raise NotKnownOfThisStation(f"Not known of {command.station_id}: {', '.join(sorted(unknown))}.")
    wanted = RevocationProposed(
        station_id=command.station_id,
        certificate_number=title.certificate_number,
        ground=command.ground,
        facts=command.facts,
        evidence_sha256=command.evidence_sha256,
        proposed_by=command.proposer,
        proposed_on=command.today if title.proposal is None else title.proposal.proposed_on,
        rests_on=tuple(dict.fromkeys(command.rests_on)),
    )
    if title.proposal is None:
        return [wanted]
    if title.proposal == wanted:
        return []
    raise RevocationAlreadyProposed(f"A proposal of {title.proposal.proposed_on} is to be decided first.")


def hear_defence(command: HearDefence, title: Title) -> list[TitleFact]:
    """陈述申辩."""
    proposal = _open_proposal(title, command.station_id)
    wanted = DefenceHeard(
        station_id=command.station_id,
        certificate_number=title.certificate_number,
        summary=command.summary,
        heard_on=stated_day(command.heard_on, not_before=proposal.proposed_on),
    )
    if title.defence is None:
        return [wanted]
    if title.defence == wanted:
        return []
    raise DefenceAlreadyHeard(f"It was heard on {title.defence.heard_on}.")


def waive_defence(command: WaiveDefence, title: Title) -> list[TitleFact]:
    """放弃申辩. Who is silent has waived when the days are over; the day on which one is told does not count."""
    proposal = _open_proposal(title, command.station_id)
    if title.defence is not None:
        raise DefenceAlreadyHeard(f"It was heard on {title.defence.heard_on}.")
    silent = f"告知后{command.days}日内未申辩：{command.reason}"
    wanted = DefenceWaived(
        station_id=command.station_id,
        certificate_number=title.certificate_number,
        told_on=stated_day(command.told_on, not_before=proposal.proposed_on),
        reason=silent if command.days else f"声明放弃：{command.reason}",
        waived_on=command.today if title.waiver is None else title.waiver.waived_on,
    )
    if title.waiver is not None:
        if title.waiver == wanted:
            return []
        raise DefenceAlreadyWaived(f"It was waived on {title.waiver.waived_on}.")
    last_day = command.told_on + timedelta(days=command.days)
    if command.days and command.today <= last_day:
        raise DefenceStillPossible(f"The host may state its defence until {last_day}.")
    return [wanted]


def revoke_title(command: RevokeTitle, title: Title) -> list[TitleFact]:
    """撤销称号."""
    if title.revoked is not None and title.revoked.document_number == command.document_number:
        return []
    if title.stage not in IN_FORCE or title.certified is None:
        raise TitleNotInForce(f"{command.station_id} has no title in force.")
    if title.proposal is None:
        raise RevocationNotProposed(f"Nobody has proposed to revoke the title of {command.station_id}.")
    if title.stage not in DEFENDED:
        raise DefenceNotHeard(f"The host of {command.station_id} has not been heard.")
    if command.decider == title.proposal.proposed_by:
        raise SamePersonTwice(f"{command.decider} has proposed it.")
    if command.document_number in title.set_aside_documents:
        raise RevocationDocumentUsed(f"{command.document_number} was set aside.")
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
            bar_seasons=command.bar_seasons,
        )
    ]


def serve_decision(command: ServeDecision, title: Title) -> list[TitleFact]:
    """送达. The last day for an appeal stays as it was told, whatever calendar comes later."""
    revoked = standing_revocation(title, command.station_id)
    before = title.served
    wanted = DecisionServed(
        station_id=command.station_id,
        document_number=revoked.document_number,
        method=command.method,
        served_on=stated_day(command.served_on, not_before=revoked.decided_on),
        rights_told=command.rights_told,
        appeal_until=command.appeal_until if before is None else before.appeal_until,
        appeal_is_provisional=command.appeal_is_provisional if before is None else before.appeal_is_provisional,
    )
    if before is None:
        return [wanted]
    if before == wanted:
        return []
    raise DecisionAlreadyServed(f"It was served on {before.served_on}.")


def _open_proposal(title: Title, station_id: str) -> RevocationProposed:
    if title.proposal is None or title.stage not in IN_FORCE:
        raise RevocationNotProposed(f"No revocation of the title of {station_id} waits for a decision.")
    return title.proposal


def standing_revocation(title: Title, station_id: str) -> Revoked:
    """The revocation by which the station has no title.

    Raises:
        TitleNotRevoked: there is none, or it was set aside.
    """
    if title.stage is not Stage.REVOKED or title.revoked is None:
        raise TitleNotRevoked(f"The title of {station_id} has not been revoked.")
    return title.revoked
