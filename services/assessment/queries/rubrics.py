"""What can be asked back of the standard."""

from shared.database import Connection
from shared.events.assessment import RubricPublished

_RUBRIC = "SELECT body FROM rubrics WHERE rubric_id = $1"


async def rubric(connection: Connection, rubric_id: str) -> RubricPublished | None:
    body: str | None = await connection.fetchval(_RUBRIC, rubric_id)
    return None if body is None else RubricPublished.model_validate_json(body)
