"""`./shifan up`: a stack in the foreground, watched over until it is told to stop; and `down`, which tells it."""

import asyncio
import signal
from pathlib import Path

from deploy.embedded.files import ServerTrouble
from deploy.embedded.servers import Servers
from deploy.folders import remember_use
from deploy.stack import Stack, stop_left_behind
from deploy.state import read_state
from deploy.supervisor import supervise
from deploy.words import Language, out, say, table, word
from shared.bus.address import Address

_DOWN_SECONDS = 90.0


async def up(data: Path, lang: Language) -> None:
    """Run until Ctrl-C or SIGTERM, then stop in order."""
    stack = Stack(data, report=say)
    ending = _ends_by_signal()
    starting = asyncio.create_task(stack.start())
    await asyncio.wait([starting, ending], return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)
        return
    await starting
    remember_use(data)
    _show(stack, lang)
    watching = asyncio.create_task(supervise(stack, say))
    await asyncio.wait([watching, ending], return_when=asyncio.FIRST_COMPLETED)
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    say("stopping")
    await stack.stop()


def _ends_by_signal() -> "asyncio.Future[None]":
    loop = asyncio.get_running_loop()
    ending: asyncio.Future[None] = loop.create_future()

    def end() -> None:
        if not ending.done():
            ending.set_result(None)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, end)
    return ending


def _show(stack: Stack, lang: Language) -> None:
    rows = [(name, word("ready", lang), service.url) for name, service in stack.services.items()]
    servers = {"kafka": Address.of(stack.kafka).servers, "postgres": _address(stack)}
    rows += [(name, word("running", lang), address) for name, address in servers.items()]
    out.print(table(["service", "state", "url"], rows, lang))
    say(f"data: {stack.data}; logs: {stack.log('<service>')}; Ctrl-C stops everything")


def _address(stack: Stack) -> str:
    """Where PostgreSQL is, without the password that may stand in its address, or where it lies."""
    return stack.postgres_dsn("postgres").rpartition("@")[2].partition("?")[0]


async def down(data: Path) -> bool:
    """Stop the stack of the folder, also one whose `up` was killed; says whether there was one."""
    state = read_state(data)
    if state is not None and state.owner.remembered.alive:
        owner = state.owner.remembered
        say(f"stopping the stack in {data}")
        owner.send(signal.SIGTERM)
        if not await asyncio.to_thread(owner.gone_within, _DOWN_SECONDS):
            raise ServerTrouble(f"it does not stop; its process is {owner.pid}, its logs are in {data / 'logs'}")
        return True
    servers = Servers(data, say, {})
    if (state is None or not state.live) and not _ours_run(servers):
        return False
    say(f"stopping what a killed stack left running in {data}")
    await asyncio.to_thread(stop_left_behind, data, say)
    await servers.stop()
    return True


def _ours_run(servers: Servers) -> bool:
    return any(
        server is not None and server.process() is not None for server in (servers.own_kafka, servers.own_postgres)
    )
