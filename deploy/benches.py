"""Finds the benchmarks and runs one: each is a module of `benchmarks` with `main(arguments)`."""

import ast
import importlib
from collections.abc import Sequence
from pathlib import Path

from deploy.service_process import ROOT
from deploy.words import answer, say

_FOLDER = ROOT / "benchmarks"
# What Python keeps for itself is called by another name than its file.
_CALLED = {"importing": "import"}


def listed(folder: Path = _FOLDER) -> dict[str, str]:
    """Name and first line of each benchmark, read without running it."""
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body):
            found[_CALLED.get(file.stem, file.stem)] = (ast.get_docstring(tree) or "").partition("\n")[0]
    return found


def run(name: str, arguments: Sequence[str]) -> int:
    """Run it with the arguments; without a name, say what there is."""
    known = listed()
    if name not in known:
        if name:
            say(f"there is no benchmark {name!r}; there are:")
        for benchmark, line in known.items():
            answer(f"{benchmark:16} {line}")
        return 2 if name else 0
    module = next((module for module, called in _CALLED.items() if called == name), name)
    return int(importlib.import_module(f"benchmarks.{module}").main(list(arguments)) or 0)
