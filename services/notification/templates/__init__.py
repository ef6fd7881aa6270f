"""The words of messages: one template for each event, in both languages, in versions that stay for ever.

A changed text is a new file in the folder of the next version; what was told is shown as it was told.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError, pass_context
from jinja2.runtime import Context

from services.notification.templates.words import WORDS
from shared.clock import shanghai
from shared.errors import NotFound
from shared.events.notification import Language

FOLDER = Path(__file__).parent
_ENDING = ".jinja"
_LOADER = FileSystemLoader(FOLDER)
# A subject and a text are no HTML; the page that shows them escapes both.
_PLAIN = Environment(loader=_LOADER, undefined=StrictUndefined, autoescape=False)  # noqa: S701
_PAGE = Environment(loader=_LOADER, undefined=StrictUndefined, autoescape=True)


class NoSuchTemplate(NotFound):
    """Every template has the name of an event, and a version that there is."""

    title_zh = "没有这个消息模板。"


@dataclass(frozen=True, slots=True)
class Rendered:
    """A message in one language: a subject of one line, the text, and the same as a page."""

    subject: str
    text: str
    html: str


@cache
def versions() -> Mapping[str, int]:
    """The latest version of each template."""
    found = sorted((int(file.parent.name.removeprefix("v")), file.stem) for file in FOLDER.glob(f"v*/*{_ENDING}"))
    return {name: version for version, name in found}


def version_of(template: str) -> int:
    """The version in which messages are made today.

    Raises:
        NoSuchTemplate: no event has that template.
    """
    if template not in versions():
        raise NoSuchTemplate(f"There is no template {template}.")
    return versions()[template]


def rendered(template: str, version: int, language: Language, values: Mapping[str, Any]) -> Rendered:
    """The message. `values` are what its event shows, with `station` (a name) and `case_id`.

    Raises:
        NoSuchTemplate: there is none of that name and version.
        jinja2.UndefinedError: the template speaks of a value that is not there.
    """
    said = _template(template, version)
    context = said.new_context({**values, "language": language})
    subject, text = ("".join(said.blocks[f"{part}_{language}"](context)).strip() for part in ("subject", "text"))
    subject = " ".join(subject.split())
    page = _PAGE.get_template(f"message.html{_ENDING}")
    return Rendered(subject, text, page.render(subject=subject, paragraphs=text.splitlines(), language=language))


def _template(name: str, version: int) -> Template:
    try:
        return _PLAIN.get_template(f"v{version}/{name}{_ENDING}")
    except TemplateError as error:
        raise NoSuchTemplate(f"There is no template {name} of version {version}.") from error


@pass_context
def _day(context: Context, value: str) -> str:
    day = date.fromisoformat(value)
    return f"{day.year}年{day.month}月{day.day}日" if context["language"] == Language.ZH else day.isoformat()


@pass_context
def _instant(context: Context, value: str) -> str:
    instant = shanghai(datetime.fromisoformat(value))
    return f"{_day(context, instant.date().isoformat())} {instant:%H:%M}"


@pass_context
def _word(context: Context, value: str) -> str:
    """A value of an event in the words of the language."""
    return WORDS[value][0 if context["language"] == Language.ZH else 1]


def _yuan(fen: int) -> str:
    """A sum of 分 in 元."""
    return f"{fen // 100}.{fen % 100:02}"


_PLAIN.filters |= {"day": _day, "instant": _instant, "word": _word, "yuan": _yuan}
