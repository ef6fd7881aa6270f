"""Lists a page at a time, by the key of the last row: a page costs the same wherever it lies."""

import base64
import binascii
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

import orjson
from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel

from shared.web.rules import CursorNotReadable

R = TypeVar("R")
M = TypeVar("M", bound=BaseModel)

MOST = 200
_LARGEST = 2**63 - 1
_KEY_PARTS = (str, int, date)

KeyPart = str | int | date


class Page(BaseModel, Generic[M]):
    """A page of a list; `next` is the cursor of the page behind it, if there is one."""

    items: list[M]
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page is asked for."""

    limit: int
    cursor: str | None

    @property
    def fetch(self) -> int:
        """How many rows to read: one more than are shown tells whether there is another page."""
        return self.limit + 1

    def after(self, *kinds: type[KeyPart]) -> tuple[KeyPart | None, ...]:
        """The key of the last row of the page before, a value for each of `kinds`; all None on the first page.

        Raises:
            CursorNotReadable: the cursor does not come from such a list.
        """
        assert all(kind in _KEY_PARTS for kind in kinds)
        if self.cursor is None:
            return (None,) * len(kinds)
        try:
            parts = orjson.loads(base64.urlsafe_b64decode(self.cursor + "=" * (-len(self.cursor) % 4)))
        except (binascii.Error, ValueError) as error:
            raise CursorNotReadable("The cursor is none that this list has given.") from error
        if not isinstance(parts, list) or len(parts) != len(kinds):
            raise CursorNotReadable("The cursor belongs to another list.")
        return tuple(_part(part, kind) for part, kind in zip(parts, kinds, strict=True))


def _part(part: object, kind: type[KeyPart]) -> KeyPart:
    """A part of a key; somebody may have made the cursor up, and the database takes no value of another type."""
    if kind is date and isinstance(part, str):
        try:
            return date.fromisoformat(part)
        except ValueError as error:
            raise CursorNotReadable("The cursor belongs to another list.") from error
    if kind is str and isinstance(part, str) and "\0" not in part:
        return part
    if kind is int and type(part) is int and abs(part) <= _LARGEST:
        return part
    raise CursorNotReadable("The cursor belongs to another list.")


def cursor_of(key: Sequence[KeyPart]) -> str:
    """The cursor behind the row of this key."""
    return base64.urlsafe_b64encode(orjson.dumps(list(key))).rstrip(b"=").decode()


def page(
    request: Request,
    paging: Paging,
    rows: Sequence[R],
    key: Callable[[R], Sequence[KeyPart]],
    show: Callable[[R], BaseModel],
) -> Response:
    """The answer: up to `limit` of the rows, which were read with `paging.fetch`, and where the list goes on.

    `key` gives the values that the rows are ordered by, the last of which is unique.
    """
    shown = rows[: paging.limit]
    following = cursor_of(key(shown[-1])) if len(rows) > len(shown) and shown else None
    body = {"items": [show(row).model_dump(mode="json") for row in shown], "next": following}
    headers = {}
    if following is not None:
        query = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
        headers["Link"] = f'<{request.url.path}?{urlencode([*query, ("cursor", following)])}>; rel="next"'
    return Response(orjson.dumps(body), 200, headers, "application/json")


async def _paging(
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50, cursor: Annotated[str | None, Query(max_length=1_000)] = None
) -> Paging:
    return Paging(limit, cursor)


ThePaging = Annotated[Paging, Depends(_paging)]
