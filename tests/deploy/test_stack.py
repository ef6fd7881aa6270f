"""The stack: what it makes, what it tells the services, how it is found, and how it comes back."""

import asyncio
import json
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx
import pytest

from deploy.databases import database_name
from deploy.embedded.files import ServerTrouble
from deploy.embedded.ports import free_ports
from deploy.embedded.processes import Remembered
from deploy.stack import SERVICES, Stack, wipe
from deploy.state import Process, live_state, read_state, write_state
from deploy.supervisor import Pauses, supervise
from deploy.topics import describe_topics, topics_of
from shared.bus.address import Address

MakeStack = Callable[..., Stack]


async def _get(url: str) -> dict[str, str]:
    async with httpx.AsyncClient(timeout=30, trust_env=False) as client:
        return dict((await client.get(url)).json())


async def test_it_makes_databases_topics_and_keys_before_the_services_start(make_stack: MakeStack) -> None:
    stack = make_stack()
    await stack.start()
    for name in ("registry", "publication", "vault"):
        await (await asyncpg.connect(stack.postgres_dsn(name))).close()
    topics = await describe_topics(stack.kafka, topics_of(stack.topic_prefix))
    assert {topic.name.removeprefix(stack.topic_prefix) for topic in topics} == {
        f"events.{owner}" for owner in SERVICES
    }
    assert {len(topic.end_offsets) for topic in topics} == {12}
    assert {topic.settings["retention.ms"] for topic in topics} == {"-1"}
    assert {topic.settings["compression.type"] for topic in topics} == {"zstd"}
    assert stack.issuer_key.stat().st_mode & 0o777 == 0o600
    public = json.loads((stack.data / "keys" / "jwks.json").read_text())["keys"][0]
    assert public["alg"] == "ES256"
    assert "d" not in public


async def test_a_service_learns_its_own_addresses_and_no_others(make_stack: MakeStack) -> None:
    stack = make_stack()
    await stack.start()
    registry = await _get(f"{stack.urls['registry']}/environment")
    publication = await _get(f"{stack.urls['publication']}/environment")
    assert registry["SHIFAN_DATABASE_URL"] == stack.environment("registry")["SHIFAN_DATABASE_URL"]
    assert urlsplit(registry["SHIFAN_DATABASE_URL"]).username == database_name("registry", stack.topic_prefix)
    assert registry["SHIFAN_KAFKA"] == stack.environment("registry")["SHIFAN_KAFKA"]
    assert Address.of(registry["SHIFAN_KAFKA"]).servers == Address.of(stack.kafka).servers
    assert registry["SHIFAN_TOPIC_PREFIX"] == stack.topic_prefix
    assert "SHIFAN_POSTGRES" not in registry
    assert "SHIFAN_VAULT_URL" not in registry
    assert urlsplit(publication["SHIFAN_VAULT_URL"]).username == database_name("vault", stack.topic_prefix)


async def test_what_was_killed_comes_back_on_its_port_and_the_note_follows(make_stack: MakeStack) -> None:
    stack = make_stack()
    await stack.start()
    before = live_state(stack.data)
    assert before is not None
    await stack.kill("registry")
    assert stack.dead() == ["registry"]
    await stack.restart("registry")
    after = live_state(stack.data)
    assert after is not None
    assert after.urls == before.urls == stack.urls
    assert after.services["registry"].process != before.services["registry"].process
    assert after.services["publication"] == before.services["publication"]


async def test_a_supervisor_brings_back_what_dies(make_stack: MakeStack) -> None:
    stack = make_stack(("registry",))
    await stack.start()
    back = asyncio.Event()
    watching = asyncio.create_task(supervise(stack, lambda line: back.set() if line == "registry is back" else None))
    await stack.kill("registry")
    await asyncio.wait_for(back.wait(), 60)
    assert stack.dead() == []
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)


def test_pauses_double_up_to_ten_seconds_and_begin_anew_after_a_steady_minute() -> None:
    pauses = Pauses()
    now = 0.0
    waited = []
    for _ in range(7):
        waited.append(pauses.next(now))
        now = pauses.last + 1
    assert waited == [0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0]
    assert pauses.next(now + 61) == 0.0


async def test_a_service_that_does_not_start_shows_its_log_and_nothing_is_left(make_stack: MakeStack) -> None:
    stack = make_stack(("registry",))
    broken = stack.data / "services" / "registry" / "broken"
    broken.parent.mkdir(parents=True)
    broken.touch()
    with pytest.raises(ServerTrouble, match="broken on purpose"):
        await stack.start()
    assert live_state(stack.data) is None
    broken.unlink()
    await stack.start()


async def test_a_second_stack_in_the_same_folder_is_refused(make_stack: MakeStack) -> None:
    first, second = make_stack(("registry",)), make_stack(("registry",))
    await first.start()
    with pytest.raises(ServerTrouble, match="runs in"):
        await second.start()
    assert first.dead() == []
    with pytest.raises(ServerTrouble, match="runs in"):
        await wipe(first.data, topic_prefix=first.topic_prefix)


async def test_a_note_of_processes_that_are_gone_is_stale(make_stack: MakeStack) -> None:
    stack = make_stack(("registry",))
    await stack.start()
    state = read_state(stack.data)
    await stack.stop()
    assert read_state(stack.data) is None
    assert state is not None
    # The pid is in use again, by somebody who began at another time.
    other = Process(pid=os.getpid(), began="some other day")
    write_state(stack.data, state.model_copy(update={"owner": other}))
    assert read_state(stack.data) is not None
    assert live_state(stack.data) is None
    (stack.data / "stack.json").write_text('{"owner": ')
    assert live_state(stack.data) is None


async def test_services_that_a_killed_stack_left_are_ended_first(make_stack: MakeStack, tmp_path: Path) -> None:
    # Another stack may take the usual port while the first one's is nobody's.
    remembered = tmp_path / "data" / "services" / "registry.port.json"
    remembered.parent.mkdir(parents=True)
    remembered.write_text(json.dumps(free_ports(1)))
    first = make_stack(("registry",))
    await first.start()
    process = first.services["registry"].process
    assert process is not None
    first._held.close()  # As the system does when the process of `up` is killed.
    first._ports.release()
    second = make_stack(("registry",))
    await second.start()
    assert not process.alive
    assert second.urls == first.urls


async def test_only_our_own_folder_is_emptied(make_stack: MakeStack, tmp_path: Path, topic_prefix: str) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "letter.txt").write_text("dear")
    with pytest.raises(ServerTrouble, match="left as it is"):
        await wipe(foreign, topic_prefix=topic_prefix)
    assert (foreign / "letter.txt").exists()
    stack = make_stack(("registry",))
    await stack.start()
    await stack.stop()
    await wipe(stack.data, topic_prefix=topic_prefix)
    assert not (stack.data / "keys").exists()
    assert await describe_topics(stack.kafka, topics_of(topic_prefix)) == []
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await asyncpg.connect(stack.postgres_dsn("registry"))


async def test_named_servers_are_only_emptied_of_what_has_a_prefix(make_stack: MakeStack) -> None:
    stack = make_stack(("registry",))
    await stack.start()
    await stack.stop()
    with pytest.raises(ServerTrouble, match="prefix"):
        await wipe(stack.data)
    assert (stack.data / "keys").exists()


async def test_a_named_server_is_not_ours_to_kill(make_stack: MakeStack) -> None:
    with pytest.raises(ServerTrouble, match="not ours"):
        await make_stack().kill("kafka")


def test_a_signal_never_hits_a_process_that_took_the_pid() -> None:
    Remembered(os.getpid(), "some other day").send(signal.SIGKILL)


async def test_a_service_whose_port_a_stranger_took_gets_another(make_stack: MakeStack, tmp_path: Path) -> None:
    stack = make_stack(("registry",))
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", 0))
        stranger.listen()
        taken = stranger.getsockname()[1]
        (tmp_path / "data" / "services").mkdir(parents=True)
        (tmp_path / "data" / "services" / "registry.port.json").write_text(f"[{taken}]")
        mine = iter([taken])
        takes = stack._ports.take
        stack._ports.take = lambda port: next(mine, None) == port or takes(port)  # type: ignore[method-assign]
        await stack.start()
        assert stack.services["registry"].port != taken
