"""The tables of `docs/operations.md` that are made from the code: every setting, and every metric."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from deploy.docs.listeners import ROOT
from shared.settings import Settings

OPERATIONS = ROOT / "docs" / "operations.md"
_SETTINGS = ROOT / "shared" / "settings.py"
_TELEMETRY = ROOT / "shared" / "telemetry.py"
_PREFIX = "SHIFAN_"
_KINDS = {"Counter": "counter", "Gauge": "gauge", "Histogram": "histogram"}
_PART = re.compile(r"(?P<begin><!-- made from the code: (?P<name>\w+) -->\n).*?(?P<end><!-- end -->)", re.DOTALL)


def operations() -> str:
    """The document with its tables made anew; everything else in it stays as it is written."""
    made = {"settings": settings_table, "metrics": metrics_table}
    written = OPERATIONS.read_text(encoding="utf-8")
    return _PART.sub(lambda found: f"{found['begin']}\n{made[found['name']]()}\n{found['end']}", written)


def settings_table() -> str:
    """A row for each setting of a service, in the order of the code."""
    told = dict(_told())
    rows = [
        f"| `{_PREFIX}{name.upper()}` | {_default(field)} | {told.get(name, '')} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| setting | default | meaning |", "| --- | --- | --- |", *rows, ""])


def metrics_table() -> str:
    """A row for each metric, in the order of the code."""
    rows = [f"| `{name}` | {kind} | {', '.join(labels)} | {told} |" for name, kind, labels, told in metrics()]
    return "\n".join(["| metric | kind | by | what it tells |", "| --- | --- | --- | --- |", *rows, ""])


def metrics() -> Iterator[tuple[str, str, tuple[str, ...], str]]:
    """Name, kind, labels and meaning of each metric; a counter has the name under which it is exposed."""
    for node in ast.walk(ast.parse(_TELEMETRY.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _KINDS:
            name, told, *labels = (ast.literal_eval(argument) for argument in node.args)
            kind = _KINDS[node.func.id]
            yield name + ("_total" if kind == "counter" else ""), kind, labels[0] if labels else (), told


def _told() -> Iterator[tuple[str, str]]:
    """What stands under each setting in the code, as one line."""
    module = ast.parse(_SETTINGS.read_text(encoding="utf-8"))
    body = next(node for node in module.body if isinstance(node, ast.ClassDef)).body
    for setting, words in pairwise(body):
        match setting, words:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(told))):
                yield name, " ".join(told.split())
            case _:
                pass


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be set"
    choices = f"; one of {', '.join(get_args(field.annotation))}" if get_origin(field.annotation) is Literal else ""
    return _written(field.default) + choices


def _written(value: object) -> str:
    """A default as it would stand in the environment."""
    match value:
        case None | "" | ():
            return "none"
        case bool():
            return f"`{str(value).lower()}`"
        case tuple():
            return f"`{','.join(map(str, value))}`"
        case _:
            return f"`{value}`"
