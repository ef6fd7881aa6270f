"""What the decisions about divisions need to know, and whether a place lies in a division that there is."""

from dataclasses import replace
from datetime import date, timedelta

from services.registry.division import codes
from services.registry.division.commands import ChangeDivisions, DivisionCommand
from services.registry.division.decisions import DIVISION
from services.registry.queries import divisions
from shared.access import competence, directory
from shared.access.roles import Caller, Level
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = DivisionCommand

_LATER = """
SELECT document_number FROM division_changes
 WHERE change_id <> $2
   AND (effective_on > $1 AND (abolished && $3::text[] OR codes && $3::text[] OR EXISTS (
            SELECT FROM division_moves AS moves
             WHERE moves.change_id = division_changes.change_id AND (from_code = ANY($3) OR to_code = ANY($3))))
     OR effective_on = $1 AND EXISTS (
            SELECT FROM division_moves AS moves JOIN unnest($4::text[], $5::text[]) AS again (from_code, town)
                USING (from_code, town) WHERE moves.change_id = division_changes.change_id))
 ORDER BY effective_on LIMIT 1
"""


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:
    return await change_divisions(command, caller, connection)


async def require_in_force(connection: Connection, division_code: str, day: date) -> None:
    """There is such a division on that day.

    Raises:
        DivisionNotInForce: there is none.
    """
    codes.require_in_force(division_code, day, await divisions.changes(connection, division_code))


async def change_divisions(command: ChangeDivisions, caller: Caller, connection: Connection) -> Prepared:
    competence.require(caller, Level.OPERATOR)
    named = [move.from_code for move in command.moves] + [move.to_code for move in command.moves]
    touched = [*named, *command.abolished, *(division.code for division in command.divisions)]
    recorded = await divisions.changes(connection, *touched)
    eve = command.effective_on - timedelta(days=1)
    unserved = [
        move
        for move in command.moves
        if await directory.bureau_of_division(connection, move.to_code, move.town) is None
    ]
    facts = replace(
        command,
        before=frozenset(code for code in touched if codes.in_force(code, eve, recorded)),
        after=frozenset(code for code in touched if codes.in_force(code, command.effective_on, recorded)),
        unserved=tuple(unserved),
        later=await _later(connection, command, touched),
    )
    return Prepared(
        decider=DIVISION,
        stream=f"division-{command.change_id}",
        command=facts,
        attributes={"jurisdiction": touched[0], "documentno": command.document_number},
    )


async def _later(connection: Connection, command: ChangeDivisions, touched: list[str]) -> str:
    """The document of a later change of these divisions, or of one that has moved the same land on the same day."""
    land = [move.from_code for move in command.moves], [move.town for move in command.moves]
    asked = (command.effective_on, command.change_id, touched, *land)
    return await connection.fetchval(_LATER, *asked) or ""
