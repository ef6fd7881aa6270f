"""异议办理: an admissible objection is investigated, decided upon the investigation, and its author is answered."""

from collections.abc import Sequence

from services.publication.notice.decisions import InvestigatorMissing, InvestigatorTookPart, ReasonsMissing
from services.publication.opinion.commands import (
    AnswerObjector,
    DecideObjection,
    ExtendInvestigation,
    InvestigateObjection,
    Investigators,
)
from services.publication.opinion.days import days_after
from services.publication.opinion.standing import must_be_admissible
from services.publication.opinion.state import Opinion, Stage
from shared.errors import Conflict, Unacceptable
from shared.events.publication import (
    InvestigationExtended,
    ObjectionDecided,
    ObjectionInvestigated,
    ObjectionOutcome,
    ObjectorAnswered,
)


class InvestigationOver(Conflict):
    """An investigation is extended on its last day at the latest."""

    title_zh = "核查期限已届满，不能延长。"


class ExtensionsUsedUp(Conflict):
    """An investigation is extended as often as the season allows, and no more."""

    title_zh = "延长核查的次数已用完。"


class LongerInvestigationGivesReason(Unacceptable):
    """The extension of an investigation says why."""

    title_zh = "延长核查应当说明理由。"


class AlreadyInvestigated(Conflict):
    """An objection is investigated once."""

    title_zh = "该异议已经核查。"


class InvestigationFindsSomething(Unacceptable):
    """An investigation says what it found."""

    title_zh = "应当写明核查情况。"


class InvestigatorTwice(Unacceptable):
    """Each investigator is named once."""

    title_zh = "核查人员重复。"


class InvestigatorNotPosted(Conflict):
    """An objection is investigated by officers who are posted at a bureau."""

    title_zh = "核查人员应当是在职工作人员。"


class InvestigatorLinked(Conflict):
    """Who is linked to the host does not investigate an objection against its station."""

    title_zh = "与该企业有利害关系的人员应当回避核查。"


class ObjectionNotInvestigated(Conflict):
    """An objection is decided upon an investigation."""

    title_zh = "异议尚未核查，不能作出决定。"


class ObjectionAlreadyDecided(Conflict):
    """An objection is decided once."""

    title_zh = "该异议已经作出决定。"


class DismissedStrikesNobodyOff(Unacceptable):
    """Only an objection that is upheld, wholly or in part, strikes a candidate off."""

    title_zh = "异议不成立的，不能取消推荐对象资格。"


class NobodyToStrikeOff(Unacceptable):
    """An objection strikes off a candidate on notice: a title is taken away by a procedure of its own."""

    title_zh = "仅可取消公示中的推荐对象资格；撤销称号另行办理。"


class ObjectionNotDecided(Conflict):
    """An objector is answered when the objection is decided."""

    title_zh = "异议尚未决定，不能答复。"


class ObjectorAlreadyAnswered(Conflict):
    """An objector is answered once."""

    title_zh = "已经答复异议人。"


def extend_investigation(command: ExtendInvestigation, opinion: Opinion) -> Sequence[InvestigationExtended]:
    must_be_admissible(opinion, command.opinion_id)
    begun, terms = opinion.investigation, command.terms
    if opinion.stage is not Stage.SCREENED:
        raise AlreadyInvestigated(f"{command.opinion_id} has been investigated.")
    if begun.extensions[-1:] == (command.reason,):
        return []  # Asked twice, recorded once.
    former = begun.due_on or days_after(begun.began_on, terms.objection_working_days, terms.calendar).day
    if command.today > former:
        raise InvestigationOver(f"{command.opinion_id} was to be investigated by {former}; it is {command.today}.")
    if len(begun.extensions) >= terms.objection_extensions:
        raise ExtensionsUsedUp(f"{command.opinion_id} has been extended {len(begun.extensions)} times.")
    if not command.reason.strip():
        raise LongerInvestigationGivesReason("Say why the investigation takes longer.")
    working_days = terms.objection_working_days * (2 + len(begun.extensions))
    due = days_after(begun.began_on, working_days, terms.calendar)
    about = opinion.about
    return [
        InvestigationExtended(
            opinion_id=command.opinion_id,
            notice_id=about.notice_id,
            application_id=about.application_id,
            station_id=about.station_id,
            former_due_on=former,
            due_on=due.day,
            due_is_provisional=due.is_provisional,
            reason=command.reason,
            extended_on=command.today,
        )
    ]


def investigate_objection(command: InvestigateObjection, opinion: Opinion) -> Sequence[ObjectionInvestigated]:
    must_be_admissible(opinion, command.opinion_id)
    begun = opinion.investigation
    if opinion.stage is not Stage.SCREENED:
        found = (begun.investigators, begun.findings, begun.report_sha256)
        if found == (command.investigators, command.findings, command.report_sha256):
            return []  # Asked twice, recorded once.
        raise AlreadyInvestigated(f"{command.opinion_id} was investigated by {', '.join(begun.investigators)}.")
    _check_investigators(command.investigators, command.facts)
    if not command.findings.strip():
        raise InvestigationFindsSomething("Say what the investigation found.")
    about = opinion.about
    return [
        ObjectionInvestigated(
            opinion_id=command.opinion_id,
            notice_id=about.notice_id,
            application_id=about.application_id,
            station_id=about.station_id,
            certificate_number=about.certificate_number,
            investigators=command.investigators,
            findings=command.findings,
            report_sha256=command.report_sha256,
            investigated_on=command.today,
        )
    ]


def _check_investigators(named: tuple[str, ...], facts: Investigators) -> None:
    if not named or not all(officer.strip() for officer in named):
        raise InvestigatorMissing("Name at least one investigator, and each of them.")
    if len(set(named)) != len(named):
        raise InvestigatorTwice("An investigator is named twice.")
    unknown = sorted(set(named) - facts.posted)
    if unknown:
        raise InvestigatorNotPosted(f"{', '.join(unknown)} is not known as a posted officer.")
    took_part = sorted(officer for officer in named if facts.involvement.includes(officer))
    if took_part:
        raise InvestigatorTookPart(f"{', '.join(took_part)} inspected or recommended the station.")
    linked = sorted(set(named) & facts.linked)
    if linked:
        raise InvestigatorLinked(f"{', '.join(linked)} has declared an interest in the host.")


def does_strike_off(command: DecideObjection) -> bool:
    """Whether the decision takes the candidate off: always where the objection is upheld, else where it says so."""
    return command.stands and (command.outcome is ObjectionOutcome.UPHELD or command.strikes_off)


def decide_objection(command: DecideObjection, opinion: Opinion) -> Sequence[ObjectionDecided]:
    must_be_admissible(opinion, command.opinion_id)
    made = opinion.decision
    if made is not None:
        goes_without_saying = made.outcome is ObjectionOutcome.UPHELD
        is_same = (made.outcome, made.reasons) == (command.outcome, command.reasons)
        if is_same and (goes_without_saying or made.strikes_off == command.strikes_off):
            return []  # Asked twice, recorded once.
        raise ObjectionAlreadyDecided(f"{command.opinion_id} was decided on {made.decided_on}: {made.outcome}.")
    if opinion.stage is not Stage.INVESTIGATED:
        raise ObjectionNotInvestigated(f"{command.opinion_id} has not been investigated.")
    if command.strikes_off and command.outcome is ObjectionOutcome.DISMISSED:
        raise DismissedStrikesNobodyOff(f"{command.opinion_id} cannot be dismissed and strike off.")
    if command.strikes_off and not command.stands:
        raise NobodyToStrikeOff(f"{command.opinion_id} is about no candidate that stands on a notice.")
    if not command.reasons.strip():
        raise ReasonsMissing("Say what follows from the investigation, and why.")
    about = opinion.about
    due = days_after(command.today, command.terms.answer_working_days, command.terms.calendar)
    return [
        ObjectionDecided(
            opinion_id=command.opinion_id,
            notice_id=about.notice_id,
            application_id=about.application_id,
            station_id=about.station_id,
            certificate_number=about.certificate_number,
            outcome=command.outcome,
            strikes_off=does_strike_off(command),
            reasons=command.reasons,
            answer_due_on=due.day,
            due_is_provisional=due.is_provisional,
            decided_on=command.today,
        )
    ]


def answer_objector(command: AnswerObjector, opinion: Opinion) -> Sequence[ObjectorAnswered]:
    must_be_admissible(opinion, command.opinion_id)
    if opinion.stage is Stage.ANSWERED:
        if opinion.answer == (command.method, command.answer_hmac):
            return []  # Asked twice, recorded once.
        raise ObjectorAlreadyAnswered(f"The author of {command.opinion_id} has been answered.")
    if opinion.stage is not Stage.DECIDED:
        raise ObjectionNotDecided(f"{command.opinion_id} has not been decided.")
    if not command.answer_hmac:
        raise ObjectorAlreadyAnswered(f"The vault holds another answer for {command.opinion_id}.")
    about = opinion.about
    return [
        ObjectorAnswered(
            opinion_id=command.opinion_id,
            notice_id=about.notice_id,
            application_id=about.application_id,
            station_id=about.station_id,
            method=command.method,
            answer_hmac=command.answer_hmac,
            answered_on=command.today,
        )
    ]
