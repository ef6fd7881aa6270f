"""`python -m services.audit [api|worker|relay|migrate|replay]`: run audit, or make its read models again."""

import sys

from services.audit.replay import main as replay
from services.audit.service import SERVICE
from shared.service import run

if __name__ == "__main__":
    if sys.argv[1:2] == ["replay"]:
        sys.exit(replay(sys.argv[2:]))
    run(SERVICE)
