"""`python -m deploy.embedded start|stop|kill DIR`: the two servers alone, as tests and the curious need them."""

import asyncio
import sys
from pathlib import Path

from deploy.embedded.files import ServerTrouble
from deploy.embedded.servers import Servers

_USAGE = "usage: python -m deploy.embedded start|stop|kill DIR"


def main(arguments: list[str]) -> int:
    match arguments:
        case ["start", folder]:
            servers = Servers(Path(folder), _say, {})
            asyncio.run(servers.start())
            print(f"SHIFAN_POSTGRES={servers.postgres()}")
            print(f"SHIFAN_KAFKA={servers.kafka}")
        case ["stop", folder]:
            asyncio.run(Servers(Path(folder), _say, {}).stop())
        case ["kill", folder]:
            servers = Servers(Path(folder), _say, {})
            for server in (servers.own_postgres, servers.own_kafka):
                if server is not None:
                    server.kill()
        case _:
            _say(_USAGE)
            return 2
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except ServerTrouble as trouble:
        _say(str(trouble))
        sys.exit(1)
