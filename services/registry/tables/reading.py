"""Opens a table from a file, told apart by its content and never by its name."""

from pathlib import Path

from services.registry.tables import text, workbook
from services.registry.tables.rules import NotATable, TableEmpty
from services.registry.tables.table import Table

_ZIP = b"PK\x03\x04"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0"


def open_table(path: Path) -> Table:
    """Open the file as what it is.

    Raises:
        NotATable, WorkbookTooLarge, TableEmpty: it cannot be read as a table.
    """
    with path.open("rb") as file:
        head = file.read(4)
    if not head:
        raise TableEmpty("the file has no content")
    if head == _ZIP:
        return workbook.open_workbook(path)
    if head == _OLD_WORKBOOK:
        raise NotATable("this is a workbook of the old form or one with a password: save it as .xlsx without one")
    found = text.look_at(path)
    return text.open_ndjson(path, found) if found.is_json else text.open_csv(path, found)
