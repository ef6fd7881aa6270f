"""The registry, put together."""

from pathlib import Path

from services.registry.api import imports, router
from services.registry.clockwork import begin_days
from services.registry.facts import prepare
from services.registry.jobs.runner import run_jobs
from services.registry.policies import react
from services.registry.projections import project
from shared.runtime import Service

SERVICE = Service(
    name="registry",
    router=router,
    listens_to=("application", "assessment", "incentives"),
    project=project,
    react=react,
    prepare=prepare,
    begin_days=begin_days,
    chores=run_jobs,
    larger_bodies={"/v1/imports": imports.LARGEST},
    beside_events={
        "jobs": "work that was asked for, how far it is and who has it on lease",
        "import_errors": "what was wrong with the rows of a file; kept for whoever asked for the job",
    },
    schema=Path(__file__).parent / "schema",
)
