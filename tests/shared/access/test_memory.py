from shared.access import memory
from shared.access.directory import Acting
from shared.access.memory import SECONDS, ActingMemory
from shared.access.roles import Caller, Level

CLERK = Caller("of-1", Level.COUNTY, "B-320402")
ACTING = Acting("某局", "320402", Level.COUNTY, "clerk")


def test_what_was_found_out_is_known_for_two_seconds() -> None:
    now = [100.0]
    known = ActingMemory(lambda: now[0])
    assert known.recall(CLERK) is None
    known.remember(CLERK, ACTING)
    now[0] += SECONDS - 0.01
    assert known.recall(CLERK) == ACTING
    now[0] += 0.02
    assert known.recall(CLERK) is None


def test_it_is_known_of_this_caller_at_this_bureau_alone() -> None:
    known = ActingMemory(lambda: 0.0)
    known.remember(CLERK, ACTING)
    assert known.recall(Caller("of-1", Level.COUNTY, "B-320404")) is None
    assert known.recall(Caller("of-1", Level.CITY, "B-320402")) is None


def test_only_so_many_are_remembered() -> None:
    known = ActingMemory(lambda: 0.0)
    for number in range(memory._MOST + 1):
        known.remember(Caller(f"of-{number}", Level.COUNTY), ACTING)
    assert known.recall(Caller("of-0", Level.COUNTY)) is None
    assert known.recall(Caller("of-1", Level.COUNTY)) == ACTING
