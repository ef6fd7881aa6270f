"""The readable report of a bundle, in Chinese and in English: a page that loads nothing, runs nothing and prints."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.audit.evidence.contents import Contents, Line
from services.audit.evidence.words import LEVELS, STANDINGS, WORDS, absence
from shared.eventsourcing.instants import CHINA

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)


def pieces(contents: Contents, language: Language) -> Iterator[str]:
    """The report piece by piece: a season's is some ten megabytes long."""
    template = _TEMPLATES.get_template("report.html")
    stream = template.stream(**_told(contents), words=WORDS[language], lang=language, tell=_Teller(contents, language))
    stream.enable_buffering(200)
    return iter(stream)


def readme(contents: Contents) -> str:
    """What the bundle is and how it is verified, in both languages."""
    return _TEMPLATES.get_template("readme.txt").render(**_told(contents))


def _told(contents: Contents) -> dict[str, Any]:
    found = sorted(contents.documents.values(), key=lambda one: one.sha256)
    return {
        "subject": contents.subject,
        "made_at": contents.made_at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S %z"),
        "title": contents.title,
        "logs": contents.logs,
        "lines": contents.ordered,
        "whole": contents.whole,
        "documents": [one for one in found if one.path],
        "absent": [one for one in found if not one.path],
    }


class _Teller:
    """What the template says in its language of a line, a title or a missing document."""

    def __init__(self, contents: Contents, language: Language) -> None:
        self._places = contents.places
        self._language: Language = language

    def level(self, line: Line) -> str:
        return LEVELS[self._language].get(line.level, line.level)

    def act(self, line: Line) -> str:
        """The field's own term; in English the sentence that says it."""
        chosen = line.act_zh or line.act_en if self._language == "zh" else line.act_en or line.act_zh
        return chosen.replace("`", "")  # The sentence stands in the code, where names are quoted so.

    def standing(self, status: str) -> str:
        return STANDINGS[self._language].get(status, status)

    def absence(self, why: str) -> str:
        return absence(why, self._language)

    def cause(self, line: Line) -> tuple[str, int] | None:
        """Where the record stands that led to this one, if the bundle has it."""
        return self._places.get(line.fact.cause) if line.fact.cause else None
