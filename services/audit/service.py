"""The one place where the pieces of audit meet."""

from pathlib import Path

from services.audit.api import router
from services.audit.projections import keep, project
from shared.events.catalogue import LOGS
from shared.runtime import Service

SERVICE = Service(
    name="audit",
    router=router,
    listens_to=LOGS,
    project=project,
    keeps=keep,
    schema=Path(__file__).parent / "schema",
)
