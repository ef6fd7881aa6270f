"""Why a service listens to another's event; a test compares the pairs with what the services match."""

HEARS: dict[str, dict[str, str]] = {
    "StaffAppointed": {"incentives": "only who serves at a station of the organiser is nominated"},
    "SeasonDrafted": {"assessment": "the chapter's settings, for panel, places and the list's last day"},
    "ApplicationWithdrawn": {
        "assessment": "who has withdrawn is neither concluded nor listed",
        "publication": "the candidate leaves a notice that is open",
    },
    "VetoChecked": {"assessment": "a veto that stands fails the assessment whatever the score"},
    "RecommendationsClosed": {
        "assessment": "the candidates to be assessed, with their inspectors, who may not assess them",
        "publication": "the candidates that a notice may be opened over, with the names of the day",
    },
    "PublicNoticeOpened": {"application": "the application's stage: on notice"},
    "CandidateHeld": {
        "application": "the application's stage: held for an objection",
        "assessment": "who is held is not listed until the objection is decided",
    },
    "CandidateReleased": {
        "application": "the hold is over",
        "assessment": "the hold is over; the candidate may be listed",
    },
    "CandidateStruckOff": {
        "application": "the application's stage: struck off",
        "assessment": "who is struck off is not listed",
    },
    "CandidateWithdrawn": {"assessment": "who has left the notice is not listed"},
    "PublicNoticeClosed": {
        "application": "how each candidate stands after the notice",
        "assessment": "only who was kept passes: the notice's result is one half of the condition",
    },
    "ResultPublished": {
        "application": "the season's and the application's stage: published",
        "assessment": "a plaque is handed over after the title was published",
    },
    "AssessmentPassed": {"application": "the application's stage: assessment passed"},
    "AssessmentFailed": {"application": "the application's stage: assessment failed"},
    "ListSubmitted": {
        "application": "from here on nothing is withdrawn; the stage: submitted, or in reserve",
        "publication": "the batch of which the province decides, so that it can tell when it is complete",
    },
    "RecognitionRefused": {
        "application": "the application's stage: not recognised",
        "publication": "this one of the batch is decided",
    },
    "Certified": {
        "application": "the application's stage: recognised; who holds a title does not apply again",
        "publication": "this one of the batch is decided; the register and the check of a certificate",
    },
    "Revoked": {
        "application": "a station whose title was revoked is barred for the seasons that the settings say",
        "publication": "the register says so from the day of the decision; the revocation may be published",
    },
}
