"""Incentives, put together."""

from pathlib import Path

from services.incentives.api import router
from services.incentives.facts import prepare
from services.incentives.policies import react
from services.incentives.projections import project
from shared.runtime import Service

SERVICE = Service(
    name="incentives",
    router=router,
    listens_to=("registry",),
    project=project,
    react=react,
    prepare=prepare,
    schema=Path(__file__).parent / "schema",
)
