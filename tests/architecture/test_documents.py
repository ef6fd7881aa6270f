"""What is written is true: generated documents are current, and what the tables and READMEs name exists."""

import re
import shutil
from pathlib import Path

import pytest

from deploy.docs.data_map import DATA_MAP, data_map
from deploy.docs.events import DOCUMENT, document
from deploy.docs.hears import HEARS
from deploy.docs.listeners import listeners
from shared.events.application import SeasonSettings
from shared.events.catalogue import CATALOGUE
from tests.architecture.tree import ROOT, defined, name, of_kind

DOCS = ROOT / "docs"
NAMES = {event.__name__ for event in CATALOGUE.values()}


def rows(document: Path, columns: int) -> list[list[str]]:
    """The rows of the document's tables that have so many columns, without the heads."""
    found = [
        [cell.strip() for cell in line.strip().strip("|").split(" | ")]
        for line in document.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith("| ---")
    ]
    return [row for row in found if len(row) == columns]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_the_catalogue_of_events_is_current() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run `python -m deploy.docs`"


def test_the_data_map_is_current() -> None:
    assert DATA_MAP.read_text(encoding="utf-8") == data_map(), "run `python -m deploy.docs`"


def test_why_a_service_listens_is_told_for_exactly_what_it_listens_to() -> None:
    told = {(event, service) for event, by in HEARS.items() for service in by}
    assert told == {(event, service) for event, by in listeners().items() for service in by}


STEPS = rows(DOCS / "procedure.md", 7)[1:]


@pytest.mark.parametrize("row", STEPS, ids=lambda row: f"{row[0]} {row[1]}")
def test_a_step_of_the_procedure_names_what_exists(row: list[str]) -> None:
    _, _, _, commands, events, code, tests = row
    assert set(quoted(events)) <= NAMES
    folder = [ROOT / path for path in quoted(code)]
    assert [name(path) for path in folder if not path.exists()] == []
    inside = set().union(*(defined(file) for path in folder for file in _python(path)))
    assert [command for command in quoted(commands) if command not in inside] == []
    assert quoted(tests)
    assert [path for path in quoted(tests) if not (ROOT / path).exists()] == []


def _python(path: Path) -> list[Path]:
    return [path] if path.is_file() else of_kind(".py", under=name(path))


def test_every_event_has_its_step_in_the_procedure() -> None:
    assert {event for row in STEPS for event in quoted(row[4])} == NAMES


def test_every_setting_of_a_season_has_its_basis_in_the_procedure() -> None:
    told = {setting for row in rows(DOCS / "procedure.md", 3)[1:] for setting in quoted(row[0])}
    assert told == set(SeasonSettings.model_fields)


def test_every_source_that_an_event_names_is_told() -> None:
    told = " ".join(row[0] for row in rows(DOCS / "sources.md", 2))
    named = {
        reference
        for event in CATALOGUE.values()
        for reference in re.findall(r"\bS\d+\b|domain §[\d.]+", event.clause + (event.__doc__ or ""))
    }
    assert {reference for reference in named if not re.search(rf"{re.escape(reference.rstrip('.'))}\b", told)} == set()


def test_every_name_in_the_glossary_is_in_the_code() -> None:
    code = of_kind(".py", under="shared") + of_kind(".py", under="services")
    known = set().union(*map(_words, code))
    named = {word for row in rows(DOCS / "glossary.md", 3)[1:] for word in quoted(row[1])}
    assert len(named) > 30
    assert named - known == set()


def _words(path: Path) -> set[str]:
    return set(re.findall(r"\w+", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", of_kind(".md"), ids=name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_decisions_have_their_four_parts_and_follow_each_other() -> None:
    decisions = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert headings == ["Context", "Decision", "Consequences", "Alternatives"], path.name


COMMANDS = [
    (path, line.strip())
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md")
    for block in re.findall(r"```(?:sh|console)\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    for line in block.splitlines()
    if line.strip() and not line.startswith("#")
]


@pytest.mark.parametrize(("path", "line"), COMMANDS, ids=lambda value: value.name if isinstance(value, Path) else value)
def test_a_command_in_a_readme_exists(path: Path, line: str) -> None:
    words = line.split("#", maxsplit=1)[0].split()
    if words[0] == "./shifan":
        assert (ROOT / "shifan").exists()
        _shifan_knows(words[1])
    elif words[0] == "just":
        recipe = words[1] if len(words) > 1 else "default"
        assert re.search(rf"^{recipe}\b.*:", (ROOT / "justfile").read_text(encoding="utf-8"), re.MULTILINE)
    elif words[:2] == ["python", "-m"]:
        module = ROOT.joinpath(*words[2].split("."))
        assert (module / "__main__.py").exists() or module.with_suffix(".py").exists()
    else:
        assert (ROOT / words[0]).exists() or shutil.which(words[0]), line


def _shifan_knows(command: str) -> None:
    sources = [(ROOT / "shifan").read_text(encoding="utf-8")]
    sources += [path.read_text(encoding="utf-8") for path in of_kind(".py", under="deploy")]
    assert any(re.search(rf"\b{re.escape(command)}\b", source) for source in sources), command


def test_the_table_of_commands_in_the_readme_is_true() -> None:
    for row in rows(ROOT / "README.md", 2):
        for command in quoted(row[0]):
            if command.startswith("./shifan "):
                _shifan_knows(command.split()[1])
