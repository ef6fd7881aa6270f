"""The one place where the pieces of audit meet."""

from pathlib import Path

from services.audit.api import router
from services.audit.keeping.leading import keep_logs, with_keys
from services.audit.projections import IN_BULK, keep, project
from shared.events.catalogue import LOGS
from shared.runtime import Service

SERVICE = Service(
    name="audit",
    router=router,
    listens_to=LOGS,
    project=project,
    keeps=keep,
    in_bulk=IN_BULK,
    beside_events={"unsigned_logs": "which logs the keeper could not sign of late, and why; it tells no fact"},
    around=with_keys,
    chores=keep_logs,
    schema=Path(__file__).parent / "schema",
)
