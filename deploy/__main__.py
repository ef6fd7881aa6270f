"""`python -m deploy`: the command `shifan`."""

from deploy.cli import main

if __name__ == "__main__":
    main()
