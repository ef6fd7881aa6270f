"""The OpenAPI documents are valid, and say of every operation what a caller must know, with examples that hold."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from deploy.docs.contracts import openapi
from deploy.stack import SERVICES
from shared.web.problems import MEDIA_TYPE

DOCUMENTS = {name: openapi(name) for name in SERVICES}
EVERY = pytest.mark.parametrize("service", SERVICES)


def operations(service: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in DOCUMENTS[service]["paths"].items():
        for method, operation in item.items():
            yield f"{method.upper()} {path}", operation


def responses(service: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for name, operation in operations(service):
        for status, response in operation["responses"].items():
            yield name, status, response
    for name, response in DOCUMENTS[service]["components"]["responses"].items():
        yield name, "default", response


@EVERY
def test_the_document_is_openapi_3_1(service: str) -> None:
    assert DOCUMENTS[service]["openapi"].startswith("3.1")
    assert [error.message for error in OpenAPIV31SpecValidator(DOCUMENTS[service]).iter_errors()] == []


@EVERY
def test_every_operation_says_what_it_is_for_and_who_may_ask(service: str) -> None:
    found = list(operations(service))
    assert len(found) > 8
    silent = [name for name, one in found if not (one["summary"] and one["description"] and "security" in one)]
    assert silent == []
    assert len({one["operationId"] for _, one in found}) == len(found)


@EVERY
def test_every_problem_has_a_named_example_in_both_languages(service: str) -> None:
    components = DOCUMENTS[service]["components"]["examples"]
    seen: set[str] = set()
    for name, status, response in responses(service):
        if status.startswith(("2", "3")) or "$ref" in response:
            continue
        examples = response["content"][MEDIA_TYPE]["examples"]
        assert examples, name
        for code, example in examples.items():
            value = (
                components[code]["value"] if example == {"$ref": f"#/components/examples/{code}"} else example["value"]
            )
            assert value["type"] == f"/problems/{code.removesuffix('.zh')}"
            assert value["title"]
            assert value["detail"]
            assert status in {str(value["status"]), "default"}
            seen.add(code)
    assert {f"{code}.zh" for code in seen if not code.endswith(".zh")} <= seen
    assert components.keys() == seen


@EVERY
def test_every_json_answer_has_an_example_that_its_model_takes(service: str) -> None:
    shown = 0
    for name, status, response in responses(service):
        content = response.get("content", {}).get("application/json", {})
        if not status.startswith("2") or not content.get("schema"):
            continue
        within = content["schema"] | {"components": DOCUMENTS[service]["components"]}
        validator = Draft202012Validator(within, format_checker=FormatChecker())
        for example in content["examples"].values():
            assert [error.message for error in validator.iter_errors(example["value"])] == [], name
            shown += 1
    assert shown > 5


def test_an_act_names_its_headers_and_how_it_is_refused_without_them() -> None:
    act = DOCUMENTS["incentives"]["paths"]["/v1/contests"]["post"]
    assert act["security"] == [{"token": []}]
    assert {"Idempotency-Key", "If-Match", "dry_run"} <= {one["name"] for one in act["parameters"]}
    told = {code for status in act["responses"].values() for code in _examples(status)}
    assert {"idempotency-key-missing", "key-reused", "version-stale", "request-not-valid", "token-not-valid"} <= told
    assert "not-signed-in" in told


def test_what_any_list_any_body_and_any_officer_may_meet_is_told() -> None:
    paths = DOCUMENTS["incentives"]["paths"]
    assert "cursor-not-readable" in _examples(paths["/v1/contests"]["get"]["responses"]["400"])
    act = paths["/v1/contests"]["post"]["responses"]
    assert "malformed-json" in _examples(act["400"])
    assert "not-an-officer-here" in _examples(act["403"])
    assert act["200"]["content"] == act["201"]["content"]
    assert list(paths["/metrics"]["get"]["responses"]["200"]["content"]) == ["text/plain"]


def test_who_may_ask_is_told() -> None:
    def security(service: str, method: str, path: str) -> list[dict[str, list[str]]]:
        told: list[dict[str, list[str]]] = DOCUMENTS[service]["paths"][path][method]["security"]
        return told

    assert security("incentives", "get", "/healthz") == []
    assert security("incentives", "get", "/v1/parked") == [{"token": []}]
    assert security("incentives", "get", "/v1/contests/{contest_id}") == [{"token": []}, {}]
    assert security("publication", "post", "/v1/notices/{notice_id}/opinions") == [{"token": []}, {}]
    assert security("publication", "post", "/v1/notices/{notice_id}/closing") == [{"token": []}]


@EVERY
def test_who_must_be_signed_in_is_told_so(service: str) -> None:
    closed = [(name, one) for name, one in operations(service) if one["security"] == [{"token": []}]]
    assert closed
    for name, operation in closed:
        assert {"not-signed-in", "token-not-valid"} <= _examples(operation["responses"]["401"]), name
    for name, operation in operations(service):
        if "wrong-role" in _examples(operation["responses"].get("403", {})):
            assert {"token": []} in operation["security"], name
            assert "token-not-valid" in _examples(operation["responses"]["401"]), name


def _examples(response: dict[str, Any]) -> set[str]:
    return set(response.get("content", {}).get(MEDIA_TYPE, {}).get("examples", {}))
