"""The one place where the pieces of assessment meet."""

from pathlib import Path

from services.assessment.api import router
from services.assessment.facts import prepare
from services.assessment.policies import from_due, react
from services.assessment.projections import project
from shared.runtime import Service

SERVICE = Service(
    name="assessment",
    router=router,
    listens_to=("registry", "application", "publication", "audit"),
    project=project,
    schema=Path(__file__).parent / "schema",
    react=react,
    from_due=from_due,
    prepare=prepare,
)
