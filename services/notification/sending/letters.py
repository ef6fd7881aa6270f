"""A message as a letter, in the language that its recipient reads."""

from services.notification.sending.mail import Letter
from services.notification.sending.outbox import Due
from services.notification.templates import rendered
from shared.events.notification import Language


def letter(due: Due) -> Letter:
    """The words of the version in which the message was made, also where there are newer ones."""
    values = {**due.data, "station": due.station, "case_id": due.case_id}
    said = rendered(due.template, due.template_version, Language(due.language), values)
    return Letter(due.address, due.language, said.subject, said.text, said.html)
