"""Random commits against a simple model: the outcomes, the log, the inbox and what ran are the same."""

import asyncio
from dataclasses import dataclass, field
from uuid import NAMESPACE_OID, UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.eventsourcing.commits import expectations
from shared.eventsourcing.committer import Commit, InboxPosition, Key, NewEvent, Outcome
from tests.servers import MakeDatabase
from tests.shared.eventsourcing.making import SCHEMA, connected, log_of, new, running


@dataclass
class Model:
    """The store, as one would explain it: streams are lists of event ids."""

    streams: dict[str, list[UUID]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    inbox: dict[int, int] = field(default_factory=dict)
    ran: list[str] = field(default_factory=list)

    def submit(self, commit: Commit) -> Outcome:
        outcome = self._judge(commit)
        if outcome is Outcome.WRITTEN:
            for event in commit.events:
                self.streams.setdefault(event.stream, []).append(event.event_id)
            if commit.key:
                self.keys.add(commit.key.key)
        if outcome is Outcome.WRITTEN or (outcome is Outcome.AGAIN and commit.inbox):
            self.ran += [str(arguments[0]) for _, arguments in commit.statements]
            if commit.inbox:
                self.inbox[commit.inbox.partition] = commit.inbox.position
        return outcome

    def _judge(self, commit: Commit) -> Outcome:
        if commit.key and commit.key.key in self.keys:
            return Outcome.SEEN
        if commit.inbox:
            stood = self.inbox.get(commit.inbox.partition, 0)
            if commit.inbox.position <= stood:
                return Outcome.DUPLICATE
            if commit.inbox.previous != stood:
                return Outcome.GAP
        if all(len(self.streams.get(stream, [])) == version for stream, version in expectations(commit)):
            return Outcome.WRITTEN
        again = bool(commit.events) and all(self._has(event) for event in commit.events)
        return Outcome.AGAIN if again else Outcome.MOVED

    def _has(self, event: NewEvent) -> bool:
        return self.streams.get(event.stream, [])[event.version - 1 : event.version] == [event.event_id]


@pytest.fixture
async def dsn(database: MakeDatabase) -> str:
    dsn = await database(SCHEMA)
    async with connected(dsn) as connection:
        await connection.execute("CREATE TABLE ran (name text)")
    return dsn


@st.composite
def commits(draw: st.DrawFn) -> Commit:
    """Few names and versions, so that commits meet; an event's id follows from its place, so that some are the same."""
    events: list[NewEvent] = []
    for stream in draw(st.lists(st.sampled_from("abc"), max_size=2, unique=True)):
        first = draw(st.integers(1, 3))
        twin = draw(st.sampled_from("xxxy"))
        payload = draw(st.binary(max_size=40))
        events += [
            new(stream, version, uuid5(NAMESPACE_OID, f"{stream}{version}{twin}"), payload=payload)
            for version in range(first, first + draw(st.integers(1, 2)))
        ]
    guards = draw(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 2), max_size=1))
    key = draw(st.none() | st.builds(Key, st.sampled_from(["k1", "k2"]), st.just(b"f"), st.just(200), st.just(b"{}")))
    inbox = draw(
        st.none()
        | st.builds(
            lambda partition, previous, step: InboxPosition("me", "t", partition, previous, previous + step, 0),
            st.integers(0, 1),
            st.integers(0, 3),
            st.integers(1, 2),
        )
    )
    return Commit(tuple(events), tuple(guards.items()), (), key, inbox)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(asked=st.lists(commits(), min_size=1, max_size=12), limit=st.sampled_from([1, 3, 512]))
async def test_any_commits_have_the_outcomes_of_the_model(dsn: str, asked: list[Commit], limit: int) -> None:
    await _empty(dsn)
    ours = [
        Commit(c.events, c.guards, (("INSERT INTO ran (name) VALUES ($1)", (str(n),)),), c.key, c.inbox)
        for n, c in enumerate(asked)
    ]
    model = Model()
    expected = [model.submit(commit) for commit in ours]

    async with running(dsn, limit) as committer:
        told = await asyncio.gather(*[committer.submit(commit) for commit in ours])

    assert [committed.outcome for committed in told] == expected
    log = await log_of(dsn)
    streams: dict[str, list[UUID]] = {}
    for row in log:
        streams.setdefault(row.stream_id, []).append(row.event_id)
    assert streams == model.streams
    for commit, committed in zip(ours, told, strict=True):
        if commit.events and committed.position:
            row = log[committed.position - 1]
            assert (row.stream_id, row.event_id) == (commit.events[-1].stream, commit.events[-1].event_id)
    async with connected(dsn) as connection:
        inbox = {
            row["partition"]: row["position"] for row in await connection.fetch("SELECT partition, position FROM inbox")
        }
        assert inbox == model.inbox
        assert {row["key"] for row in await connection.fetch("SELECT key FROM idempotency")} == model.keys
        assert sorted(row["name"] for row in await connection.fetch("SELECT name FROM ran")) == sorted(model.ran)


async def _empty(dsn: str) -> None:
    """One database serves all examples: a new one would take longer than the example."""
    async with connected(dsn) as connection:
        await connection.execute("""
            ALTER TABLE events DISABLE TRIGGER never_changed;
            TRUNCATE events, idempotency, inbox, ran;
            ALTER TABLE events ENABLE ALWAYS TRIGGER never_changed;
            UPDATE head SET position = 0, hash = decode(repeat('00', 32), 'hex');
        """)
