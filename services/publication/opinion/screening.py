"""甄别: the city reads an opinion and says what it is; what a withdrawal leaves without an object is closed."""

from services.publication.opinion.commands import CloseOpinionAsMoot, ScreenOpinion
from services.publication.opinion.days import days_after
from services.publication.opinion.standing import NoSuchOpinion, must_be_open
from services.publication.opinion.state import Opinion, Stage
from shared.errors import Conflict, Unacceptable
from shared.events.publication import OpinionClosedAsMoot, OpinionScreened, Screening, Stance

_SCREENINGS = {
    Stance.SUPPORT: frozenset({Screening.SUPPORT_NOTED}),
    Stance.OBJECTION: frozenset({Screening.ADMISSIBLE, Screening.LEAD_ONLY, Screening.REJECTED}),
}


class AlreadyScreened(Conflict):
    """An opinion is screened once."""

    title_zh = "该意见已经甄别。"


class AnonymousIsALead(Conflict):
    """An anonymous objection is a lead: it may start a check, but it holds nobody."""

    title_zh = "匿名意见只作线索，不暂缓推荐对象。"


class ScreenedAsAnotherKind(Conflict):
    """Support is noted and nothing else; an objection is admissible, a lead, or rejected."""

    title_zh = "甄别结果与意见性质不符。"


class ScreeningGivesReasons(Unacceptable):
    """The screening of an objection gives its reason."""

    title_zh = "甄别异议应当说明理由。"


class NothingToInvestigate(Unacceptable):
    """A county is told to investigate an objection that is admissible, and nothing else."""

    title_zh = "仅可将受理的异议交县级机关核查。"


def screen_opinion(command: ScreenOpinion, opinion: Opinion) -> list[OpinionScreened]:
    must_be_open(opinion, command.opinion_id)
    if opinion.stage is not Stage.RECEIVED:
        if opinion.screened_as is command.result:
            return []
        raise AlreadyScreened(f"{command.opinion_id} was screened as {opinion.screened_as}.")
    _check(command, opinion)
    about, due = opinion.about, None
    if command.result is Screening.ADMISSIBLE:
        due = days_after(command.today, command.terms.objection_working_days, command.terms.calendar)
    return [
        OpinionScreened(
            opinion_id=command.opinion_id,
            notice_id=about.notice_id,
            application_id=about.application_id,
            station_id=about.station_id,
            result=command.result,
            reason=command.reason,
            screened_on=command.today,
            certificate_number=about.certificate_number,
            investigation_due_on=due.day if due else None,
            due_is_provisional=due is not None and due.is_provisional,
            county_investigates=command.county_investigates,
        )
    ]


def _check(command: ScreenOpinion, opinion: Opinion) -> None:
    if command.result not in _SCREENINGS[opinion.stance]:
        raise ScreenedAsAnotherKind(f"{command.opinion_id} is {opinion.stance}, which is not {command.result}.")
    if command.result is Screening.ADMISSIBLE and not opinion.is_named:
        raise AnonymousIsALead(f"{command.opinion_id} bears no name: record it as a lead.")
    if opinion.stance is Stance.OBJECTION and not command.reason.strip():
        raise ScreeningGivesReasons("Say why the objection is admissible, a lead, or rejected.")
    if command.county_investigates and command.result is not Screening.ADMISSIBLE:
        raise NothingToInvestigate(f"{command.opinion_id} is {command.result}: nobody is told to investigate it.")


def close_as_moot(command: CloseOpinionAsMoot, opinion: Opinion) -> list[OpinionClosedAsMoot]:
    """Nothing to refuse here: only an objection that nobody has decided is closed, and what is closed stays so."""
    if opinion.stage is Stage.NOT_RECEIVED:
        raise NoSuchOpinion(f"There is no opinion {command.opinion_id}.")
    is_in_hand = opinion.stage in {Stage.SCREENED, Stage.INVESTIGATED} and opinion.screened_as is Screening.ADMISSIBLE
    is_open = opinion.stage is Stage.RECEIVED or (is_in_hand and command.is_holding)
    if opinion.stance is not Stance.OBJECTION or not is_open:
        return []
    about = opinion.about
    return [
        OpinionClosedAsMoot(
            opinion_id=command.opinion_id,
            notice_id=about.notice_id,
            application_id=about.application_id,
            station_id=about.station_id,
            reason=command.reason,
            closed_on=command.today,
        )
    ]
