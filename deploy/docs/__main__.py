"""`python -m deploy.docs`: writes docs/events.md anew, and a golden sample of every event that has none yet."""

from deploy.docs.events import DOCUMENT, document
from deploy.docs.samples import add_missing

DOCUMENT.write_text(document(), encoding="utf-8")
print(f"wrote {DOCUMENT.name}; new samples: {', '.join(add_missing()) or 'none'}")
