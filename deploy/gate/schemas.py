"""Whether one schema still takes what another allows: pure, over the part of JSON Schema that our models use.

A request, and an event that lies in a log, must go on being taken (`strict`): no value that was allowed is refused or
dropped. An answer, and an event that others read, may grow (`strict` is off): a further field, a further value of an
enumeration and a wider bound are no news to a reader who ignores what he does not know. A keyword that is not known
here must stay as it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

Schema = Mapping[str, Any]

_LEAST = {"minLength": 0, "minItems": 0, "minimum": None, "exclusiveMinimum": None}
_MOST = ("maxLength", "maxItems", "maximum", "exclusiveMaximum")
_ANNOTATIONS = {"default", "readOnly"}
_WEIGHED = {"type", "const", "enum", "format", "pattern", *_LEAST, *_MOST, *_ANNOTATIONS}
_ANOTHER_TYPE = "is of another type: "
_STRUCTURE = {"properties", "required", "additionalProperties", "items", "prefixItems", "$ref", "anyOf", "oneOf"}


@dataclass(frozen=True, slots=True)
class Weighing:
    """Two documents of which one gives values and the other takes them.

    Attributes:
        giving: the document whose schemas say what may come.
        taking: the document whose schemas say what is expected.
        strict: whether nothing that may come is unexpected; else only what a reader relies on must come.
        always: whether what is expected to be there always must always come.
        seen: the pairs of references that are being weighed already: a schema may hold itself.
    """

    giving: Schema
    taking: Schema
    strict: bool
    always: bool = True
    seen: frozenset[tuple[str, str]] = frozenset()

    def misfits(self, given: Schema, taken: Schema, where: str) -> Iterator[str]:
        """What may come of `given` and does not fit `taken`, in sentences that begin with where."""
        pair = (given.get("$ref", ""), taken.get("$ref", ""))
        if pair in self.seen:
            return
        inside = replace(self, seen=self.seen | {pair}) if all(pair) else self
        expected = list(alternatives(taken, self.taking))
        for one in alternatives(given, self.giving):
            tries = [list(inside.between(one, other, where)) for other in expected]
            yield from min(tries, key=lambda found: (any(_ANOTHER_TYPE in one for one in found), len(found)))

    def between(self, given: Schema, taken: Schema, where: str) -> Iterator[str]:
        """The misfits of two schemas without alternatives."""
        if not taken.keys() - _ANNOTATIONS:
            return  # It takes anything.
        if (change := self._types(given, taken)) is not None:
            yield f"{where}: {change}"
            return
        yield from self._values(given, taken, where)
        if self.strict:
            yield from _bounds(given, taken, where)
        yield from self._other_keywords(given, taken, where)
        yield from self._items(given, taken, where)
        yield from self._fields(given, taken, where)

    def _types(self, given: Schema, taken: Schema) -> str | None:
        kinds = _kind(given), _kind(taken)
        if kinds[1] in {"anything", kinds[0]} or kinds == ("integer", "number"):
            return None
        if _kind({**given, "format": ""}) == kinds[1]:
            return None  # Any text takes a date.
        before, after = kinds if self.strict else kinds[::-1]
        return f"{_ANOTHER_TYPE}{before} before, {after} now"

    def _values(self, given: Schema, taken: Schema, where: str) -> Iterator[str]:
        allowed, expected = _enumerated(given), _enumerated(taken)
        if expected is None:
            return
        if allowed is None:
            yield f"{where}: " + ("only some values are taken now" if self.strict else "any value may come now")
        elif self.strict and (gone := [value for value in allowed if value not in expected]):
            yield f"{where}: {', '.join(map(repr, gone))} is not taken any more"

    @staticmethod
    def _other_keywords(given: Schema, taken: Schema, where: str) -> Iterator[str]:
        for keyword in sorted((given.keys() | taken.keys()) - _WEIGHED - _STRUCTURE):
            if given.get(keyword) != taken.get(keyword):
                yield f"{where}: `{keyword}` is another, and what that means is for a person to say"

    def _items(self, given: Schema, taken: Schema, where: str) -> Iterator[str]:
        placed, expected = given.get("prefixItems"), taken.get("prefixItems")
        if placed is not None or expected is not None:
            for place, (one, other) in enumerate(zip_longest(placed or (), expected or ())):
                if one is None or other is None:
                    yield f"{where}: a list of another length"
                    return
                yield from self.misfits(one, other, f"{where}[{place}]")
        if "items" in taken:
            yield from self.misfits(given.get("items", {}), taken["items"], f"{where}[]")

    def _fields(self, given: Schema, taken: Schema, where: str) -> Iterator[str]:
        coming, known = given.get("properties", {}), taken.get("properties", {})
        for name in sorted(coming.keys() & known.keys()):
            yield from self.misfits(coming[name], known[name], f"{where}.{name}")
        for name in sorted(coming.keys() - known.keys() if self.strict else known.keys() - coming.keys()):
            yield f"{where}.{name}: is gone"
        required = set(taken.get("required", ())) - set(given.get("required", ()))
        for name in sorted(required if self.always else ()):
            if self.strict or name in coming:
                yield f"{where}.{name}: " + ("must be there now" if self.strict else "may be left out now")
        yield from self._more_fields(given, taken, where)

    def _more_fields(self, given: Schema, taken: Schema, where: str) -> Iterator[str]:
        """Fields without a name: a map, or a body that takes only what it names."""
        more, expected = given.get("additionalProperties", True), taken.get("additionalProperties", True)
        if self.strict and expected is False and more is not False:
            yield f"{where}: fields without a name are not taken any more"
        elif isinstance(expected, dict) and more is not False:
            yield from self.misfits(more if isinstance(more, dict) else {}, expected, f"{where}.*")


def alternatives(schema: Schema, document: Schema) -> Iterator[Schema]:
    """The schema without references and without alternatives: each of those that a value may fit."""
    if "$ref" in schema:
        yield from alternatives(_resolved(schema["$ref"], document), document)
    elif "anyOf" in schema or "oneOf" in schema:
        for one in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
            yield from alternatives(one, document)
    else:
        yield schema


def _resolved(reference: str, document: Schema) -> Schema:
    found: Any = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    schema: Schema = found
    return schema


def _kind(schema: Schema) -> str:
    """The type, and the form of a text that has one."""
    values = _enumerated(schema)
    kind = schema.get("type") or (_TYPES.get(type(values[0]), "anything") if values else "anything")
    return f"{kind} ({schema['format']})" if schema.get("format") else str(kind)


_TYPES: dict[type, str] = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


def _enumerated(schema: Schema) -> list[Any] | None:
    """The only values that the schema allows, if it names them."""
    if "const" in schema:
        return [schema["const"]]
    values: list[Any] | None = schema.get("enum")
    return values


def _bounds(given: Schema, taken: Schema, where: str) -> Iterator[str]:
    """The bounds that are tighter where it is taken than where it comes from."""
    if "pattern" in taken and given.get("pattern") != taken["pattern"]:
        yield f"{where}: must have the form `{taken['pattern']}` now"
    for keyword, none in _LEAST.items():
        allowed, asked = given.get(keyword, none), taken.get(keyword, none)
        if asked is not None and (allowed is None or allowed < asked):
            yield f"{where}: `{keyword}` is {asked} now"
    for keyword in _MOST:
        if keyword in taken and given.get(keyword, float("inf")) > taken[keyword]:
            yield f"{where}: `{keyword}` is {taken[keyword]} now"
