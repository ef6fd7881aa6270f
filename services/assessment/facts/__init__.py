"""What a decision needs to know, looked up in the service's own tables, and whose act it is."""

from typing import assert_never

from services.assessment.assessment.commands import (
    AssessmentCommand,
    ConcludeAssessment,
    OrderSpotCheck,
    RecogniseStation,
    RecordSpotCheck,
    RecuseAssessor,
    RefuseRecognition,
    ScoreCandidate,
)
from services.assessment.facts import candidates, recognition, rectifying, seasons, titles
from services.assessment.list.commands import ListCommand, SubmitList
from services.assessment.panel.commands import AppointPanel, PanelCommand
from services.assessment.rubric.commands import PublishRubric, RubricCommand
from services.assessment.title.commands import (
    AcceptRectification,
    CertifyStation,
    DeclarePlaqueVoid,
    EndTitle,
    HandOverPlaque,
    HearDefence,
    OrderRectification,
    ProposeRevocation,
    ResumeTitle,
    RevokeTitle,
    ServeDecision,
    SuspendTitle,
    TakePlaqueBack,
    TitleCommand,
    WaiveDefence,
)
from shared.access.roles import Caller
from shared.database import Connection
from shared.eventsourcing.handling import Prepared

Command = RubricCommand | PanelCommand | AssessmentCommand | ListCommand | TitleCommand


async def prepare(command: Command, caller: Caller, connection: Connection) -> Prepared:  # noqa: PLR0911 (one line a part)
    match command:
        case PublishRubric():
            return seasons.publish_rubric(command, caller)
        case AppointPanel():
            return await seasons.appoint_panel(command, caller, connection)
        case SubmitList():
            return await seasons.submit_list(command, caller, connection)
        case ScoreCandidate() | RecuseAssessor() | ConcludeAssessment():
            return await candidates.prepare(command, caller, connection)
        case OrderSpotCheck() | RecordSpotCheck() | RecogniseStation() | RefuseRecognition():
            return await recognition.prepare(command, caller, connection)
        case (
            HandOverPlaque()
            | ProposeRevocation()
            | HearDefence()
            | WaiveDefence()
            | RevokeTitle()
            | ServeDecision()
            | TakePlaqueBack()
            | DeclarePlaqueVoid()
            | EndTitle()
        ):
            return await titles.prepare(command, caller, connection)
        case OrderRectification() | AcceptRectification() | SuspendTitle() | ResumeTitle():
            return await rectifying.prepare(command, caller, connection)
        case CertifyStation():
            raise TypeError("a title is given by the recognition of a candidate, never by itself")
        case _:
            assert_never(command)
