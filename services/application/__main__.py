"""Runs the service: `python -m services.application [all|api|worker|relay|migrate]`."""

from services.application.service import SERVICE
from shared.service import run

if __name__ == "__main__":
    run(SERVICE)
