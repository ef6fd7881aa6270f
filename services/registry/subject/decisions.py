"""The rules for erasing what is known of a member of staff.

The tables that people read lose the name at once. The log keeps the recorded bytes: they are proved by its chain, and
stay readable to whoever reads the log itself for as long as personal fields are not encrypted with a key a person.
"""

from services.registry.subject.commands import EraseSubject
from services.registry.subject.state import ERASED, RESTRICTED, Subject, evolve
from shared.events.registry import SubjectErased
from shared.eventsourcing.decider import Decider


def decide(command: EraseSubject, subject: Subject) -> list[SubjectErased]:
    return erase_subject(command, subject)


def erase_subject(command: EraseSubject, subject: Subject) -> list[SubjectErased]:
    """While a retention period runs the data are closed to everybody; after it they are erased, once."""
    outcome = RESTRICTED if command.retained_until > command.today else ERASED
    if subject.outcome in {outcome, ERASED}:
        return []
    return [
        SubjectErased(
            subject_id=command.staff_id,
            station_id=command.station_id,
            outcome=outcome,
            grounds=command.grounds,
            retained_until=command.retained_until,
            erased_on=command.today,
        )
    ]


SUBJECT = Decider(initial=Subject(), decide=decide, evolve=evolve)
