"""`python -m services.registry [all|api|worker|relay|migrate]`."""

from services.registry.service import SERVICE
from shared.service import run

if __name__ == "__main__":
    run(SERVICE)
