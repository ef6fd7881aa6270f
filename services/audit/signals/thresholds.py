"""From where on something is listed: every number of the signals, each with what it rests on.

None of them is law unless it says so. They only decide what an auditor is shown, and a change of one shows with the
next `replay`, which makes the signals anew.
"""

from datetime import time, timedelta

QUICK_SCORE = timedelta(minutes=10)
"""A score so soon after the assignment. [assumption: the standard's items cannot be gone through on the spot faster]"""

IDENTICAL_CASES = 3
"""In so many cases the same person gives the same words. [assumption: two may be alike by their nature]"""

IDENTICAL_LENGTH = 20
"""Words shorter than so many characters are set phrases, as 符合要求, and say nothing. [assumption]"""

BATCH_ACTS = 5
"""So many decisions of one person and one kind, each a command of its own, within a stretch. [assumption]"""

BATCH_MINUTES = 10
"""The stretch: the hours are cut into pieces of so many minutes, and each piece is counted alone. [assumption]"""

OFFICE_OPENS = time(8, 30)
OFFICE_CLOSES = time(17, 30)
"""Working hours in China time, noon included. [assumption: the usual hours; seasons and places shift them]"""

LATE_DAYS = 30
"""What was recorded more than so many days after it happened is late. [assumption: papers are filed by the month]"""

BACK_DATED_DAYS = 1
"""A decision is dated on the day on which it is recorded; a day less is worth a look (domain §7.6: dates are kept)."""

EVIDENCE_SHOWN = 50
"""So many pieces of evidence are named; the rest are counted."""
