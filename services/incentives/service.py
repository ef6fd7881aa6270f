"""Incentives, put together."""

from pathlib import Path

from services.incentives.api import router
from services.incentives.facts import prepare
from services.incentives.policies import react
from services.incentives.projections import project
from services.incentives.tokens import tokens_given
from shared.runtime import Service

SERVICE = Service(
    name="incentives",
    router=router,
    listens_to=("registry", "assessment"),
    project=project,
    react=react,
    prepare=prepare,
    schema=Path(__file__).parent / "schema",
    around=tokens_given,
    beside_events={"salts": "a day's salt, under which voters' addresses become buckets; it goes with the day"},
)
