"""Nothing in the repository knows the machine that it was written on, or where packages are had from."""

import re
from pathlib import Path

from tests.architecture.tree import files, name

# Written in pieces, so that this file does not name what it looks for.
FORBIDDEN = [
    re.compile("|".join([r"pypi\." + "org", r"files\.pythonhosted\." + "org", r"registry\.npmjs\." + "org"])),
    re.compile(r"repo1?\.maven\." + r"(?:apache\.)?org"),
    re.compile(r"--(?:extra-)?index-url|UV_INDEX" + r"_URL|PIP_INDEX" + r"_URL"),
    re.compile("/" + r"work/(?:main|shared)|/" + r"root/|/home/" + r"\w+/"),
]
_TEXT = {".py", ".md", ".sql", ".toml", ".txt", ".json", ".yml", ".yaml", ".lock", ".csv", "", ".ini", ".cfg", ".html"}


def test_no_file_names_a_registry_or_a_place_of_this_machine() -> None:
    found = {name(path): _found(path) for path in files() if path.suffix in _TEXT}
    assert {path: what for path, what in found.items() if what} == {}


def _found(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8", errors="ignore")
    return [match.group() for pattern in FORBIDDEN if (match := pattern.search(text))]
