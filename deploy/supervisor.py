"""Starts again what died, with growing pauses, while a stack is up."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from deploy.embedded.files import ServerTrouble
from deploy.stack import Stack

Report = Callable[[str], None]
_LOOK_SECONDS = 0.5
_LONGEST_PAUSE = 10.0
_STEADY_SECONDS = 60.0


@dataclass(slots=True)
class Pauses:
    """How long to wait before the next try: double each time, from the start again after a steady minute."""

    tries: int = 0
    last: float = field(default=-_STEADY_SECONDS)

    def next(self, now: float) -> float:
        if now - self.last > _STEADY_SECONDS:
            self.tries = 0
        pause = 0.0 if self.tries == 0 else min(_LONGEST_PAUSE, 0.5 * 2 ** (self.tries - 1))
        self.tries += 1
        self.last = now + pause
        return pause


async def supervise(stack: Stack, report: Report) -> None:
    """Run until cancelled. Each thing that died is seen to on its own: one that does not start holds up no other."""
    pauses: dict[str, Pauses] = {}
    under_way: dict[str, asyncio.Task[None]] = {}
    try:
        while True:
            under_way = {name: task for name, task in under_way.items() if not task.done()}
            for name in stack.dead():
                if name not in under_way:
                    pause = pauses.setdefault(name, Pauses()).next(time.monotonic())
                    under_way[name] = asyncio.create_task(_again(stack, name, pause, report))
            await asyncio.sleep(_LOOK_SECONDS)
    finally:
        for task in under_way.values():
            task.cancel()
        await asyncio.gather(*under_way.values(), return_exceptions=True)


async def _again(stack: Stack, name: str, pause: float, report: Report) -> None:
    report(f"{name} has ended; starting it again" + (f" in {pause:.1f} s" if pause else ""))
    await asyncio.sleep(pause)
    try:
        await stack.restart(name)
    except ServerTrouble as trouble:
        report(f"{name}: {trouble}")
    else:
        report(f"{name} is back")
