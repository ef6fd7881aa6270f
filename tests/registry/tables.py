"""Tables that people send, and the clerk who sends them and waits for what becomes of them."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import httpx

from services.registry.jobs.importing import KINDS, Kind
from services.registry.jobs.runner import work_one
from services.registry.tables.writing import Cell, Encoding, Format, open_writer
from shared.access.roles import Caller
from tests.registry.desk import TIANNING, Desk
from tests.registry.wishes import number_of

CSV_GB = (Format.CSV, Encoding.GB18030)
CSV = (Format.CSV, Encoding.UTF_8)
XLSX = (Format.XLSX, Encoding.UTF_8)
NDJSON = (Format.NDJSON, Encoding.UTF_8)


def station(number: int, **other: Cell) -> dict[str, Cell]:
    """A row of a register; the number tells it apart."""
    row: dict[str, Cell] = {
        "host_name": f"第{number}百货有限公司",
        "registration_number": number_of(number),
        "name": f"第{number}百货消费维权服务站",
        "kind": "商场",
        "trade": "百货零售",
        "area_m2": 1_000 + number,
        "staff": "１２０",
        "division_code": "320402",
        "town": "兰陵街道",
        "operating_since": "2012年3月15日",
    }
    return row | other


def dispute(number: int, **other: Cell) -> dict[str, Cell]:
    """A row of a ledger: settled on the spot, and the consumer called back. It names its station by `other`."""
    row: dict[str, Cell] = {
        "number": f"2013-{number:05}",
        "channel": "站内接待",
        "grade": "简单",
        "category": "质量",
        "summary": f"所购商品有瑕疵，要求退换（第{number}件）",
        "amount": "1,299.50",
        "first_receiver": "站长",
        "received_at": "2013/5/10 09:30",
        "settled_at": "2013-05-10 10:15:00",
        "where": "企业",
        "outcome": "退货退款",
        "refunded": "1299.5",
        "followed_up_on": "20130512",
        "satisfied": "是",
    }
    return row | other


def table(folder: Path, kind: Kind, rows: Sequence[dict[str, Cell]], how: tuple[Format, Encoding] = CSV) -> bytes:
    """The rows as a file, with the columns that any of them fills in."""
    columns = [column for column in KINDS[kind].columns.all if any(column.key in row for row in rows)]
    path = folder / "sent"
    writer = open_writer(path, *how, [column.title for column in columns], [column.key for column in columns])
    writer.add([[row.get(column.key) for column in columns] for row in rows])
    writer.close()
    return path.read_bytes()


@dataclass(frozen=True, slots=True)
class Clerk:
    """Somebody at a county or a host with a file in hand."""

    desk: Desk
    folder: Path
    caller: Caller = TIANNING

    async def sends(self, kind: str, content: bytes, mode: str = "skip_bad") -> httpx.Response:
        """The answer to the upload."""
        headers = self.desk._signed(self.caller) | {"Content-Type": "application/octet-stream"}
        return await self.desk.client.post(
            "/v1/imports", params={"kind": kind, "mode": mode}, content=content, headers=headers
        )

    async def imports(self, kind: str, content: bytes, mode: str = "skip_bad") -> dict[str, Any]:
        """The job when it has ended."""
        answer = await self.sends(kind, content, mode)
        assert answer.status_code == 202, answer.text
        return await self.waits(answer.json()["job_id"])

    async def waits(self, job_id: str) -> dict[str, Any]:
        """All that waits is worked off here."""
        while await work_one(self.desk.runtime):
            pass
        job: dict[str, Any] = (await self.desk.read(f"/v1/jobs/{job_id}", self.caller)).json()
        return job

    async def brings(
        self, kind: Kind, rows: Sequence[dict[str, Cell]], how: tuple[Format, Encoding] = CSV, mode: str = "skip_bad"
    ) -> dict[str, Any]:
        return await self.imports(kind, table(self.folder, kind, rows, how), mode)

    async def errors(self, job: dict[str, Any]) -> list[tuple[str, str, str]]:
        """Row, column and rule of what is wrong."""
        answer = await self.desk.read(f"/v1/imports/{job['job_id']}/errors", self.caller)
        assert answer.status_code == 200, answer.text
        rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))
        return [(row[0], row[1], row[2]) for row in rows[1:]]

    async def exports(self, kind: str, how: tuple[Format, Encoding] = CSV, **filters: str) -> bytes:
        body = {"kind": kind, "format": how[0], "encoding": how[1], "filters": filters}
        answer = await self.desk.send("/v1/exports", self.caller, body)
        assert answer.status_code == 202, answer.text
        job = await self.waits(answer.json()["job_id"])
        assert job["state"] == "done", job
        return (await self.desk.read(f"/v1/exports/{job['job_id']}/file", self.caller)).content


__all__ = ["CSV", "CSV_GB", "NDJSON", "XLSX", "Clerk", "dispute", "station", "table"]
