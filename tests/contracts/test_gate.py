"""The compatibility gate: what was promised with the last release still holds, and what would break it is found."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from deploy.docs import __main__ as command
from deploy.docs.contracts import contracts, promised_documents
from deploy.gate.promises import FOLDER, RELEASED, read, written
from deploy.gate.verdict import EVENTS, broken, release
from tests.contracts.planting import CONTESTS, Documents, after, contest, event, operation

LIST = "/v1/contests"
ONE = "/v1/contests/{contest_id}"


def test_the_documents_are_current() -> None:
    there = {file.name: file.read_bytes() for file in FOLDER.glob("*.json")}
    assert there.keys() == contracts().keys()
    stale = [name for name, document in contracts().items() if there[name] != written(document)]
    assert stale == [], "run `python -m deploy.docs`"


def test_nothing_that_was_released_is_broken() -> None:
    released = read(RELEASED)
    assert released.keys() == promised_documents().keys()
    assert broken(released, promised_documents()) == []


def rename_the_star(documents: Documents) -> None:
    events = documents[EVENTS]["properties"]
    events["shifan.incentives.StarAwarded.v1"] = events.pop("shifan.incentives.StaffAwarded.v1")


def read_the_title(old: str, new: str) -> Any:
    """The path calls its part otherwise."""

    def change(documents: Documents) -> None:
        paths = documents[CONTESTS]["paths"]
        paths[new] = paths.pop(old)
        for one in paths[new]["get"]["parameters"]:
            one["name"] = "id" if one["in"] == "path" else one["name"]

    return change


BREAKING = {
    "an answer's field is gone": (
        contest("ContestRead").without("approval_number"),
        "GET /v1/contests/{} 200.approval",
    ),
    "an answer's field may be null": (
        contest("ContestRead").field("title", required=True, anyOf=[{"type": "string"}, {"type": "null"}]),
        "200.title: is of another type: string before, null now",
    ),
    "an answer's field has another type": (
        contest("ContestRow").field("title", required=True, type="integer"),
        "title: is of another type: string before, integer now",
    ),
    "an answer's field may be left out": (contest("ContestRead").field("title", type="string"), "may be left out now"),
    "an operation is gone": (lambda documents: documents[CONTESTS]["paths"].pop(LIST), "GET /v1/contests: is gone"),
    "a service is gone": (lambda documents: documents.pop(CONTESTS), "the whole document is gone"),
    "a text takes some values only": (
        contest("Announcement").field("title", required=True, type="string", enum=["甲", "乙"]),
        "POST /v1/contests body.title: only some values are taken now",
    ),
    "a number has a tighter bound": (
        contest("Announcement").field("places", required=True, type="integer", minimum=1, maximum=10),
        "body.places: `maximum` is 10 now",
    ),
    "a text has a form": (
        contest("Announcement").field("title", required=True, type="string", pattern="^x", minLength=1, maxLength=200),
        "body.title: must have the form `^x` now",
    ),
    "a text is to be a date": (
        contest("Announcement").field("title", required=True, type="string", format="date"),
        "body.title: is of another type: string before, string (date) now",
    ),
    "a value is not taken": (contest("Organiser").values("host"), "is not taken any more"),
    "a request's field is asked for": (
        contest("Announcement").field("approval_number", required=True, type="string", maxLength=100),
        "body.approval_number: must be there now",
    ),
    "a request's new field is asked for": (
        contest("Announcement").field("budget", required=True, type="integer"),
        "body.budget: must be there now",
    ),
    "a request's field is gone": (contest("Announcement").without("approval_number"), "body.approval_number: is gone"),
    "a parameter is asked for": (
        operation(LIST, "get", lambda one: one["parameters"][0].update(required=True)),
        "must be sent now",
    ),
    "a parameter is gone": (operation(LIST, "get", lambda one: one["parameters"].pop(0)), "is not read any more"),
    "a body is gone": (operation(LIST, "post", lambda one: one.pop("requestBody")), "body: is not read any more"),
    "another body is taken": (
        operation(LIST, "post", lambda one: one["requestBody"].update(content={"text/csv": {}})),
        "body: is not taken as application/json any more",
    ),
    "another success is answered": (
        operation(LIST, "get", lambda one: one["responses"].update({"202": one["responses"].pop("200")})),
        "200: is not answered any more",
    ),
    "an answer has another form": (
        operation(LIST, "get", lambda one: one["responses"]["200"].update(content={"text/csv": {}})),
        "200: is not answered as application/json any more",
    ),
    "a token is asked for": (
        operation(LIST, "get", lambda one: one.update(security=[{"token": []}])),
        "GET /v1/contests: asks for a token now",
    ),
    "an event is renamed": (rename_the_star, "shifan.incentives.StaffAwarded.v1: is gone"),
    "an event's field is gone": (event("StaffAwarded").without("honour"), "StaffAwarded.v1.honour: is gone"),
    "an event's field has another type": (
        event("StaffAwarded").field("honour", required=True, type="integer"),
        "honour: is of another type",
    ),
    "an event's field takes some values only": (
        event("StaffAwarded").field("honour", required=True, type="string", enum=["金"]),
        "honour: only some values are taken now",
    ),
    "an event's field may be null": (
        event("StaffAwarded").field("honour", required=True, anyOf=[{"type": "string"}, {"type": "null"}]),
        "honour: is of another type: string before, null now",
    ),
    "an event's new field has no default": (
        event("StaffAwarded").field("sponsor", required=True, type="string"),
        "sponsor: must be there now",
    ),
}


@pytest.mark.parametrize("planted", BREAKING)
def test_what_breaks_a_promise_is_found(planted: str) -> None:
    change, told = BREAKING[planted]
    found = after(change)
    assert any(told in sentence for sentence in found), found


OPEN = {
    "nothing": lambda _: None,
    "a request's new field with a default": contest("Announcement").field("budget", type="integer", default=0),
    "a request's field need not be sent": contest("Announcement").field(
        "places", type="integer", minimum=1, maximum=1000
    ),
    "a wider bound": contest("Announcement").field("title", required=True, type="string", minLength=1, maxLength=900),
    "an answer's new field": contest("ContestRead").field("budget", required=True, type="integer"),
    "an answer's value that is new": contest("Organiser").values(*contest("Organiser").values_of(), "guild"),
    "a new operation": lambda documents: documents[CONTESTS]["paths"].update({"/v1/new": {"get": {"responses": {}}}}),
    "a new service": lambda documents: documents.update({"new.openapi.json": documents[CONTESTS]}),
    "a new parameter": operation(
        LIST, "get", lambda one: one["parameters"].append({"name": "new", "in": "query", "schema": {}})
    ),
    "a part of the path is called otherwise": read_the_title(ONE, "/v1/contests/{id}"),
    "a new refusal": operation(LIST, "get", lambda one: one["responses"].update({"451": {"description": "No."}})),
    "other words": operation(
        LIST, "get", lambda one: one.update(description="else", operationId="else", tags=["else"])
    ),
    "a new event": lambda documents: documents[EVENTS]["properties"].update({"shifan.registry.New.v1": {}}),
    "an event's new field with a default": event("StaffAwarded").field("sponsor", type="string", default=""),
    "an event's field has a default": event("StaffAwarded").field("honour", type="string", default=""),
    "an event's value that is new": event("Organiser").values(*event("Organiser").values_of(), "guild"),
}


@pytest.mark.parametrize("planted", OPEN)
def test_what_breaks_nothing_passes(planted: str) -> None:
    assert after(OPEN[planted]) == []


def test_a_new_major_version_may_break_operations_and_never_an_event() -> None:
    def move(documents: Documents) -> None:
        documents[CONTESTS]["info"]["version"] = "2"

    assert after(BREAKING["an operation is gone"][0], move) == []
    assert after(BREAKING["an event is renamed"][0], move) != []


def test_a_field_called_title_is_no_title() -> None:
    told = orjson.loads((RELEASED / CONTESTS).read_bytes())["components"]["schemas"]["Announcement"]
    assert "title" in told["properties"]
    assert "title" not in told


def test_a_release_is_kept_unless_it_breaks_the_last_one(tmp_path: Path) -> None:
    today = promised_documents()
    assert release(today, tmp_path) == []
    kept = read(tmp_path)
    assert kept.keys() == today.keys()
    without = {name: document for name, document in today.items() if name != CONTESTS}
    assert release(without, tmp_path) == [f"{CONTESTS}: the whole document is gone"]
    assert read(tmp_path) == kept


def test_the_command_releases_or_says_what_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "DOCUMENT", tmp_path / "events.md")
    monkeypatch.setattr(command, "RELEASED", tmp_path / "released")
    monkeypatch.setattr("deploy.docs.contracts.write", lambda: None)
    assert command.main([]) == 0
    assert not (tmp_path / "released").exists()
    assert command.main(["--release"]) == 0
    assert capsys.readouterr().out.endswith("released\n")
    promised = read(tmp_path / "released")
    promised[EVENTS]["properties"]["shifan.registry.Forgotten.v1"] = {}
    (tmp_path / "released" / EVENTS).write_bytes(written(promised[EVENTS]))
    assert command.main(["--release"]) == 1
    assert "shifan.registry.Forgotten.v1: is gone" in capsys.readouterr().out
