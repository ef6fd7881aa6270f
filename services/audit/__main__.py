"""`python -m services.audit [all|api|worker|relay|migrate]`."""

from services.audit.service import SERVICE
from shared.service import run

if __name__ == "__main__":
    run(SERVICE)
