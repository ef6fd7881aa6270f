"""What holds for every command of `./shifan`, and how its answer is printed."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.words import Language, answer, out

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of a table.")]
REST = {"allow_extra_args": True, "ignore_unknown_options": True}
"""The rest of the line is for what the command starts."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What holds for every command."""

    data: Path | None
    lang: Language


def chosen_in(context: typer.Context) -> Chosen:
    chosen = context.obj
    assert isinstance(chosen, Chosen)
    return chosen


def show(found: Any, *, as_json: bool) -> None:
    """Print a table, or whatever was found as JSON."""
    if as_json:
        answer(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        out.print(found)
