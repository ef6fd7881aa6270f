"""`python -m services.assessment [all|api|worker|relay|migrate]`."""

from services.assessment.service import SERVICE
from shared.service import run

if __name__ == "__main__":
    run(SERVICE)
