"""`python -m services.publication`: the service as a process."""

from services.publication.service import SERVICE
from shared.service import run

if __name__ == "__main__":
    run(SERVICE)
