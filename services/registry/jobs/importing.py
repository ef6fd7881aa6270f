"""导入: a table becomes what its rows would be if a person had sent each of them, some hundred rows at a time.

Every row is decided by the rules of the ordinary commands. A row that landed is known again by what it says, so a
second upload and an attempt that goes on after a crash change nothing.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol
from uuid import UUID

from services.registry.jobs.ahead import AheadOnDisk
from services.registry.jobs.asking import Asking, Wrong
from services.registry.jobs.columns import Columns, Row
from services.registry.jobs.job import Job, Report, RowFault
from services.registry.jobs.ledger_rows import LedgerRows
from services.registry.jobs.station_rows import StationRows
from services.registry.tables.reading import open_table
from services.registry.tables.rules import TableEmpty
from services.registry.tables.table import Table
from shared.access import directory
from shared.access.roles import Caller
from shared.database import Connection
from shared.errors import Refusal
from shared.eventsourcing.asking import Asked
from shared.eventsourcing.bulk import Ahead, Carried, Order, carry_out_all, try_out
from shared.eventsourcing.envelope import Provenance
from shared.eventsourcing.ids import new_id
from shared.runtime import Runtime
from shared.web.uploads import NoSuchFile, objects_of

ROWS_AT_ONCE = 500


class Kind(StrEnum):
    """What a table is about."""

    STATIONS = "stations"
    LEDGER = "ledger"


class Mode(StrEnum):
    """What becomes of the good rows of a table that has bad ones."""

    SKIP_BAD = "skip_bad"
    ALL_OR_NOTHING = "all_or_nothing"


class Rows(Protocol):
    """What a kind of table makes of its rows.

    Attributes:
        columns: those of such a table.
        concerns: the column that a rule is about, where it is about one.
    """

    columns: Columns
    concerns: Mapping[type[Refusal], str]

    async def orders(self, connection: Connection, rows: Sequence[Row]) -> "list[Order | Wrong | None]":
        """The commands of each row, with facts that were looked up for all of them; or the rule that says no.

        None: it depends on what becomes of a row before it here, so it is asked about again after those.
        """

    def tried(self, row: Row) -> None:
        """The row would land; it counts for those behind it."""


KINDS: Mapping[Kind, type[StationRows] | type[LedgerRows]] = {Kind.STATIONS: StationRows, Kind.LEDGER: LedgerRows}


def job_id(kind: Kind, mode: Mode, sha256: str, caller: Caller) -> str:
    """The same file, kind, mode and caller make the same job."""
    return new_id("jb", f"import {kind} {mode} {sha256} {caller.level} {caller.bureau} {caller.subject}")


async def work(runtime: Runtime, job: Job, report: Report) -> dict[str, object]:
    """Take the table in, or what is left of it.

    Raises:
        Refusal: the file as a whole is no such table; nothing has landed.
    """
    with TemporaryDirectory(prefix="shifan-import-") as folder:
        path = Path(folder) / "table"
        try:
            await objects_of(runtime).fetch(str(job.arguments["sha256"]), path)
        except FileNotFoundError as error:
            raise NoSuchFile("send the file again") from error
        taking = _Import(runtime, job, report, path)
        if Mode(job.arguments["mode"]) is Mode.ALL_OR_NOTHING and report.result.get("phase") != "landing":
            await report.begin()
            report.result["phase"] = "checking"
            with AheadOnDisk() as ahead:
                notes = await taking.go_through(ahead)
            if report.bad:
                return {"landed": 0, "bad": report.bad, "rows": report.done, **notes}
        return await taking.land()


@dataclass(slots=True)
class _Import:
    """One attempt at a table."""

    runtime: Runtime
    job: Job
    report: Report
    path: Path

    async def land(self) -> dict[str, object]:
        """Record the good rows, from where an attempt before this one has come."""
        if self.report.result.get("phase") != "landing":
            await self.report.begin()
            self.report.result["phase"] = "landing"
            await self.report.tell()
        notes = await self.go_through(None)
        landed = self.report.done - self.report.bad
        told = {"landed": landed, "bad": self.report.bad, "rows": self.report.done, **notes}
        if self.report.bad and Mode(self.job.arguments["mode"]) is Mode.ALL_OR_NOTHING:
            # The world has moved between the two passes: the same upload goes on once the cause is gone.
            told["landed_in_part"] = True
        return told

    async def go_through(self, ahead: Ahead | None) -> dict[str, object]:
        """Every row from `report.done` on: tried against what is ahead, or carried out."""
        table = await asyncio.to_thread(open_table, self.path)
        try:
            rows = KINDS[Kind(self.job.arguments["kind"])](await self._asking())
            header = rows.columns.header(table.names) if table.names is not None else None
            self.report.total = table.total
            await self._skip(table, self.report.done)
            while lines := await asyncio.to_thread(table.take, ROWS_AT_ONCE):
                read = [rows.columns.read(line, header) for line in lines]
                faults = [fault for found in read if isinstance(found, list) for fault in found]
                good = [found for found in read if isinstance(found, Row)]
                refused = await self._settle(rows, good, ahead)
                self.report.done += len(lines)
                self.report.bad += len(lines) - len(good) + len(refused)
                await self.report.tell([*faults, *refused])
            if not self.report.done:
                raise TableEmpty("the table has a header and no rows")
            self.report.total = self.report.done
            return table.notes
        finally:
            await asyncio.to_thread(table.close)

    async def _skip(self, table: Table, rows: int) -> None:
        while rows > 0:
            rows -= len(await asyncio.to_thread(table.take, min(rows, 10_000)))

    async def _settle(self, rows: Rows, good: Sequence[Row], ahead: Ahead | None) -> list[RowFault]:
        """Try or carry out these rows; tells which of them a rule refuses."""
        refused: list[RowFault] = []
        left = list(good)
        while left:
            async with self.runtime.pool.acquire() as connection:
                found = await rows.orders(connection, left)
            ready = [(row, order) for row, order in zip(left, found, strict=True) if isinstance(order, Order)]
            wrong = [(row, it) for row, it in zip(left, found, strict=True) if isinstance(it, Wrong)]
            later = [row for row, it in zip(left, found, strict=True) if it is None]
            assert len(later) < len(left), "the first row depends on none"
            for (row, _), carried in zip(ready, await self._carry([order for _, order in ready], ahead), strict=True):
                if carried.refused is not None:
                    wrong.append((row, Wrong(carried.refused, _about(rows, carried.refused))))
                elif ahead is not None:
                    rows.tried(row)
            refused += [rows.columns.fault(row, it.refusal, it.key) for row, it in wrong]
            left = later
        return refused

    async def _carry(self, orders: Sequence[Order], ahead: Ahead | None) -> list[Carried]:
        if not orders:
            return []
        asked = await self._asked()
        if ahead is not None:
            return await try_out(self.runtime.store, orders, asked, ahead)
        return await carry_out_all(self.runtime.store, orders, asked)

    async def _asking(self) -> Asking:
        acting = await directory.acting(self.runtime.pool, self.job.caller)
        caller = replace(self.job.caller, division_code=acting.division_code)
        assert self.runtime.sealer is not None, "the registry has one"
        return Asking(caller, self.runtime.clock.now(), self.runtime.sealer)

    async def _asked(self) -> Asked:
        """In the name of the caller, whose post and bureau are looked up again and again: they may leave meanwhile."""
        caller = self.job.caller
        acting = await directory.acting(self.runtime.pool, caller)
        by = Provenance(
            actor=caller.subject,
            level=str(caller.level),
            correlationid=self.job.job_id,
            post=acting.post,
            bureau=caller.bureau,
            bureauname=acting.name,
            jurisdiction=acting.division_code,
            imported=self.job.job_id,
        )
        service = self.runtime.service
        return Asked(by, self.runtime.clock.now(), UUID(int=0), service.project, f"/services/{service.name}")


def _about(rows: Rows, refusal: Refusal) -> str:
    return next((key for rule, key in rows.concerns.items() if isinstance(refusal, rule)), "")
