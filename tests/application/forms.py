"""The form of the application of the examples: its draft, scores and files, its correction, and what is asked of it."""

from dataclasses import replace
from datetime import date

from services.application.filing.commands import (
    FileDraft,
    HandOver,
    NotAccept,
    RecordPaper,
    Refile,
    ReturnForCorrection,
)
from services.application.filing.forms import (
    AssessSelf,
    AttachEvidence,
    CheckEvidence,
    DraftApplication,
    RemoveEvidence,
    Standard,
)
from shared.events.application import (
    ApplicationDrafted,
    ApplicationNotAccepted,
    ApplicationRefiled,
    ApplicationReturned,
    EvidenceAttached,
    EvidenceChecked,
    EvidenceRemoved,
    FilingChannel,
    ItemScore,
    KnownFact,
    SelfAssessed,
    TrustGrade,
)
from shared.events.assessment import RubricPublished
from shared.events.rubric import RubricItem
from tests.application.examples import APPLICATION_ID, HOST_ID, SEASON_ID, SHA, STATION_ID, at
from tests.application.wishes import facts, season

PAPER = "1" * 64
PHOTO = "2" * 64
WEIGHTS = {"A1": 40, "C1": 50, "D2": 80}
standard = Standard("R-JS-2013", WEIGHTS)


def score(item: str, tenths: int) -> ItemScore:
    return ItemScore(item=item, tenths=tenths, note="")


scores = (score("A1", 40), score("C1", 30), score("D2", 75))
rubric = RubricPublished(
    rubric_id="R-JS-2013",
    title="标准",
    provenance="proposal",
    dimensions=(),
    items=tuple(
        RubricItem(code=code, dimension=code[0], name_zh=code, name_en=code, weight=weight, evidence="", backed_by="")
        for code, weight in WEIGHTS.items()
    ),
    vetoes=(),
    pass_total=900,
    spread_limit=30,
    published_on=date(2013, 5, 15),
)

drafted_form = ApplicationDrafted(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    host_id=HOST_ID,
    statement="自愿申请",
    contact="甲经理",
    drafted_at=at(date(2013, 8, 1)),
)
known = (KnownFact(item="C1", fact="已配备：站长"),)
assessed = SelfAssessed(
    application_id=APPLICATION_ID,
    station_id=STATION_ID,
    rubric_id="R-JS-2013",
    scores=scores,
    total_tenths=145,
    known=known,
    assessed_on=date(2013, 8, 2),
)
attached = EvidenceAttached(
    application_id=APPLICATION_ID,
    station_id=STATION_ID,
    sha256=PHOTO,
    media_type="image/png",
    size_bytes=9,
    title="公示栏照片",
    items=("A1",),
    grade=TrustGrade.C,
    attached_on=date(2013, 8, 2),
)
removed = EvidenceRemoved(
    application_id=APPLICATION_ID, station_id=STATION_ID, sha256=PHOTO, removed_on=date(2013, 8, 3)
)
checked = EvidenceChecked(
    application_id=APPLICATION_ID,
    station_id=STATION_ID,
    sha256=PHOTO,
    grade=TrustGrade.B,
    checked_on=date(2013, 8, 13),
)
returned = ApplicationReturned(
    application_id=APPLICATION_ID,
    station_id=STATION_ID,
    missing=("承诺书未盖章", "缺公示栏照片"),
    due_on=date(2013, 8, 20),
    due_is_provisional=False,
    returned_on=date(2013, 8, 13),
)
refiled = ApplicationRefiled(
    application_id=APPLICATION_ID, station_id=STATION_ID, form_sha256=PAPER, refiled_at=at(date(2013, 8, 20), 17, 30)
)
not_accepted = ApplicationNotAccepted(
    application_id=APPLICATION_ID,
    season_id=SEASON_ID,
    station_id=STATION_ID,
    reasons="逾期未补正",
    refused_on=date(2013, 8, 21),
)

draft = DraftApplication(
    APPLICATION_ID,
    SEASON_ID,
    STATION_ID,
    drafted_form.statement,
    drafted_form.contact,
    drafted_form.drafted_at,
    host_id=HOST_ID,
    standard=standard,
)
assess = AssessSelf(APPLICATION_ID, scores, assessed.assessed_on, standard, known)
attach = AttachEvidence(
    APPLICATION_ID, PHOTO, "image/png", 9, attached.title, ("A1",), TrustGrade.C, attached.attached_on, standard
)
remove = RemoveEvidence(APPLICATION_ID, PHOTO, removed.removed_on)
check_file = CheckEvidence(APPLICATION_ID, PHOTO, TrustGrade.B, checked.checked_on)
file_draft = FileDraft(APPLICATION_ID, PAPER, at(date(2013, 8, 12)), facts, standard)
paper = RecordPaper(
    APPLICATION_ID,
    SEASON_ID,
    STATION_ID,
    SHA,
    930,
    FilingChannel.COUNTER,
    date(2013, 8, 12),
    None,
    "企业不便上网",
    at(date(2013, 8, 12)),
    facts,
)
by_post = replace(paper, channel=FilingChannel.POST)
return_it = ReturnForCorrection(
    APPLICATION_ID, returned.missing, returned.returned_on, returned.due_on, due_is_provisional=False, season=season
)
refile = Refile(APPLICATION_ID, refiled.refiled_at, PAPER, standard)
not_accept = NotAccept(APPLICATION_ID, not_accepted.reasons, not_accepted.refused_on)
moved_on = date(2013, 9, 6)
moved = HandOver(STATION_ID, "320404", "", moved_on, True, "B-320404", APPLICATION_ID)
