"""What notification does beside requests and messages."""

import asyncio

from services.notification.reminder.late import remind_late
from services.notification.sending.leading import send_messages
from shared.runtime import Runtime


async def do_chores(runtime: Runtime) -> None:
    """Send messages, and remind of what was heard of late, until this is cancelled."""
    async with asyncio.TaskGroup() as group:
        group.create_task(send_messages(runtime))
        group.create_task(remind_late(runtime))
