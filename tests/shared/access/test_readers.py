"""What a reader of the log sees, event by event; areas, pages and streams are in tests/shared/web/test_feed.py."""

from datetime import UTC, datetime
from uuid import UUID

import orjson
import pytest

from shared.access.competence import WrongRole
from shared.access.masking import MASK
from shared.access.readers import EVERYWHERE, KEPT_FROM_BUREAUS, KEPT_FROM_HOSTS, Reader, reader_of, seen
from shared.access.roles import BUREAUS, Level, service_caller
from shared.events.catalogue import CATALOGUE
from shared.events.event import Event
from shared.eventsourcing.rows import Row

AT = datetime(2013, 9, 1, tzinfo=UTC)
HOST = Reader(Level.ENTERPRISE, host_id="ho-1", stations=frozenset({"st-1"}))
COUNTY = Reader(Level.COUNTY, "320402")
AUDITOR = Reader(Level.AUDITOR)
EVENTS = pytest.mark.parametrize("event", CATALOGUE.values(), ids=lambda event: event.__name__)


def row(type_name: str, payload: dict[str, object], **attributes: str) -> Row:
    return Row(7, "s", 1, type_name, UUID(int=1), orjson.dumps(payload), orjson.dumps(attributes), AT, AT, bytes(32))


def planted(event: type[Event]) -> dict[str, object]:
    """A payload that has in each field a word by which it is found again."""
    return {name: f"<{name}>" for name in event.model_fields}


def levels(event: type[Event]) -> dict[str, str]:
    return {name: next(mark.level for mark in info.metadata) for name, info in event.model_fields.items()}


@EVENTS
def test_a_host_reads_of_any_event_the_public_fields_about_its_station_unless_it_is_kept_from_it(
    event: type[Event],
) -> None:
    if "station_id" not in event.model_fields:
        return
    canaries = planted(event) | {"station_id": "st-1"}
    shown = seen(HOST, row(event.type_name(), canaries, actor="of-1"))
    if event in KEPT_FROM_HOSTS:
        assert shown is None
        return
    assert shown is not None
    hidden = {name for name, value in shown["data"].items() if value == MASK}
    assert hidden == {name for name, level in levels(event).items() if level != "public"}


@EVENTS
def test_of_another_area_no_event_shows_a_bureau_more_than_public_fields(event: type[Event]) -> None:
    shown = seen(COUNTY, row(event.type_name(), planted(event), actor="<actor>", jurisdiction="320505"))
    if event not in EVERYWHERE:
        assert shown is None
        return
    text = str(shown)
    assert {name for name, level in levels(event).items() if level != "public" and f"<{name}>" in text} == set()
    assert "<actor>" not in text


@EVENTS
def test_inside_an_area_every_event_but_those_of_drafts_shows_what_is_not_personal(event: type[Event]) -> None:
    for reader in (COUNTY, AUDITOR):
        shown = seen(reader, row(event.type_name(), planted(event), jurisdiction="320402"))
        if reader is COUNTY and event in KEPT_FROM_BUREAUS:
            assert shown is None
            continue
        assert shown is not None
        hidden = {name for name, value in shown["data"].items() if value == MASK}
        assert hidden == {name for name, level in levels(event).items() if level == "personal"}


def test_what_is_kept_back_and_what_is_the_same_everywhere_are_short_lists() -> None:
    drafting = {"ApplicationDrafted", "SelfAssessed", "EvidenceAttached", "EvidenceRemoved"}
    unscreened = {"OpinionReceived", "OpinionsGrouped"}
    assert {event.__name__ for event in KEPT_FROM_BUREAUS} == drafting | {"AccessLogged"}
    assert {event.__name__ for event in KEPT_FROM_HOSTS} == unscreened | {"SpotCheckOrdered", "AccessLogged"}
    assert {event.__name__ for event in EVERYWHERE} == {
        "BureauEstablished",
        "BureauSucceeded",
        "CalendarPublished",
        "CaseTakenUp",
        "CompetenceDelegated",
        "DayBegan",
        "DelegationEnded",
        "DivisionChanged",
        "RubricPublished",
    }


def test_a_host_is_not_told_what_names_it_in_a_field_that_is_not_public() -> None:
    interest = {"officer_id": "of-1", "host_id": "ho-1", "relation": "亲属", "stands": True}
    assert seen(HOST, row("shifan.registry.InterestDeclared.v1", interest)) is None


def test_of_an_event_that_this_release_does_not_know_only_the_envelope_is_shown_and_not_to_hosts() -> None:
    unknown = row("shifan.registry.NotYetKnown.v1", {"station_id": "st-1"}, jurisdiction="320402")
    for reader in (AUDITOR, COUNTY):
        shown = seen(reader, unknown)
        assert shown is not None
        assert shown["data"] is None
    assert seen(HOST, unknown) is None


@pytest.mark.parametrize("level", sorted(BUREAUS))
def test_a_bureau_without_a_division_reads_what_is_the_same_everywhere_and_no_more(level: Level) -> None:
    nowhere = Reader(level)
    assert (
        seen(nowhere, row("shifan.registry.StationResumed.v1", {"station_id": "st-1"}, jurisdiction="320402")) is None
    )
    assert seen(nowhere, row("shifan.registry.StationResumed.v1", {"station_id": "st-1"})) is None
    assert seen(nowhere, row("shifan.registry.DayBegan.v1", {"day": "2013-05-01"})) is not None


async def test_no_service_reads_another_by_its_feed() -> None:
    class Nothing:
        """Nothing is asked of a database before the role is known."""

    with pytest.raises(WrongRole):
        await reader_of(Nothing(), service_caller("portal"))  # type: ignore[arg-type]
