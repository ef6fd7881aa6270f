"""A message becomes an entry of the log: the record of the row, and the stations that it names."""

import pytest

from services.audit.entries import NotARecord, entry, parts
from shared.eventsourcing.record import attributes_of_row, record
from tests.audit.made import Log, entry_of, station_registered


def test_the_record_from_the_message_is_the_record_from_the_row() -> None:
    row = Log("registry").add(station_registered("st-1"), "station-st-1", key="st-1")
    assert entry_of(row).row.record == record(attributes_of_row(row), row.payload)


def test_a_record_is_taken_apart_into_what_it_was_made_of() -> None:
    row = Log("registry").add(station_registered("st-1"), "station-st-1", key="st-1")
    assert parts(entry_of(row).row.record) == (attributes_of_row(row), row.payload)


def test_the_key_of_a_stream_about_a_station_mentions_it() -> None:
    mentions = entry_of(Log("registry").add(station_registered("st-1"), "station-st-1", key="st-1")).mentions
    assert [(mention.station_id, mention.how) for mention in mentions] == [("st-1", "key")]


def test_a_stream_keyed_by_itself_mentions_only_what_its_payload_names_however_deep() -> None:
    payload = b'{"a":[{"station_id":"st-2"},{"b":{"station_ids":["st-1","st-2"]}}],"station_id":""}'
    mentions = entry_of(Log("registry").add(payload, "training-tr-1", type_name="shifan.registry.New.v1")).mentions
    assert [(mention.station_id, mention.how) for mention in mentions] == [("st-1", "payload"), ("st-2", "payload")]


def test_an_event_of_an_unknown_type_is_an_entry_all_the_same() -> None:
    made = entry_of(Log("registry").add(b"\x00 no JSON", "x-1", type_name="shifan.registry.NotYetKnown.v9"))
    assert made.row.type == "shifan.registry.NotYetKnown.v9"
    assert made.mentions == ()


@pytest.mark.parametrize("missing", ["source", "position", "id", "type", "subject", "time", "effectivetime"])
def test_a_message_without_what_every_event_has_is_no_record(missing: str) -> None:
    row = Log("registry").add(station_registered("st-1"), "station-st-1")
    attributes = attributes_of_row(row)
    del attributes[missing]
    with pytest.raises(NotARecord):
        entry(attributes, row.payload)


def test_a_foreign_source_is_no_record() -> None:
    row = Log("registry").add(station_registered("st-1"), "station-st-1")
    with pytest.raises(NotARecord):
        entry(attributes_of_row(row) | {"source": "https://elsewhere.invalid"}, row.payload)
