"""What needs the services' rules, or what somebody kept: impossible sequences, records elsewhere, checkpoints seen."""

import base64
import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from deploy.auditing.verifying.folding import NOTED, Folded, fold
from deploy.auditing.verifying.rules import RULES
from deploy.docs.samples import SAMPLES
from services.application.facts.receiving import NOTHING
from services.registry.calendar.decisions import DAYS
from shared.events.catalogue import CATALOGUE, decode
from shared.events.event import Event
from shared.events.incentives import ContestAnnounced, VoteCast
from shared.events.notification import DeadlineReminded, DeliveryFailed, DeliverySucceeded, PreferenceSet
from shared.eventsourcing.decider import Decider
from shared.eventsourcing.rows import Row
from shared.tlog.folder import LogFolder
from tests.architecture.tree import ROOT
from tests.audit.made import Log, certified, day, ended, revoked, set_aside, station_registered, suspended
from tests.tamper.both import by_shifan
from tests.tamper.evidence import Logs, chained, records, renamed

TAMPERED, INCOMPLETE = 1, 2


@pytest.fixture
def logs(tmp_path: Path) -> Logs:
    return Logs(tmp_path / "logs", 30, 10).make()


def title(*events: Event) -> list[Row]:
    log = Log("assessment")
    for event in events:
        log.add(event, "title-st-1", key="st-1")
    return log.rows


@pytest.mark.parametrize(
    "events",
    [
        (certified("st-1"), certified("st-1")),
        (revoked("st-1"),),
        (certified("st-1"), ended("st-1"), revoked("st-1")),
        (certified("st-1"), set_aside("st-1")),
        (certified("st-1"), revoked("st-1"), suspended("st-1")),
        (certified("st-1"), station_registered("st-1")),
        (certified("st-1"), day(date(2013, 9, 14))),
    ],
)
def test_what_no_decision_can_have_led_to_is_found_at_its_index(tmp_path: Path, events: tuple[Event, ...]) -> None:
    """All of it is chained and signed as it should be: only the rules say that it cannot be."""
    logs = Logs(tmp_path / "logs", 5, 5).make(assessment=title(*events))
    verdict = by_shifan(logs.path)
    assert [(one.kind, one.log, one.where) for one in verdict.found] == [(TAMPERED, "assessment", len(events) - 1)]


def folded(owner: str, stream: str, *events: type[Event]) -> list[tuple[int, int | str]]:
    """What is found where these events follow each other in one stream, as their golden samples are."""
    log = Log(owner)
    for event in events:
        log.add(decode(event.type_name(), (SAMPLES / f"{event.__name__}.json").read_bytes()), stream, key=stream)
    found = fold(owner, enumerate(records(log.rows)), Folded()).findings.found
    return [(int(one.kind), one.index) for one in found]


def test_a_voter_token_that_was_used_twice_is_found() -> None:
    assert folded("incentives", "vote-co-1-v-1", VoteCast) == []
    assert folded("incentives", "vote-co-1-v-1", VoteCast, VoteCast) == [(TAMPERED, 1)]
    assert folded("incentives", "vote-co-1-v-1", ContestAnnounced) == [(TAMPERED, 0)]


def test_what_became_of_a_delivery_is_noted_and_a_wish_is_followed_by_wishes_alone() -> None:
    assert folded("notification", "delivery-d-1", DeliveryFailed, DeliverySucceeded) == []
    assert folded("notification", "preference-host:ho-1-email", PreferenceSet, PreferenceSet) == []
    assert folded("notification", "preference-host:ho-1-email", PreferenceSet, DeadlineReminded) == [(TAMPERED, 1)]


def test_a_payload_that_is_no_such_event_is_found(tmp_path: Path) -> None:
    log = Log("registry")
    log.add(b'{"station_id":"st-1"}', "station-st-1", type_name="shifan.registry.StationRegistered.v1")
    logs = Logs(tmp_path / "logs", 5, 5).make(registry=log.rows)
    assert by_shifan(logs.path).at("registry", 0) == {TAMPERED}


@pytest.mark.parametrize(
    ("stream", "type_name"),
    [("station-st-1", "shifan.registry.StationPainted.v9"), ("strange-1", "shifan.registry.StationRegistered.v1")],
)
def test_what_this_release_does_not_know_is_said_to_be_unverified(tmp_path: Path, stream: str, type_name: str) -> None:
    log = Log("registry")
    log.add(station_registered("st-1").payload(), stream, type_name=type_name)
    logs = Logs(tmp_path / "logs", 5, 5).make(registry=log.rows)
    assert by_shifan(logs.path).at("registry", 0) == {INCOMPLETE}


def test_every_decider_of_the_services_is_among_the_rules() -> None:
    """But the one that decides nothing. Whoever adds an aggregate says by which streams it is known."""
    made = re.compile(r"^([A-Z]+)(?:: .*)? = Decider\(", re.MULTILINE)
    found = [
        getattr(import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)), name)
        for path in (ROOT / "services").rglob("*.py")
        for name in made.findall(path.read_text(encoding="utf-8"))
    ]
    known = [decider for rules in RULES.values() for decider in rules.values()] + [DAYS]
    assert {id(one) for one in found} - {id(NOTHING)} == {id(one) for one in known}


@pytest.mark.parametrize("event", CATALOGUE.values(), ids=lambda event: event.__name__)
def test_every_event_that_decides_something_is_known_to_some_rules_of_its_owner(event: type[Event]) -> None:
    if event.type_name().startswith(NOTED):
        return  # What is only noted has no state.
    sample = decode(event.type_name(), (SAMPLES / f"{event.__name__}.json").read_bytes())
    assert any(knows(rules, sample) for rules in (*RULES[event.owner()].values(), DAYS))


def knows(rules: Decider[Any, Any, Any], event: Event) -> bool:
    """An event that is none of the stream's runs into the end of a `match`, or lacks what the only one there has."""
    try:
        rules.evolve(rules.initial, event)
    except (AssertionError, AttributeError):
        return False
    except LookupError:
        pass  # It is known, and follows upon another.
    return True


def ndjson(path: Path, rows: Iterable[tuple[str, int, bytes]]) -> Path:
    lines = (
        json.dumps({"owner": owner, "position": position, "record": base64.b64encode(record).decode()})
        for owner, position, record in rows
    )
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def exported(logs: Logs) -> list[tuple[str, int, bytes]]:
    """What `shifan export` would write of these logs."""
    owners = (*logs.rows, "audit")
    return [
        (owner, position, entry)
        for owner in owners
        for position, entry in enumerate(LogFolder(logs.path / owner).entries(), 1)
    ]


def test_an_export_of_all_records_raises_no_alarm(logs: Logs, tmp_path: Path) -> None:
    assert by_shifan(logs.path, records=ndjson(tmp_path / "all.ndjson", exported(logs))) == (0, [])


def test_an_event_in_kafka_that_is_not_in_the_log_is_found(logs: Logs, tmp_path: Path) -> None:
    more = ("registry", 31, exported(logs)[29][2])
    verdict = by_shifan(logs.path, records=ndjson(tmp_path / "more.ndjson", [*exported(logs), more]))
    assert (verdict.code, verdict.at("registry", 30)) == (TAMPERED, {TAMPERED})


def test_a_record_that_differs_from_the_log_s_is_found(logs: Logs, tmp_path: Path) -> None:
    rows = exported(logs)
    rows[7] = ("registry", 8, rows[6][2])
    assert by_shifan(logs.path, records=ndjson(tmp_path / "x.ndjson", rows)).at("registry", 7) == {TAMPERED}


def test_an_event_in_the_log_that_is_not_in_kafka_is_found(logs: Logs, tmp_path: Path) -> None:
    rows = [row for row in exported(logs) if row[:2] not in {("registry", 9), ("registry", 10), ("registry", 20)}]
    verdict = by_shifan(logs.path, records=ndjson(tmp_path / "less.ndjson", rows))
    assert [(one.kind, one.log, one.where) for one in verdict.found] == [
        (INCOMPLETE, "registry", 8),
        (INCOMPLETE, "registry", 19),
    ]


@pytest.mark.parametrize("line", ["", "null", "[]", '{"owner":"registry"}', '{"owner":[],"position":1,"record":""}'])
def test_a_line_that_is_no_record_is_named_by_its_number(logs: Logs, tmp_path: Path, line: str) -> None:
    (tmp_path / "bad.ndjson").write_text(f"{line}\n")
    assert by_shifan(logs.path, records=tmp_path / "bad.ndjson").at("-", "line 1") == {TAMPERED}


@dataclass(frozen=True)
class Fork:
    """A log that was told of by nobody, and the checkpoint of before that somebody kept."""

    path: Path
    seen: Path


@pytest.fixture
def fork(logs: Logs, tmp_path: Path) -> Fork:
    seen = tmp_path / "seen"
    shutil.copy(logs.path / "registry" / "checkpoint", seen)
    rows = logs.rows["registry"]
    other = rows[4]._replace(payload=renamed("st-3", "另一个站").payload())
    forked = Logs(tmp_path / "forked", 30, 10).make(registry=chained([*rows[:4], other, *rows[5:]]))
    return Fork(forked.path, seen)


def test_a_fork_that_is_consistent_in_itself_is_found_by_a_checkpoint_that_was_seen(fork: Fork) -> None:
    assert by_shifan(fork.path) == (0, [])
    verdict = by_shifan(fork.path, seen=(fork.seen,))
    assert (verdict.code, verdict.at("registry", 29)) == (TAMPERED, {TAMPERED})


def test_a_roll_back_that_is_consistent_in_itself_is_found_by_a_checkpoint_that_was_seen(
    logs: Logs, tmp_path: Path
) -> None:
    back = Logs(tmp_path / "back", 20, 10).make()
    assert by_shifan(back.path, seen=(logs.path / "registry" / "checkpoint",)).at("registry", 29) == {TAMPERED}


def test_an_earlier_checkpoint_of_the_same_log_raises_no_alarm(logs: Logs) -> None:
    assert by_shifan(logs.path, seen=(logs.path / "registry" / "checkpoints" / "10",)) == (0, [])
