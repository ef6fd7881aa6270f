"""The standard over HTTP: published by the province, read by everybody."""

from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field

from services.assessment.api.answers import ACT, Done
from services.assessment.queries import rubrics as queries
from services.assessment.rubric.commands import PublishRubric
from services.assessment.rubric.decisions import RubricAlreadyPublished, RubricDoesNotAddUp
from shared.errors import NotKnownHere
from shared.events.assessment import RubricPublished
from shared.events.rubric import Dimension, RubricItem, Veto
from shared.web.acting import Answer, TheAct
from shared.web.answers import versioned
from shared.web.bodies import Body, Code, Name, Text
from shared.web.callers import TheRuntime
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/rubrics", tags=["rubrics"])

_Weight = Annotated[int, Field(strict=True, gt=0, le=1_000)]
_Percent = Annotated[int, Field(strict=True, ge=0, le=100)]


class DimensionBody(Body):
    code: Code
    name_zh: Name
    name_en: Name
    weight: _Weight
    floor_percent: _Percent


class ItemBody(Body):
    code: Code
    dimension: Code
    name_zh: Name
    name_en: Name
    weight: _Weight
    evidence: str = ""
    backed_by: Name


class VetoBody(Body):
    code: Code
    name_zh: Name
    name_en: Name
    backed_by: Name


class RubricBody(Body):
    """A whole version of the standard; weights, `pass_total` and `spread_limit` are tenths of a point."""

    rubric_id: Code
    title: Name
    provenance: Text
    dimensions: Annotated[tuple[DimensionBody, ...], Field(min_length=1, max_length=20)]
    items: Annotated[tuple[ItemBody, ...], Field(min_length=1, max_length=100)]
    vetoes: Annotated[tuple[VetoBody, ...], Field(max_length=50)] = ()
    pass_total: Annotated[int, Field(strict=True, ge=0, le=1_000)]
    spread_limit: Annotated[int, Field(strict=True, ge=0, le=1_000)]


@router.post(
    "",
    status_code=201,
    response_model=Done,
    responses=refuses(*ACT, RubricDoesNotAddUp, RubricAlreadyPublished),
)
async def publish_rubric(body: RubricBody, act: TheAct) -> Answer:
    """创建标准: the province publishes a version of the standard. It is never changed: a new one has a new id."""
    command = PublishRubric(
        rubric_id=body.rubric_id,
        title=body.title,
        provenance=body.provenance,
        dimensions=tuple(Dimension(**one.model_dump()) for one in body.dimensions),
        items=tuple(RubricItem(**one.model_dump()) for one in body.items),
        vetoes=tuple(Veto(**one.model_dump()) for one in body.vetoes),
        pass_total=body.pass_total,
        spread_limit=body.spread_limit,
        today=act.today,
    )
    return await act.carry_out(
        command,
        lambda _, version: Done(id=body.rubric_id, status="published", version=version),
        201,
        location=f"/v1/rubrics/{body.rubric_id}",
    )


@router.get("/{rubric_id}", response_model=RubricPublished, responses=refuses(NotKnownHere))
async def read_rubric(rubric_id: str, runtime: TheRuntime) -> Response:
    """The standard as it was published."""
    async with runtime.pool.acquire() as connection:
        rubric = await queries.rubric(connection, rubric_id)
    if rubric is None:
        raise NotKnownHere(f"No rubric {rubric_id} has been published.")
    return versioned(rubric, 1)
