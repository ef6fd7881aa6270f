"""The city's part: who may score, and what passes."""

from services.assessment.assessment import marking
from services.assessment.assessment.commands import ConcludeAssessment, ScoreCandidate, Standing
from services.assessment.assessment.state import MARKING, Assessment, AssessmentFact
from shared.errors import Conflict, Forbidden, Unacceptable
from shared.events.assessment import (
    AssessmentFailed,
    AssessmentPassed,
    AssessmentScored,
    ItemScore,
    JointRemarkOrdered,
    RubricPublished,
)


class NotInTheSet(Conflict):
    """Only a candidate that is neither withdrawn nor struck off goes on."""

    title_zh = "已撤回或已取消资格的推荐对象不再继续办理。"


class RubricNotPublished(Conflict):
    """Nobody assesses before the province has published the season's standard."""

    title_zh = "省局尚未发布本年度创建标准，不得测评。"


class NotOnThePanel(Forbidden):
    """Only a member of the season's panel assesses."""

    title_zh = "只有本年度测评组成员可以测评。"


class AssessorTookPart(Forbidden):
    """Whoever inspected or recommended a candidate does not assess it."""

    title_zh = "参与查验或推荐的人员不得测评同一对象。"


class AssessorIsRecused(Forbidden):
    """A recused assessor does not score the candidate."""

    title_zh = "已回避的测评人员不得对该对象评分。"


class ScoresIncomplete(Unacceptable):
    """Every item of the rubric is scored exactly once."""

    title_zh = "标准的每一项应当且只应评分一次。"


class ItemScoreOutOfRange(Unacceptable):
    """An item is scored from nothing up to its weight."""

    title_zh = "各项得分应在零分与该项分值之间。"


class AlreadyScored(Conflict):
    """An assessor scores a candidate once, and once more where a joint re-mark was ordered."""

    title_zh = "同一测评人员对同一对象只评分一次；决定共同复评的，再评一次。"


class AssessmentConcluded(Conflict):
    """After the conclusion nobody scores any more."""

    title_zh = "测评已有结论，不再评分。"


class TooFewAssessors(Conflict):
    """As many assessors as the season requires have scored before the conclusion."""

    title_zh = "评分人数未达到本年度要求，不得作出结论。"


class VetoNotChecked(Conflict):
    """The veto items are looked up before the conclusion."""

    title_zh = "一票否决项尚未核对，不得作出结论。"


class RemarkIncomplete(Conflict):
    """Everybody whose scores led to a joint re-mark scores again before the conclusion."""

    title_zh = "共同复评尚未完成，不得作出结论。"


def score_candidate(command: ScoreCandidate, assessment: Assessment) -> list[AssessmentFact]:
    """测评表. After a joint re-mark was ordered, an assessor's new scores take the place of the first."""
    facts = command.facts
    if command.assessor in assessment.recused:
        raise AssessorIsRecused(f"{command.assessor} is recused from {command.application_id}.")
    earlier = assessment.scores.get(command.assessor)
    if earlier is not None and set(earlier) == set(command.scores):
        return []
    if command.assessor not in facts.panel:
        raise NotOnThePanel(f"{command.assessor} is not on the panel of {facts.season_id}.")
    if command.assessor in facts.took_part:
        raise AssessorTookPart(f"{command.assessor} inspected or recommended {command.application_id}.")
    require_standing(facts.standing, command.application_id)
    if assessment.stage not in MARKING:
        raise AssessmentConcluded(f"The assessment of {command.application_id} is {assessment.stage}.")
    if earlier is not None:
        raise AlreadyScored(f"{command.assessor} has scored {command.application_id}, with other marks.")
    rubric = published(facts.rubric)
    scores = _in_order(rubric, command.scores)
    return [
        AssessmentScored(
            application_id=command.application_id,
            season_id=facts.season_id,
            station_id=facts.station_id,
            assessor=command.assessor,
            rubric_id=rubric.rubric_id,
            scores=scores,
            total=marking.total(scores),
            scored_on=command.today,
        )
    ]


def conclude_assessment(command: ConcludeAssessment, assessment: Assessment) -> list[AssessmentFact]:
    """测评结论: passed where the total and every dimension reach their cut-offs and no veto was found, early or late.

    Assessors who lie too far apart on a dimension get no conclusion at first, but a joint re-mark, once. A spread that
    persists after it is concluded by the mean.
    """
    facts = command.facts
    if assessment.stage not in MARKING or (assessment.to_mark_again and not assessment.scores):
        return []
    require_standing(facts.standing, command.application_id)
    if assessment.to_mark_again:
        raise RemarkIncomplete(f"{len(assessment.to_mark_again)} have not scored {command.application_id} again.")
    if len(assessment.scores) < max(1, facts.assessors_required):
        raise TooFewAssessors(f"{len(assessment.scores)} of {facts.assessors_required} assessors have scored.")
    if facts.vetoes_found is None:
        raise VetoNotChecked(f"Nothing is known here of a veto check of {command.application_id}.")
    rubric = published(facts.rubric)
    wide = marking.wide_spreads(rubric, list(assessment.scores.values()))
    if wide and not assessment.remark_ordered:
        return [_joint_remark(command, assessment, rubric, wide)]
    vetoes = tuple(dict.fromkeys((*facts.vetoes_found, *assessment.vetoes)))
    return [_conclusion(command, assessment, rubric, vetoes)]


def _joint_remark(
    command: ConcludeAssessment, assessment: Assessment, rubric: RubricPublished, wide: dict[str, int]
) -> JointRemarkOrdered:
    return JointRemarkOrdered(
        application_id=command.application_id,
        season_id=assessment.season_id,
        station_id=assessment.station_id,
        dimensions=tuple(wide),
        spread_tenths=max(wide.values()),
        limit_tenths=rubric.spread_limit,
        ordered_on=command.today,
    )


def _conclusion(
    command: ConcludeAssessment, assessment: Assessment, rubric: RubricPublished, vetoes: tuple[str, ...]
) -> AssessmentFact:
    dimensions = marking.dimension_scores(rubric, list(assessment.scores.values()))
    total = sum(score.tenths for score in dimensions)
    reasons = (*marking.missed_cut_offs(rubric, dimensions), *(f"veto {code}" for code in vetoes))
    if not reasons:
        return AssessmentPassed(
            application_id=command.application_id,
            season_id=assessment.season_id,
            station_id=assessment.station_id,
            rubric_id=rubric.rubric_id,
            total=total,
            dimensions=dimensions,
            concluded_on=command.today,
        )
    return AssessmentFailed(
        application_id=command.application_id,
        season_id=assessment.season_id,
        station_id=assessment.station_id,
        rubric_id=rubric.rubric_id,
        total=total,
        dimensions=dimensions,
        reasons=reasons,
        concluded_on=command.today,
    )


def require_standing(standing: Standing, application_id: str) -> None:
    """Refuse whoever has left the set, and whoever was never in it."""
    if standing is not Standing.IN_THE_SET:
        raise NotInTheSet(f"{application_id} is {standing}.")


def published(rubric: RubricPublished | None) -> RubricPublished:
    """The season's standard, which the province has published."""
    if rubric is None:
        raise RubricNotPublished("The season's rubric has not been published.")
    return rubric


def _in_order(rubric: RubricPublished, scores: tuple[ItemScore, ...]) -> tuple[ItemScore, ...]:
    """The scores in the order of the rubric, each item once and within its weight."""
    given = {score.item: score for score in scores}
    wanted = {item.code for item in rubric.items}
    if len(given) != len(scores) or given.keys() != wanted:
        odd = sorted({score.item for score in scores} ^ wanted)
        raise ScoresIncomplete(f"Missing or unknown: {', '.join(odd)}." if odd else "An item is scored twice.")
    for item in rubric.items:
        if not 0 <= given[item.code].tenths <= item.weight:
            raise ItemScoreOutOfRange(f"{item.code} is scored from 0 to {item.weight} tenths of a point.")
    return tuple(given[item.code] for item in rubric.items)
