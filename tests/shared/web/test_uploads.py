"""Files over HTTP: streamed in, no larger than allowed, and sent as attachments."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import APIRouter, Request, Response
from httpx import ASGITransport, AsyncClient

from shared.objects import Objects
from shared.runtime import Runtime
from shared.web.app import create_app
from shared.web.callers import TheRuntime
from shared.web.edge import BODY_LIMIT
from shared.web.uploads import objects_of, receive, send
from tests.shared.web import toy

LIMIT = BODY_LIMIT + 100
router = APIRouter()


@router.post("/v1/files")
async def take(request: Request, runtime: TheRuntime) -> dict[str, str]:
    stored = await receive(request, runtime, LIMIT)
    return {"sha256": stored.sha256, "media_type": stored.media_type, "size": str(stored.size_bytes)}


@router.get("/v1/files/{sha256}")
async def give(sha256: str, runtime: TheRuntime) -> Response:
    return await send(runtime, sha256, "text/csv", "table.csv")


@router.post("/v1/other")
async def other(request: Request) -> dict[str, int]:
    return {"size": len(await request.body())}


@pytest.fixture
async def files(runtime: Runtime, tmp_path: Path) -> AsyncIterator[AsyncClient]:
    service = replace(toy.SERVICE, router=router, larger_bodies={"/v1/files": LIMIT})
    app = create_app(service)
    app.state.runtime = runtime
    runtime.resources["objects"] = Objects("", tmp_path)
    async with AsyncClient(transport=ASGITransport(app), base_url="http://registry") as client:
        yield client


async def test_a_file_comes_in_and_goes_out(files: AsyncClient) -> None:
    content = b"%PDF-1.7" + b"x" * BODY_LIMIT
    stored = (await files.post("/v1/files", content=content)).json()
    assert (stored["media_type"], stored["size"]) == ("application/pdf", str(len(content)))
    fetched = await files.get(f"/v1/files/{stored['sha256']}")
    assert fetched.content == content
    assert fetched.headers["content-disposition"] == 'attachment; filename="table.csv"'
    assert fetched.headers["x-content-type-options"] == "nosniff"
    assert (await files.get("/v1/files/" + "0" * 64)).json()["type"] == "/problems/no-such-file"


async def test_what_is_too_large_or_nothing_is_refused(files: AsyncClient) -> None:
    async def without_a_length() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * (LIMIT // 2)

    for content in (b"x" * (LIMIT + 1), without_a_length()):
        answer = await files.post("/v1/files", content=content)
        assert (answer.status_code, answer.json()["type"]) == (413, "/problems/body-too-large")
    assert (await files.post("/v1/files", content=b"")).json()["type"] == "/problems/empty-file"
    # The larger limit is for these routes alone.
    assert (await files.post("/v1/other", content=b"x" * LIMIT)).status_code == 413


async def test_a_runtime_has_one_store_in_its_data_folder(runtime: Runtime, tmp_path: Path) -> None:
    runtime.settings = runtime.settings.model_copy(update={"data": tmp_path})
    assert objects_of(runtime) is objects_of(runtime)
    assert (tmp_path / "objects").is_dir()
