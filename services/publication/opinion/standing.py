"""Where an opinion must stand for something to be done about it."""

from services.publication.opinion.state import Opinion, Stage
from shared.errors import Conflict, NotFound
from shared.events.publication import Screening


class NoSuchOpinion(NotFound):
    """There is no such opinion."""

    title_zh = "没有这条意见。"


class OpinionIsMoot(Conflict):
    """What an opinion was about is gone: it is closed, and nothing more is done about it."""

    title_zh = "推荐对象已撤回，该意见已终结，不再办理。"


class ObjectionNotAdmissible(Conflict):
    """Only an objection that was screened as admissible is investigated, decided and answered."""

    title_zh = "仅对已受理的异议进行核查、决定和答复。"


def must_be_open(opinion: Opinion, opinion_id: str) -> None:
    """The opinion was received, and what it is about is still there."""
    if opinion.stage is Stage.NOT_RECEIVED:
        raise NoSuchOpinion(f"There is no opinion {opinion_id}.")
    if opinion.stage is Stage.MOOT:
        raise OpinionIsMoot(f"{opinion_id} was closed when its candidate withdrew.")


def must_be_admissible(opinion: Opinion, opinion_id: str) -> None:
    """The opinion is an objection that is taken up."""
    must_be_open(opinion, opinion_id)
    if opinion.screened_as is not Screening.ADMISSIBLE:
        raise ObjectionNotAdmissible(f"{opinion_id} was not screened as admissible.")
