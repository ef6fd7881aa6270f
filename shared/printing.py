"""How a document is printed: a plain page, the same bytes for the same words for ever.

A template is a pure function with a version in its name. It is never changed once something was printed by it: a new
form is a new function, and every event names the one that it was printed by.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, TypeVar

from shared.events.event import Event

E = TypeVar("E", bound=Event)

Forms = Mapping[type[Any], Mapping[str, Callable[..., bytes]]]
"""The forms of each event that is printed, in the order in which they came.

The first prints events of before forms had names, the last is today's. A form prints an event, with the further ones of
the same commit that stand in the same document.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands on a page: headings and cells are plain text. `signed_by` is the body's name of the day."""

    title: str
    number: str = ""
    paragraphs: Sequence[str] = ()
    head: Sequence[str] = ()
    rows: Iterable[Sequence[str]] = ()
    signed_by: str = ""
    day: date | None = None


def page_1(page: Page) -> bytes:
    """The page as HTML in UTF-8: one element a line, nothing from outside, nothing that moves."""
    lines = [
        "<!doctype html>",
        '<html lang="zh">',
        '<meta charset="utf-8">',
        f"<title>{escape(page.title)}</title>",
        f"<h1>{escape(page.title)}</h1>",
    ]
    if page.number:
        lines.append(f"<p>{escape(page.number)}</p>")
    lines.extend(f"<p>{escape(paragraph)}</p>" for paragraph in page.paragraphs)
    if page.head:
        lines.append("<table>")
        lines.append(_row("th", page.head))
        lines.extend(_row("td", row) for row in page.rows)
        lines.append("</table>")
    if page.signed_by:
        lines.append(f"<p>{escape(page.signed_by)}</p>")
    if page.day is not None:
        lines.append(f"<p>{page.day.year}年{page.day.month}月{page.day.day}日</p>")
    return ("\n".join([*lines, "</html>"]) + "\n").encode()


def _row(cell: str, texts: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<{cell}>{escape(text)}</{cell}>" for text in texts) + "</tr>"


def sha256(printed: bytes) -> str:
    """The proof that an event keeps of what was printed, in hexadecimal digits."""
    return hashlib.sha256(printed).hexdigest()


def seal(forms: Forms, event: E, *further: Event) -> E:
    """The event with the name of today's form, and the proof of what it prints."""
    named = event.model_copy(update={"template": list(forms[type(event)])[-1], "printed_sha256": ""})
    return named.model_copy(update={"printed_sha256": sha256(print_by(forms, named, *further))})


def print_by(forms: Forms, event: Any, *further: Event) -> bytes:
    """The document, by the form that the event names in `template`."""
    known = forms[type(event)]
    return known[event.template or next(iter(known))](event, *further)
