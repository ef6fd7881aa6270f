"""`python -m services.incentives [all|api|worker|relay|migrate]`."""

from services.incentives.service import SERVICE
from shared.service import run

if __name__ == "__main__":
    run(SERVICE)
