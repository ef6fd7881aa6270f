"""No file over 300 lines, no function over 40: what is longer is more than one thing."""

import ast

from tests.architecture.tree import ROOT, name, of_kind, parsed

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
ONE_ON_PURPOSE = {"services/audit/evidence/verify.py": 480}
"""What is handed to an auditor alone, as one file that needs no other, may be longer."""


def _lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    assert function.end_lineno is not None
    return function.end_lineno - function.lineno + 1


def test_no_file_is_too_long() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in of_kind(".py", ".sql")}
    too_long = {path: n for path, n in lengths.items() if n > ONE_ON_PURPOSE.get(path, LONGEST_FILE)}
    assert too_long == {}


def test_no_function_is_too_long() -> None:
    lengths = {
        f"{name(path)}:{node.lineno} {node.name}": _lines_of(node)
        for path in of_kind(".py")
        for node in ast.walk(parsed(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    }
    assert {function: length for function, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    silent = [
        name(path)
        for path in of_kind(".py")
        if path.stat().st_size
        and path.relative_to(ROOT).parts[0] != "tests"  # There each test says it by its name.
        and not (ast.get_docstring(parsed(path)) or "").strip()
    ]
    assert silent == []
