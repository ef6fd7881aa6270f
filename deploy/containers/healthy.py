"""`python -m deploy.containers.healthy`: ends with 0 where the service of this container is ready, else with 1."""

import os
import sys
import urllib.error
import urllib.request

_SECONDS = 8.0


def is_ready(port: int) -> bool:
    """Whether what listens there says that it can work."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=_SECONDS) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_ready(int(os.environ.get("SHIFAN_PORT", "8100"))) else 1)
