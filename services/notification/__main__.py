"""`python -m services.notification [all|api|worker|relay|migrate]`."""

from services.notification.service import SERVICE
from shared.service import run

if __name__ == "__main__":
    run(SERVICE)
