"""PostgreSQL's own programs for dumps: those of the package, else those that are installed."""

import asyncio
import shutil
from pathlib import Path

from deploy.embedded.files import ServerTrouble
from deploy.embedded.postgres import installation


async def dump(dsn: str, snapshot: str, file: Path) -> None:
    """Write one database, as this snapshot of it shows it, in the format that `pg_restore` reads.

    Raises:
        ServerTrouble: it cannot, with what the program says.
    """
    # The folder is its maker's alone; so is the file.
    await _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={file}", f"--dbname={dsn}")


async def put_back(dsn: str, file: Path) -> None:
    """Read a dump into an empty database, all of it or nothing.

    Raises:
        ServerTrouble: it cannot, with what the program says.
    """
    await _run("pg_restore", "--exit-on-error", "--single-transaction", f"--dbname={dsn}", str(file))


async def _run(program: str, *arguments: str) -> None:
    process = await asyncio.create_subprocess_exec(
        _found(program),
        *arguments,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        umask=0o077,
    )
    _, said = await process.communicate()
    if process.returncode:
        raise ServerTrouble(f"{program}: {said.decode(errors='replace').strip()}")


def _found(program: str) -> str:
    try:
        ours = installation() / "pginstall" / "bin" / program
    except ServerTrouble:
        ours = Path()
    found = str(ours) if ours.is_file() else shutil.which(program)
    if found is None:
        raise ServerTrouble(f"{program} is not installed: install PostgreSQL's client programs, version 18 or later")
    return found
