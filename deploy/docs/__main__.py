"""`python -m deploy.docs`: writes the documents that are made from the code, and a golden sample of each new event.

With `--release` what they promise becomes what the next release is held to, unless it breaks what was promised before.
"""

import argparse
import sys
from collections.abc import Sequence

from deploy.docs import contracts
from deploy.docs.data_map import DATA_MAP, data_map
from deploy.docs.events import DOCUMENT, document
from deploy.docs.operations import OPERATIONS, operations
from deploy.docs.samples import add_missing
from deploy.gate.promises import RELEASED
from deploy.gate.verdict import release


def main(arguments: Sequence[str] | None = None) -> int:
    """Write, and perhaps release; 1 if the gate is red."""
    parser = argparse.ArgumentParser(prog="python -m deploy.docs", description=(__doc__ or "").strip())
    parser.add_argument("--release", action="store_true", help="hold the next release to what is promised now")
    to_release = parser.parse_args(arguments).release
    DOCUMENT.write_text(document(), encoding="utf-8")
    DATA_MAP.write_text(data_map(), encoding="utf-8")
    OPERATIONS.write_text(operations(), encoding="utf-8")
    contracts.write()
    written = ", ".join((DOCUMENT.name, DATA_MAP.name, f"tables of {OPERATIONS.name}"))
    print(f"wrote {written} and docs/api; new samples: {', '.join(add_missing()) or 'none'}")
    if not to_release:
        return 0
    broken = release(contracts.promised_documents(), RELEASED)
    print("\n".join(["refused: the last release promised otherwise", *broken] if broken else ["released"]))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
