"""Answers that name a version, so that a caller can say later what it had read."""

from fastapi import Response
from pydantic import BaseModel


def etag(version: int) -> str:
    """The entity tag of a version: `"v3"`."""
    return f'"v{version}"'


def versioned(model: BaseModel, version: int) -> Response:
    """One thing, with its `ETag`."""
    return Response(model.model_dump_json().encode(), 200, {"ETag": etag(version)}, "application/json")
