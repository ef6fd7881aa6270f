"""What can be asked about divisions: those in force on a day, and the acts that changed them."""

from datetime import date

from asyncpg import Record
from pydantic import BaseModel

from services.registry.division import codes
from services.registry.division.codes import Change
from shared.database import Connection
from shared.events.registry import DivisionMove

_CHANGES = """
SELECT change_id, document_number, document_date, effective_on, abolished, codes, names FROM division_changes
 WHERE $1::text IS NULL OR change_id = $1 ORDER BY effective_on, change_id
"""
TOUCHING = """
SELECT effective_on, abolished, codes, names FROM division_changes
 WHERE abolished && $1::text[] OR codes && $1::text[] ORDER BY effective_on, change_id
"""
_ALL = "SELECT effective_on, abolished, codes, names FROM division_changes ORDER BY effective_on, change_id"
_MOVES = """
SELECT change_id, from_code, town, to_code FROM division_moves WHERE change_id = ANY($1) ORDER BY change_id, place
"""
_RESOLVED = "SELECT count(*) FROM division_resolutions WHERE change_id = $1"


class DivisionRow(BaseModel):
    code: str
    name: str
    level: str


class NamedDivision(BaseModel):
    code: str
    name: str


class DivisionChangePage(BaseModel):
    """An act of the state, and how many stations have followed it so far."""

    change_id: str
    document_number: str
    document_date: date
    effective_on: date
    divisions: list[NamedDivision]
    abolished: list[str]
    moves: list[DivisionMove]
    resolved: int


async def changes(connection: Connection, *of_codes: str) -> list[Change]:
    """The recorded changes of these codes, or of all, as the rules about codes read them."""
    rows = await connection.fetch(TOUCHING, list(of_codes)) if of_codes else await connection.fetch(_ALL)
    return [change_of(row) for row in rows]


def change_of(row: Record) -> Change:
    """A recorded change, as the rules about codes read it, from a row of `TOUCHING`."""
    named = dict(zip(row["codes"], row["names"], strict=True))
    return Change(row["effective_on"], named, frozenset(row["abolished"]))


async def divisions(connection: Connection, beginning: str, day: date, after: str, limit: int) -> list[DivisionRow]:
    """The divisions in force on the day whose codes begin so, behind a code."""
    recorded = await changes(connection)
    known = set(codes.table()).union(*(change.named for change in recorded))
    found: list[DivisionRow] = []
    for code in sorted(code for code in known if code.startswith(beginning) and code > after):
        name = codes.name_on(code, day, recorded)
        if name is not None:
            found.append(DivisionRow(code=code, name=name, level=_level(code)))
        if len(found) == limit:
            break
    return found


def _level(code: str) -> str:
    if code.endswith("0000"):
        return "province"
    return "city" if code.endswith("00") else "county"


async def change_pages(connection: Connection, change_id: str | None = None) -> list[DivisionChangePage]:
    """The recorded acts in the order of their days, or one of them."""
    rows = await connection.fetch(_CHANGES, change_id)
    moves: dict[str, list[DivisionMove]] = {row["change_id"]: [] for row in rows}
    for move in await connection.fetch(_MOVES, list(moves)):
        moves[move["change_id"]].append(
            DivisionMove(from_code=move["from_code"], town=move["town"], to_code=move["to_code"])
        )
    return [
        DivisionChangePage(
            change_id=row["change_id"],
            document_number=row["document_number"],
            document_date=row["document_date"],
            effective_on=row["effective_on"],
            divisions=[NamedDivision(code=c, name=n) for c, n in zip(row["codes"], row["names"], strict=True)],
            abolished=row["abolished"],
            moves=moves[row["change_id"]],
            resolved=await connection.fetchval(_RESOLVED, row["change_id"]),
        )
        for row in rows
    ]
