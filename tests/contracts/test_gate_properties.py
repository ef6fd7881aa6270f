"""Whatever schemas are compared: what passes takes every old value, and what only loosens passes.

The oracle is an independent validator of JSON Schema.
"""

from typing import Any

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from deploy.gate.schemas import Weighing

Schema = dict[str, Any]
NAMES = ("a", "b", "c")
SMALL = st.integers(0, 4)


def misfits(before: Schema, after: Schema, *, strict: bool = True) -> list[str]:
    weighing = Weighing({}, {}, strict=strict)
    return list(weighing.misfits(before, after, "it") if strict else weighing.misfits(after, before, "it"))


def texts() -> st.SearchStrategy[Schema]:
    bounds = {"minLength": st.integers(0, 2), "maxLength": st.integers(2, 4)}
    enums = st.lists(st.sampled_from(["x", "yy", "zzz"]), min_size=1, unique=True)
    return st.one_of(
        st.fixed_dictionaries({"type": st.just("string")}, optional=bounds),
        st.fixed_dictionaries({"type": st.just("string"), "enum": enums}),
    )


def numbers() -> st.SearchStrategy[Schema]:
    bounds = {"minimum": st.integers(-2, 1), "maximum": st.integers(2, 5)}
    return st.fixed_dictionaries({"type": st.sampled_from(["integer", "number"])}, optional=bounds)


def objects(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    return st.dictionaries(st.sampled_from(NAMES), inner, max_size=3).flatmap(
        lambda fields: st.fixed_dictionaries(
            {
                "type": st.just("object"),
                "properties": st.just(fields),
                "required": st.lists(st.sampled_from(sorted(fields)), unique=True) if fields else st.just([]),
                "additionalProperties": st.just(False),
            }
        )
    )


def composed(inner: st.SearchStrategy[Schema]) -> st.SearchStrategy[Schema]:
    lists = st.fixed_dictionaries({"type": st.just("array"), "items": inner}, optional={"maxItems": SMALL})
    either = st.fixed_dictionaries({"anyOf": st.lists(inner, min_size=1, max_size=2)})
    maps = st.fixed_dictionaries({"type": st.just("object"), "additionalProperties": inner})
    return st.one_of(lists, objects(inner), either, maps)


PLAIN = st.one_of(texts(), numbers(), st.sampled_from([{"type": "boolean"}, {"type": "null"}, {}]))
SCHEMAS = st.recursive(PLAIN, composed, max_leaves=4)


@st.composite
def another(draw: st.DrawFn, schema: Schema) -> Schema:
    """The schema with a change or two, anywhere in it."""
    if draw(st.integers(0, 7)) == 0:
        return draw(SCHEMAS)
    changed = dict(schema)
    for keyword, lowest in (("minLength", 0), ("maxLength", 2), ("minimum", -3), ("maximum", 2), ("maxItems", 0)):
        if keyword in changed and draw(st.booleans()):
            changed[keyword] = draw(st.integers(lowest, lowest + 4))
    if "enum" in changed:
        changed["enum"] = draw(st.lists(st.sampled_from(["x", "yy", "zzz", "w"]), min_size=1, unique=True))
    for keyword in ("items", "additionalProperties"):
        if isinstance(changed.get(keyword), dict):
            changed[keyword] = draw(another(changed[keyword]))
    if "anyOf" in changed:
        changed["anyOf"] = [draw(another(one)) for one in changed["anyOf"]]
    if "properties" in changed:
        changed["properties"] = {name: draw(another(one)) for name, one in changed["properties"].items()}
        changed["required"] = draw(st.sampled_from([schema["required"], sorted(changed["properties"]), []]))
    return changed


def loosened(schema: Schema) -> Schema:
    """The schema without its bounds, with a further value and a further field, and nothing asked for."""
    wider = {key: value for key, value in schema.items() if key not in {"minLength", "maxLength", "minimum", "maximum"}}
    if "enum" in wider:
        wider["enum"] = [*wider["enum"], "new"]
    if "anyOf" in wider:
        wider["anyOf"] = [*map(loosened, wider["anyOf"]), {"type": "null"}]
    if "items" in wider:
        wider["items"] = loosened(wider["items"])
    if "properties" in wider:
        fields = {name: loosened(one) for name, one in wider["properties"].items()}
        wider |= {"properties": fields | {"new": {"type": "string"}}, "required": []}
    return wider


def plain(schema: Schema) -> st.SearchStrategy[Any]:
    """The values of a schema that holds no other; where it has bounds, those that lie on them."""
    numbers = [schema.get("minimum", -9), schema.get("maximum", 9)]
    lengths = [schema.get("minLength", 0), max(schema.get("minLength", 0), schema.get("maxLength", 6))]
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "string": st.sampled_from(["x" * length for length in lengths]),
        "integer": st.sampled_from(numbers),
        "number": st.sampled_from([*numbers, sum(numbers) / 2 + 0.25]),
        "boolean": st.booleans(),
        "null": st.none(),
    }
    return kinds.get(schema.get("type", ""), st.sampled_from(["anything", 1, None, [], {}]))


@st.composite
def value_of(draw: st.DrawFn, schema: Schema) -> Any:
    """A value that the schema takes."""
    if "anyOf" in schema:
        return draw(value_of(draw(st.sampled_from(schema["anyOf"]))))
    if "enum" in schema:
        return draw(st.sampled_from(schema["enum"]))
    if "items" in schema:
        return draw(st.lists(value_of(schema["items"]), max_size=schema.get("maxItems", 3)))
    if "properties" in schema:
        names = [one for one in schema["properties"] if one in schema["required"] or draw(st.booleans())]
        return {name: draw(value_of(schema["properties"][name])) for name in names}
    if "additionalProperties" in schema:
        return draw(st.dictionaries(st.sampled_from(NAMES), value_of(schema["additionalProperties"])))
    return draw(plain(schema))


@settings(max_examples=400)
@given(st.data())
def test_what_passes_takes_every_value_that_was_taken(data: st.DataObject) -> None:
    before = data.draw(SCHEMAS)
    after = data.draw(another(before))
    assume(misfits(before, after) == [])
    event("unchanged" if before == after else "changed")
    value = data.draw(value_of(before))
    Draft202012Validator(after).validate(value)


@given(SCHEMAS)
def test_what_is_unchanged_passes_both_ways(schema: Schema) -> None:
    assert misfits(schema, schema) == []
    assert misfits(schema, schema, strict=False) == []


@given(SCHEMAS)
def test_what_is_only_loosened_passes_for_requests(schema: Schema) -> None:
    assert misfits(schema, loosened(schema)) == []


@given(objects(PLAIN), st.data())
def test_an_answer_keeps_each_of_its_fields(schema: Schema, data: st.DataObject) -> None:
    assume(len(schema["properties"]) > 0)
    name = data.draw(st.sampled_from(sorted(schema["properties"])))
    rest = {field: one for field, one in schema["properties"].items() if field != name}
    without = schema | {"properties": rest, "required": [one for one in schema["required"] if one != name]}
    assert misfits(schema, without, strict=False) == [f"it.{name}: is gone"]
    assert misfits(without, schema, strict=False) == []


def test_a_schema_that_holds_itself_is_weighed_to_its_end() -> None:
    def tree(kind: str) -> Schema:
        return {"t": {"type": "object", "properties": {"in": {"$ref": "#/t"}, "on": {"type": kind}}}}

    def weigh(one: Schema, other: Schema) -> list[str]:
        return list(Weighing(one, other, strict=True).misfits({"$ref": "#/t"}, {"$ref": "#/t"}, "it"))

    assert weigh(tree("string"), tree("string")) == []
    assert weigh(tree("string"), tree("integer")) == ["it.on: is of another type: string before, integer now"]


def test_a_keyword_that_is_not_weighed_must_stay() -> None:
    strange = {"type": "array", "items": {}, "uniqueItems": True}
    assert misfits(strange, strange) == []
    assert misfits({"type": "array", "items": {}}, strange) == [
        "it: `uniqueItems` is another, and what that means is for a person to say"
    ]


def test_a_map_that_takes_only_named_fields_is_no_map() -> None:
    named = {"type": "object", "properties": {"a": {}}, "additionalProperties": False}
    assert misfits({**named, "additionalProperties": True}, named) == [
        "it: fields without a name are not taken any more"
    ]
    assert misfits(named, {**named, "additionalProperties": True}) == []


def test_a_number_is_no_whole_number() -> None:
    assert misfits({"type": "integer"}, {"type": "number"}) == []
    assert misfits({"type": "number"}, {"type": "integer"}) == ["it: is of another type: number before, integer now"]


def test_a_list_of_fixed_places_keeps_their_number_and_kinds() -> None:
    def pair(*kinds: str) -> Schema:
        return {"type": "array", "prefixItems": [{"type": kind} for kind in kinds]}

    assert misfits(pair("string", "integer"), pair("string", "integer")) == []
    assert misfits(pair("string", "integer"), pair("string")) == ["it: a list of another length"]
    assert misfits(pair("string"), pair("integer")) == ["it[0]: is of another type: string before, integer now"]
