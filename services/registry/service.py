"""The registry, put together."""

from pathlib import Path

from services.registry.api import router
from services.registry.clockwork import begin_days
from services.registry.facts import prepare
from services.registry.policies import react
from services.registry.projections import project
from shared.runtime import Service

SERVICE = Service(
    name="registry",
    router=router,
    listens_to=(),
    project=project,
    react=react,
    prepare=prepare,
    begin_days=begin_days,
    schema=Path(__file__).parent / "schema",
)
