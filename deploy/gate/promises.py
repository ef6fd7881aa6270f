"""What a document promises: all of it but the words for people; kept from one release to the next."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from deploy.docs.listeners import ROOT

FOLDER = ROOT / "docs" / "api"
RELEASED = FOLDER / "released"
_WORDS = {"title", "description", "summary", "examples", "operationId", "tags"}
_NAMED = {"properties", "$defs", "schemas", "paths", "responses", "content", "patternProperties"}
"""Keys under which the next keys are names, so that a field called `title` is no title."""


def written(document: Mapping[str, Any]) -> bytes:
    """The document as it lies in the repository: the same bytes for the same content."""
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"


def read(folder: Path) -> dict[str, dict[str, Any]]:
    """The documents of the folder by their file's name."""
    return {file.name: orjson.loads(file.read_bytes()) for file in sorted(folder.glob("*.json"))}


def promised(document: Mapping[str, Any]) -> dict[str, Any]:
    """The document without its words, and without its refusals: a rule may come or go, and `type` names it."""
    stripped: dict[str, Any] = _stripped(document, names=False)
    for operation in (one for path in stripped.get("paths", {}).values() for one in path.values()):
        operation["responses"] = {
            status: response for status, response in operation["responses"].items() if status.startswith("2")
        }
    for refusals in ("examples", "responses"):
        stripped.get("components", {}).pop(refusals, None)
    return stripped


def _stripped(node: Any, *, names: bool) -> Any:
    if isinstance(node, list):
        return [_stripped(one, names=False) for one in node]
    if not isinstance(node, Mapping):
        return node
    return {
        key: _stripped(value, names=not names and key in _NAMED)
        for key, value in node.items()
        if names or key not in _WORDS
    }
