"""`./shifan reader`: somebody outside is let into Kafka, to read the topics that are named and nothing else."""

import re
from collections.abc import Sequence
from pathlib import Path

from deploy.embedded.files import ServerTrouble
from deploy.keys import keys_in
from deploy.principals import as_reader, make_reader
from deploy.state import State
from shared.bus.address import Address
from shared.bus.topics import topic_of
from shared.events.catalogue import LOGS


async def let_read(data: Path, state: State, name: str, owners: Sequence[str]) -> list[str]:
    """Make the user, and say where they come in, as whom and what they read; asked again, the password stays.

    Raises:
        ServerTrouble: the name is none, an owner does not exist, or Kafka refuses.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", name):
        raise ServerTrouble(f"{name!r} is no name of a reader: small letters, digits and hyphens")
    unknown = sorted(set(owners) - set(LOGS))
    if unknown:
        raise ServerTrouble(f"there are no events of {', '.join(unknown)}; there are those of {', '.join(LOGS)}")
    folder = keys_in(data).kafka
    await make_reader(state.kafka, name, owners, state.topic_prefix, folder)
    way = Address.of(as_reader(state.kafka, name, state.topic_prefix, folder))
    who = (
        [f"user: {way.user}", f"password in: {way.passfile}"]
        if way.user
        else ["user: none, this Kafka asks for no password"]
    )
    tls = [f"{name}: {said}" for name, said in way.tls_options().items() if name in {"security", "cafile"}]
    return [
        f"servers: {way.servers}",
        *who,
        *tls,
        *(f"topic: {topic_of(owner, state.topic_prefix)}" for owner in owners),
    ]
