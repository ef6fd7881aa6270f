"""What is sent about a member of staff."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from services.registry.staff.commands import (
    AppointStaff,
    GiveConsent,
    LeaveStaff,
    ProposeStaff,
    RefuseAppointment,
    WithdrawConsent,
)
from shared.events.registry import StationPost
from shared.web.bodies import Body, Day, Name, Sha256, Text


class Publishable(StrEnum):
    """What of a person may be published with their consent."""

    NAME = "name"  # 姓名
    PHOTO = "photo"  # 照片
    SCORE = "score"  # 得分


class Appointment(Body):
    """Somebody, and the posts that they are to hold."""

    name: Name
    posts: tuple[StationPost, ...] = Field(max_length=20)

    def command(self, station_id: str, staff_id: str, today: date) -> AppointStaff:
        return AppointStaff(station_id, staff_id, self.name, self.posts, today)

    def proposed(self, station_id: str, staff_id: str, today: date) -> ProposeStaff:
        return ProposeStaff(staff_id, station_id, self.name, self.posts, today)


class Engagement(Body):
    """Nothing more need be said: the proposal says it."""


class NotEngaged(Body):
    """Why somebody is not engaged; the host reads it."""

    reasons: Text

    def command(self, station_id: str, staff_id: str, today: date) -> RefuseAppointment:
        return RefuseAppointment(staff_id, station_id, self.reasons, today)


class Departure(Body):
    """The last day of service; without one, today."""

    left_on: Day | None = None

    def command(self, station_id: str, staff_id: str, today: date) -> LeaveStaff:
        return LeaveStaff(staff_id, station_id, self.left_on or today, today)


class ConsentOnPaper(Body):
    """What somebody has agreed to have published, with the hash of the paper that they have signed."""

    covers: tuple[Publishable, ...] = Field(max_length=10)
    document_sha256: Sha256
    given_on: Day | None = None

    def command(self, station_id: str, staff_id: str, today: date) -> GiveConsent:
        covers = tuple(str(each) for each in self.covers)
        return GiveConsent(staff_id, station_id, covers, self.document_sha256, self.given_on or today, today)


class ConsentWithdrawal(Body):
    """The day from which nothing personal is published any more; without one, today."""

    withdrawn_on: Day | None = None

    def command(self, station_id: str, staff_id: str, today: date) -> WithdrawConsent:
        return WithdrawConsent(staff_id, station_id, self.withdrawn_on or today, today)
