"""Puts publication together: the one place where its pieces meet."""

from pathlib import Path

from services.publication.api import router
from services.publication.facts import prepare
from services.publication.grouping import group_opinions
from services.publication.policies import from_due, react
from services.publication.projections import project
from services.publication.vault import vault_open
from shared.runtime import Service

SERVICE = Service(
    name="publication",
    router=router,
    listens_to=("registry", "application", "assessment"),
    project=project,
    react=react,
    from_due=from_due,
    prepare=prepare,
    schema=Path(__file__).parent / "schema",
    around=vault_open,
    chores=group_opinions,
    beside_events={"opinions.was_compared": "the grouping's own note of which opinions it has compared"},
)
