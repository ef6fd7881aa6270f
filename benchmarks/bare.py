"""The peer of `bench commands`: a bare FastAPI route that reads a JSON body, does one INSERT and answers.

It runs as a process of its own with the same server, the same driver and the same pool as a service.
"""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import uvicorn
from fastapi import FastAPI, Request
from pydantic import BaseModel

_TABLE = """
CREATE TABLE IF NOT EXISTS hosts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, registration_number text NOT NULL,
    division_code text NOT NULL, registered_at timestamptz NOT NULL DEFAULT now())
"""
_INSERT = "INSERT INTO hosts (name, registration_number, division_code) VALUES ($1, $2, $3) RETURNING id"


class Host(BaseModel):
    name: str
    registration_number: str
    division_code: str


class Answer(BaseModel):
    id: int
    name: str


@asynccontextmanager
async def lifespan(api: FastAPI) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["BARE_DATABASE_URL"], min_size=10, max_size=10) as pool:
        await pool.execute(_TABLE)
        api.state.pool = pool
        yield


api = FastAPI(lifespan=lifespan)


@api.post("/v1/hosts")
async def add(host: Host, request: Request) -> Answer:
    pool: asyncpg.Pool[Any] = request.app.state.pool
    number = await pool.fetchval(_INSERT, host.name, host.registration_number, host.division_code)
    return Answer(id=number, name=host.name)


@api.get("/readyz")
async def readyz() -> dict[str, bool]:
    return {"ready": True}


if __name__ == "__main__":
    uvicorn.run(
        api,
        host="127.0.0.1",
        port=int(os.environ["BARE_PORT"]),
        log_config=None,
        access_log=False,
        http="httptools",
        loop="asyncio",
        proxy_headers=False,
    )
