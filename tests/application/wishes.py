"""What a host and a county ask on an application of the examples, with the facts as they stand then."""

from datetime import date

from services.application.filing.commands import (
    AcceptApplication,
    CheckVetoes,
    FileApplication,
    FilingFacts,
    IssueRecommendation,
    RecordInspection,
    RefuseRecommendation,
    SeasonFacts,
    WithdrawApplication,
)
from services.application.rules import closing_instant
from tests.application.examples import (
    APPLICATION_ID,
    COUNTY,
    HOST_ID,
    INSPECTORS,
    SEASON_ID,
    SHA,
    STATION_ID,
    at,
    findings,
    fit,
    opened,
    recommended,
    refused,
    settings,
    withdrawn,
)

season = SeasonFacts(
    opened_on=opened.opened_on,
    closes_at=closing_instant(settings),
    recommendations_due_on=settings.recommendations_due_on,
)
over = SeasonFacts(
    opened_on=opened.opened_on,
    closes_at=closing_instant(settings),
    recommendations_due_on=settings.recommendations_due_on,
    recommendations_closed=True,
)
facts = FilingFacts(season=season, host_id=HOST_ID, bureau_code=COUNTY, operating_since=date(2012, 3, 1))

file_it = FileApplication(APPLICATION_ID, SEASON_ID, STATION_ID, SHA, 930, at(date(2013, 8, 12)), facts)
accept = AcceptApplication(APPLICATION_ID, date(2013, 8, 13), season)
check = CheckVetoes(APPLICATION_ID, findings, date(2013, 8, 14), season)
inspect = RecordInspection(
    APPLICATION_ID,
    INSPECTORS,
    meets_standard=True,
    failed_items=(),
    remarks=fit.remarks,
    inspected_on=fit.inspected_on,
    today=date(2013, 9, 6),
    officers=frozenset(INSPECTORS),
    season=season,
)
recommend = IssueRecommendation(APPLICATION_ID, "of-1", recommended.opinion, date(2013, 9, 10), COUNTY, season)
refuse = RefuseRecommendation(APPLICATION_ID, refused.reasons, refused.refused_on)
withdraw = WithdrawApplication(APPLICATION_ID, withdrawn.reason, withdrawn.withdrawn_at)
