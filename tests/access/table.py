"""The tables of `expected/`: who is let in on each route. A bureau officer writes and reads them; no code is asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.access.people import FALSE, GENUINE, WITH_RELATION, WITHOUT_RELATION, Walker

FOLDER = Path(__file__).parent / "expected"
EVERY_SERVICE, EVERY_OWNER = "every_service", "every_owner"
_NO_OWNERS = {"audit", "notification"}

_ANY = "any"


class NotReadable(Exception):
    """A line that says nothing this reader knows."""


@dataclass(frozen=True, slots=True)
class Line:
    """Who is let in on a route. Where everybody is, a token is not looked at, or refused when it does not hold."""

    method: str
    path: str
    allowed: frozenset[Walker]
    everybody: bool
    filtered: bool

    @property
    def route(self) -> str:
        return f"{self.method} {self.path}"


def tables() -> Mapping[str, Mapping[str, Line]]:
    """The lines by service and route."""
    found = {file.stem: {line.route: line for line in _lines(file)} for file in sorted(FOLDER.glob("*.txt"))}
    common = found.pop(EVERY_SERVICE)
    of_owners = {**common, **found.pop(EVERY_OWNER)}
    return {service: {**(common if service in _NO_OWNERS else of_owners), **lines} for service, lines in found.items()}


def _lines(file: Path) -> Iterator[Line]:
    for text in file.read_text(encoding="utf-8").splitlines():
        said = text.partition("#")[0].strip()
        if said:
            yield _line(said, f"{file.name}: {text}")


def _line(said: str, where: str) -> Line:
    method, path, *words = said.split(maxsplit=2)
    if not words:
        raise NotReadable(where)
    clauses = [clause.split() for clause in words[0].split(",")]
    flat = [clause[0] for clause in clauses if len(clause) == 1]
    everybody = "everybody" in flat
    allowed = frozenset(walker for clause in clauses for walker in _walkers(clause, where))
    return Line(method, path, allowed, everybody, "filtered" in flat)


def _walkers(clause: list[str], where: str) -> Iterator[Walker]:
    match clause:
        case ["everybody"]:
            yield from (("public", ""), *_signed_in())
        case ["filtered"]:
            yield from _signed_in()
        case ["nobody"]:
            return
        case [role] if role in WITHOUT_RELATION:
            yield (role, "")
        case [role, "any"] if role in WITH_RELATION:
            yield from ((role, relation) for relation in GENUINE)
        case [role, relation] if role in WITH_RELATION and relation in (*GENUINE, *FALSE):
            yield (role, relation)
        case _:
            raise NotReadable(f"{' '.join(clause)!r} in {where}")


def _signed_in() -> Iterator[Walker]:
    yield from (("auditor", ""), ("operator", ""))
    yield from ((role, relation) for role in WITH_RELATION for relation in GENUINE)
