"""Puts the service together: the one place where its parts meet."""

from pathlib import Path

from services.application.api import router
from services.application.api.evidence import EVIDENCE_LIMIT
from services.application.facts import prepare
from services.application.policies import from_due, react
from services.application.projections import project
from shared.runtime import Service

SERVICE = Service(
    name="application",
    router=router,
    listens_to=("registry", "publication", "assessment", "incentives"),
    project=project,
    schema=Path(__file__).parent / "schema",
    react=react,
    from_due=from_due,
    prepare=prepare,
    larger_bodies={"/v1/evidence": EVIDENCE_LIMIT},
)
