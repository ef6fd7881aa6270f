"""The files of the repository, as git sees them: tracked, or new and not ignored."""

import ast
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_SKIPPED = {".git", ".venv", ".shifan", "node_modules", "__pycache__", ".hypothesis", ".mypy_cache", ".ruff_cache"}


@cache
def files() -> tuple[Path, ...]:
    """Every file, as a path under the root; without git, every file that is not made by a tool."""
    found = [ROOT / name for name in _listed()] or [*_walked(ROOT)]
    return tuple(sorted(path for path in found if path.is_file()))


def _listed() -> list[str]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return []
    asked = [git, "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(asked, capture_output=True, check=False)  # noqa: S603 (git, with our own words)
    return [name for name in listed.stdout.decode().split("\0") if name]


def _walked(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.is_dir() and path.name not in _SKIPPED:
            yield from _walked(path)
        elif path.is_file():
            yield path


def of_kind(*suffixes: str, under: str = "") -> list[Path]:
    return [path for path in files() if path.suffix in suffixes and path.is_relative_to(ROOT / under)]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def defined(path: Path) -> set[str]:
    """The classes and functions that a file defines, methods and nested ones included."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name for node in ast.walk(parsed(path)) if isinstance(node, kinds)}
