"""What a client of one OpenAPI document would miss in the next one."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from deploy.gate.schemas import Weighing

_METHODS = {"get", "put", "post", "delete", "patch", "head", "options"}
_Document = Mapping[str, Any]


def broken_operations(before: _Document, after: _Document) -> Iterator[str]:
    """What worked before and would not work any more, in sentences."""
    operations = dict(_operations(after))
    for name, operation in _operations(before):
        if name in operations:
            yield from _broken(name, operation, operations[name], before, after)
        else:
            yield f"{name}: is gone"


def _operations(document: _Document) -> Iterator[tuple[str, _Document]]:
    """Each operation by its method and path; how a part of the path is called is nothing to its callers."""
    for path, item in document["paths"].items():
        for method in sorted(item.keys() & _METHODS):
            yield f"{method.upper()} {re.sub(r'{[^}]*}', '{}', path)}", item[method] | {"path": path}


def _broken(name: str, old: _Document, new: _Document, before: _Document, after: _Document) -> Iterator[str]:
    sent = Weighing(before, after, strict=True)
    answered = Weighing(after, before, strict=False)
    if _open_to_all(old) and not _open_to_all(new):
        yield f"{name}: asks for a token now"
    yield from _parameters(name, old, new, sent)
    yield from _body(f"{name} body", old.get("requestBody"), new.get("requestBody"), sent)
    for status, response in old["responses"].items():
        now = new["responses"].get(status)
        if now is None:
            yield f"{name} {status}: is not answered any more"
            continue
        content = now.get("content", {})
        for kind, one in response.get("content", {}).items():
            if kind in content:
                taken = one.get("schema", {})
                yield from answered.misfits(content[kind].get("schema", {}), taken, f"{name} {status}")
            else:
                yield f"{name} {status}: is not answered as {kind} any more"


def _open_to_all(operation: _Document) -> bool:
    security = operation.get("security", [])
    return not security or {} in security


def _parameters(name: str, old: _Document, new: _Document, sent: Weighing) -> Iterator[str]:
    before, after = _read(old), _read(new)
    for key, parameter in after.items():
        there = before.get(key)
        if parameter.get("required") and not (there or {}).get("required"):
            yield f"{name} {' '.join(key)}: must be sent now"
    for key, parameter in before.items():
        where = f"{name} {' '.join(key)}"
        if key in after:
            yield from sent.misfits(parameter["schema"], after[key]["schema"], where)
        else:
            yield f"{where}: is not read any more"


def _read(operation: _Document) -> dict[tuple[str, str], _Document]:
    """The parameters by where they stand and their name; those of the path by their place in it."""
    places = {part: str(place) for place, part in enumerate(re.findall(r"{([^}]*)}", operation["path"]), 1)}
    return {
        (one["in"], places[one["name"]] if one["in"] == "path" else one["name"]): one
        for one in operation.get("parameters", [])
    }


def _body(where: str, old: _Document | None, new: _Document | None, sent: Weighing) -> Iterator[str]:
    if new is not None and new.get("required") and not (old or {}).get("required"):
        yield f"{where}: must be sent now"
    if old is None:
        return
    if new is None:
        yield f"{where}: is not read any more"
        return
    for kind, content in old["content"].items():
        if kind in new["content"]:
            taken = new["content"][kind].get("schema", {})
            yield from sent.misfits(content.get("schema", {}), taken, where)
        else:
            yield f"{where}: is not taken as {kind} any more"
