"""Runs a service as the next release might be: `python -m tests.faults.newer NAME` knows a type in a newer version."""

import importlib
import sys

from shared.events.registry import StationRegistered


def as_the_next_release() -> None:
    """What was version 1 is written as version 2 from now on, and both are read.

    It comes before the catalogue is made: a type's name is looked up once and kept.
    """
    assert "shared.events.catalogue" not in sys.modules, "the catalogue has the names of this release already"
    StationRegistered.schema_version = 2
    catalogue = importlib.import_module("shared.events.catalogue").CATALOGUE
    now = StationRegistered.type_name()
    catalogue[now.removesuffix("v2") + "v1"] = StationRegistered


if __name__ == "__main__":
    as_the_next_release()
    name = sys.argv[1]
    importlib.import_module("shared.service").run(importlib.import_module(f"services.{name}.service").SERVICE, [])
