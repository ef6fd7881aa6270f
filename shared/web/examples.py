"""Named examples for the OpenAPI document, made from what is declared: of each problem, and of each answer."""

from collections.abc import Iterator, Mapping
from typing import Any

from shared.errors import Refusal

REFERENCE = "#/components/examples/"
_TEXTS = {
    "date": "2013-09-23",
    "date-time": "2013-09-23T12:00:00+08:00",
    "time": "22:00:00",
    "uuid": "3f2504e0-4f89-51d3-9a0c-0305e82c3301",
}
_TEXT = "样例"


def of_problem(rule: type[Refusal]) -> dict[str, Any]:
    """The rule's problem by its name, as a caller who reads English gets it, and `….zh`, as one who reads Chinese."""
    told = {rule.code(): rule.rule()}
    if rule.title_zh:
        told[f"{rule.code()}.zh"] = rule.title_zh
    return {
        name: {
            "summary": title,
            "value": {
                "type": f"/problems/{rule.code()}",
                "title": title,
                "status": rule.status,
                "detail": rule.rule(),
            },
        }
        for name, title in told.items()
    }


def of_schema(schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> Any:
    """A value that the schema takes; a field that may be null is shown with what it holds otherwise."""
    if "$ref" in schema:
        return of_schema(schemas[schema["$ref"].rpartition("/")[2]], schemas)
    for word in ("anyOf", "oneOf"):
        if word in schema:
            return of_schema(next(one for one in schema[word] if one.get("type") != "null"), schemas)
    if told := schema.get("examples") or schema.get("enum") or ([schema["const"]] if "const" in schema else []):
        return told[0]
    match schema.get("type", "object"):
        case "object":
            more = schema.get("additionalProperties")
            named = schema.get("properties") or ({_TEXT: more} if isinstance(more, dict) else {})
            return {name: of_schema(inner, schemas) for name, inner in named.items()}
        case "array":
            inner = schema.get("prefixItems") or [schema["items"]] * max(1, schema.get("minItems", 1))
            return [of_schema(one, schemas) for one in inner]
        case kind:
            return _plain(str(kind), schema)


def _plain(kind: str, schema: Mapping[str, Any]) -> object:
    """A text, a number or a truth value."""
    if kind == "string":
        return _TEXTS.get(schema.get("format", ""), _TEXT.ljust(schema.get("minLength", 0), "例"))
    return True if kind == "boolean" else int(min(max(1, schema.get("minimum", 1)), schema.get("maximum", 1)))


def move_together(document: dict[str, Any], media_type: str) -> None:
    """What many operations show of this type stands once among the components, and each operation refers to it."""
    shared = document["components"].setdefault("examples", {})
    for content in _contents(document, media_type):
        examples = content.get("examples", {})
        for name, example in examples.items():
            # Two rules of one name may stand in one document: the second keeps its own words where it is.
            if "$ref" not in example and shared.setdefault(name, example) == example:
                examples[name] = {"$ref": f"{REFERENCE}{name}"}


def _contents(document: Mapping[str, Any], media_type: str) -> Iterator[dict[str, Any]]:
    """What an operation of the document, or a response that operations share, answers in this type."""
    operations = (one for path in document["paths"].values() for one in path.values())
    responses = [response for operation in operations for response in operation["responses"].values()]
    for response in [*responses, *document["components"].get("responses", {}).values()]:
        if media_type in response.get("content", {}):
            yield response["content"][media_type]
