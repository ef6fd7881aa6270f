"""创建标准: the province publishes a version of the standard."""

from dataclasses import replace
from datetime import date

import pytest

from services.assessment.rubric.commands import PublishRubric
from services.assessment.rubric.decisions import RUBRIC, RubricAlreadyPublished, RubricDoesNotAddUp
from shared.events.assessment import RubricPublished
from shared.testing.scenario import Scenario
from tests.assessment.examples import body_of, rubric

given = Scenario(RUBRIC)
publish = PublishRubric(
    rubric_id=rubric.rubric_id,
    title=rubric.title,
    provenance=rubric.provenance,
    dimensions=rubric.dimensions,
    items=rubric.items,
    vetoes=rubric.vetoes,
    pass_total=900,
    spread_limit=30,
    today=rubric.published_on,
)


def test_a_rubric_that_adds_up_is_published() -> None:
    given().when(publish).then(rubric)


def test_the_same_rubric_is_published_once() -> None:
    given(rubric).when(replace(publish, today=date(2013, 6, 1))).then_nothing()


def test_a_published_rubric_is_not_changed() -> None:
    given(rubric).when(replace(publish, pass_total=850)).then_refused(RubricAlreadyPublished)


def test_items_add_up_to_their_dimension() -> None:
    lighter = (rubric.items[0].model_copy(update={"weight": 10}), *rubric.items[1:])
    given().when(replace(publish, items=lighter)).then_refused(RubricDoesNotAddUp)
    elsewhere = (rubric.items[0].model_copy(update={"dimension": "F"}), *rubric.items[1:])
    given().when(replace(publish, items=elsewhere)).then_refused(RubricDoesNotAddUp)


def test_dimensions_add_up_to_a_hundred_points() -> None:
    given().when(replace(publish, dimensions=rubric.dimensions[:4])).then_refused(RubricDoesNotAddUp)


def test_codes_are_not_repeated() -> None:
    given().when(replace(publish, items=(*rubric.items, rubric.items[0]))).then_refused(RubricDoesNotAddUp)


def test_cut_offs_can_be_reached() -> None:
    given().when(replace(publish, pass_total=1001)).then_refused(RubricDoesNotAddUp)
    steep = tuple(one.model_copy(update={"floor_percent": 101}) for one in rubric.dimensions)
    given().when(replace(publish, dimensions=steep)).then_refused(RubricDoesNotAddUp)


@pytest.mark.parametrize("name", ["v0", "js-2013"])
def test_the_rubrics_that_come_with_the_product_add_up_and_name_their_backing(name: str) -> None:
    data = RubricPublished.model_validate(body_of(name) | {"published_on": date(2013, 5, 15)})
    given().when(
        replace(
            publish,
            rubric_id=data.rubric_id,
            title=data.title,
            provenance=data.provenance,
            dimensions=data.dimensions,
            items=data.items,
            vetoes=data.vetoes,
        )
    ).then(data)
    assert "not a reconstruction" in data.provenance
    assert all(item.backed_by for item in data.items)
    assert [veto.code for veto in data.vetoes] == [f"V{number}" for number in range(1, 10)]


def test_the_version_of_2013_asks_for_no_platform_that_did_not_exist() -> None:
    assert "ODR" in str(body_of("v0")["items"])
    assert not any("ODR" in item.name_en or "在线" in item.name_zh or "S51" in item.backed_by for item in rubric.items)
