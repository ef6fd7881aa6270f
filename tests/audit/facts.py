"""Recorded events made by hand for the lists and the signals: who did what for which bureau, and when."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID, uuid5

from services.audit.projections import project
from shared.events.application import ApplicationFiled, InspectionRecorded, RecommendationIssued
from shared.events.assessment import AssessmentScored, ItemScore, PanelAppointed
from shared.events.event import Event
from shared.events.registry import BureauSucceeded, CalendarPublished, JurisdictionResolved
from shared.eventsourcing.commits import Commit, Outcome
from shared.eventsourcing.committer import Committer
from shared.eventsourcing.envelope import Recorded

CHINA = timezone(timedelta(hours=8))
_IDS = UUID("0f6f8f3e-0000-4000-8000-000000000001")
MONDAY = datetime(2013, 9, 23, 10, 0, tzinfo=CHINA)
"""A working day, within working hours."""
THAT_DAY = MONDAY.date()
COUNTY = {"level": "county", "bureau": "B-320402", "jurisdiction": "320402"}
CITY = {"level": "city", "bureau": "B-320400", "jurisdiction": "320400"}


class Book:
    """The logs of all owners: each event gets the next place in its owner's."""

    def __init__(self) -> None:
        self.recorded: list[Recorded[Event]] = []
        self._heads: dict[str, int] = {}

    def add(self, event: Event, at: datetime = MONDAY, who: str = "of-1", **said: str) -> str:
        """Record an event; its place in the log, as evidence names it."""
        owner = event.owner()
        position = self._heads[owner] = self._heads.get(owner, 0) + 1
        attributes = {"actor": who, "correlationid": f"{owner}{position}", **(said or COUNTY)}
        place = f"{owner}:{position}"
        instant = at.astimezone(UTC)
        self.recorded.append(
            Recorded(
                event, uuid5(_IDS, place), event.type_name(), "s", position, position, instant, instant, attributes, b""
            )
        )
        return place


async def learn(writer: Committer, recorded: Iterable[Recorded[Event]]) -> None:
    """What audit makes of events, in the order in which they come to it."""
    for one in recorded:
        commit = Commit(statements=tuple(project(one)))
        assert (await writer.submit(commit)).outcome is Outcome.WRITTEN


def filed(number: int, at: datetime = MONDAY) -> ApplicationFiled:
    return ApplicationFiled(
        application_id=f"A-2013-st-{number}",
        season_id="S-2013-320400",
        station_id=f"st-{number}",
        host_id="ho-1",
        bureau_code="B-320402",
        form_sha256="0" * 64,
        self_score_tenths=900,
        filed_at=at,
    )


def inspected(number: int, *inspectors: str, on: date = THAT_DAY, remarks: str = "") -> InspectionRecorded:
    return InspectionRecorded(
        application_id=f"A-2013-st-{number}",
        station_id=f"st-{number}",
        inspectors=inspectors or ("of-2", "of-3"),
        meets_standard=True,
        failed_items=(),
        remarks=remarks,
        inspected_on=on,
    )


def recommended(number: int, by: str = "of-1", on: date = THAT_DAY, opinion: str = "同意推荐") -> RecommendationIssued:
    return RecommendationIssued(
        application_id=f"A-2013-st-{number}",
        season_id="S-2013-320400",
        station_id=f"st-{number}",
        bureau_code="B-320402",
        recommender=by,
        opinion=opinion,
        recommended_on=on,
    )


def panel(*members: str) -> PanelAppointed:
    return PanelAppointed(panel_id="pa-1", season_id="S-2013-320400", members=members, appointed_on=THAT_DAY)


def scored(number: int, by: str, on: date = THAT_DAY, note: str = "") -> AssessmentScored:
    return AssessmentScored(
        application_id=f"A-2013-st-{number}",
        season_id="S-2013-320400",
        station_id=f"st-{number}",
        assessor=by,
        rubric_id="R-JS-2013",
        scores=(ItemScore(item="1", tenths=50, note=note),),
        total=900,
        scored_on=on,
    )


def resolved(number: int, bureau: str, division: str = "320402") -> JurisdictionResolved:
    return JurisdictionResolved(
        station_id=f"st-{number}", bureau_code=bureau, division_code=division, town="", since=THAT_DAY
    )


def succeeded(bureau: str, successor: str) -> BureauSucceeded:
    return BureauSucceeded(bureau_code=bureau, successor_code=successor, document_number="1号", succeeded_on=THAT_DAY)


def calendar(holidays: Iterable[date] = (), workdays: Iterable[date] = ()) -> CalendarPublished:
    return CalendarPublished(
        year=2013, weekday_holidays=tuple(holidays), weekend_workdays=tuple(workdays), source="国办发明电〔2012〕33号"
    )


def dishonest_season() -> tuple[Book, set[tuple[str, str]]]:
    """A season with something for every kind of signal, and each kind with a place that must be in its evidence."""
    book, planted = Book(), set()
    book.add(calendar([date(2013, 10, 2)], [date(2013, 9, 29)]), MONDAY - timedelta(days=200), level="operator")
    book.add(resolved(1, "B-320402"), MONDAY - timedelta(days=90))
    book.add(succeeded("B-320402", "B-320499"), MONDAY + timedelta(days=30), level="operator")
    book.add(resolved(2, "B-320404", "320404"), MONDAY - timedelta(days=90))
    words = "该站制度健全台账完整人员到位示范作用明显同意推荐上报"
    for number in range(1, 6):
        soon = MONDAY + timedelta(minutes=30, seconds=20 * number)
        place = book.add(recommended(number, opinion=words), soon)
        planted |= {("identical_words", place), ("batch_approval", place)}
        planted |= {("outside_jurisdiction", place)} if number == 2 else set()
    planted.add(("late_recording", book.add(inspected(6, "of-2", on=date(2013, 5, 2)), who="of-2")))
    planted.add(("dated_ahead", book.add(inspected(7, "of-7", on=date(2013, 12, 2)), who="of-3")))
    planted.add(("back_dated", book.add(recommended(8, on=date(2013, 9, 13)), MONDAY + timedelta(hours=3))))
    holiday = datetime(2013, 10, 2, 10, 0, tzinfo=CHINA)
    planted.add(("quick_score", book.add(panel("of-7", "of-8"), holiday, "of-6", **CITY)))
    score = book.add(scored(7, "of-7", on=holiday.date()), holiday + timedelta(minutes=4), "of-7", **CITY)
    return book, planted | {(kind, score) for kind in ("quick_score", "same_person_twice", "outside_hours")}
