"""The names of the service's streams."""


def rubric(rubric_id: str) -> str:
    return f"rubric-{rubric_id}"


def panel(panel_id: str) -> str:
    return f"panel-{panel_id}"


def assessment(application_id: str) -> str:
    return f"assessment-{application_id}"


def city_list(list_id: str) -> str:
    return f"list-{list_id}"


def title(station_id: str) -> str:
    return f"title-{station_id}"


def draw(draw_id: str) -> str:
    return f"draw-{draw_id}"
