"""Why a service listens to another's event; a test compares the pairs with what the services match."""

HEARS: dict[str, dict[str, str]] = {
    "StaffAppointed": {
        "application": "which posts are filled, for the self-assessment of C1",
        "incentives": "only who serves at a station of the organiser is nominated",
    },
    "StaffLeft": {
        "application": "which posts are filled, for the self-assessment of C1",
        "incentives": "who has left is not nominated any more; an award stands",
    },
    "TrainingHeld": {
        "application": "which trainings the station attended, for the self-assessment of C3",
    },
    "PeriodSummarised": {
        "application": "the ledger in figures, for the self-assessment of B5, D1 and D2",
    },
    "PlatformActivityRecorded": {
        "application": "the activities on the five platforms, for the self-assessment of D6",
    },
    "CultivationStarted": {
        "application": "whether the station is under cultivation, for its self-assessment",
    },
    "RubricPublished": {
        "application": "the items that a host scores itself by, and what each is worth",
    },
    "StationMoved": {
        "application": "the case goes to the bureau of the new place, which inspects it anew",
        "assessment": "the title is suspended until the new premises were inspected",
        "publication": "the place of each day, for the register",
    },
    "JurisdictionResolved": {
        "application": "where another bureau becomes competent, it has the case",
        "publication": "the competent bureau of each day, for the register; whose an opinion about a title is",
    },
    "StationClosed": {
        "application": "a station that has ended has no application any more",
        "assessment": "a title ends with its station",
    },
    "StationTransferred": {
        "application": "another host does not go on with the application of the one before",
        "assessment": "a title ends when another host takes the station over",
        "publication": "the host of each day, for the register",
    },
    "SeasonDrafted": {
        "assessment": "the chapter's settings, for panel, places and the list's last day",
        "registry": "by which day of the year the survey is due",
    },
    "ApplicationWithdrawn": {
        "assessment": "who has withdrawn is neither concluded nor listed",
        "publication": "the candidate leaves a notice that is open",
    },
    "VetoChecked": {
        "assessment": "a veto that stands fails the assessment whatever the score",
    },
    "RecommendationsClosed": {
        "assessment": "the candidates to be assessed, with their inspectors, who may not assess them",
        "publication": "the candidates that a notice may be opened over, with the names of the day",
    },
    "PublicNoticeOpened": {
        "application": "the application's stage: on notice",
    },
    "PublicNoticeExtended": {
        "application": "until when the candidate is on notice",
    },
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
    "CandidateWithdrawn": {
        "assessment": "who has left the notice is not listed",
    },
    "PublicNoticeClosed": {
        "application": "how each candidate stands after the notice",
        "assessment": "only who was kept passes: the notice's result is one half of the condition",
    },
    "ResultPublished": {
        "application": "the season's and the application's stage: published; the season is closed",
        "assessment": "a plaque is handed over after the title was published",
    },
    "AssessmentPassed": {
        "application": "the application's stage: assessment passed",
        "registry": "where the station stood on that day, for its uplift over the years",
    },
    "AssessmentFailed": {
        "application": "the application's stage: assessment failed",
        "registry": "where the station stood on that day, for its uplift over the years",
    },
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
        "registry": "the title is on the station's file",
    },
    "Revoked": {
        "application": "a station whose title was revoked is barred for the seasons that the settings say",
        "incentives": "where it was for false records, the stars of the station are looked at again",
        "publication": "the register says so from the day of the decision; the revocation may be published",
        "registry": "the end of the title is on the station's file",
    },
    "TitleEnded": {
        "application": "who holds no title any more may apply again, without a bar",
        "publication": "the register and the check of a certificate say since when, and why",
        "registry": "the end of the title is on the station's file",
    },
    "SettingChanged": {
        "assessment": "places, panel, rubric and the list's last day may be others from now on",
        "registry": "the day of the survey may be another from now on",
    },
    "SeasonExtended": {
        "assessment": "the settings as they stand since",
        "registry": "the settings as they stand since, with the day of the survey",
    },
    "CalendarPublished": {
        "application": "provisional deadlines of the year are reckoned again",
        "assessment": "a provisional last day of a rectification is reckoned anew",
    },
    "CheckpointSigned": {
        "assessment": "that its log is kept elsewhere: else no title is given or revoked",
    },
    "AwardWithdrawn": {
        "application": "a star whose award was taken back is none, for the self-assessment of C5",
        "registry": "the award on the station's file is marked as taken back",
    },
    "DisputeReceived": {
        "incentives": "by which day the dispute was to be settled, for a nominee's results",
    },
    "DisputeSettled": {
        "incentives": "who settled it and when, for a nominee's results",
    },
    "FollowUpRecorded": {
        "incentives": "whether the consumer was satisfied, for a nominee's results",
    },
    "PublicationConsentGiven": {
        "incentives": "whether a star's name and score may be shown",
    },
    "PublicationConsentWithdrawn": {
        "incentives": "a star's name and score are withheld from now on; the award stands",
    },
    "StaffAwarded": {
        "application": "the stars of the station, for the self-assessment of C5",
        "registry": "the award is on the station's file",
    },
    "BureauSucceeded": {
        "publication": "the competent bureau's name of each day, for the register",
    },
    "CandidatesHandedOver": {
        "assessment": "the candidates to be assessed, where they are many",
        "publication": "the candidates that a notice may be opened over, where they are many",
    },
    "CandidatesPutOnNotice": {
        "application": "the application's stage: on notice",
    },
    "DayBegan": {
        "assessment": "a review that has fallen due in between is told of",
    },
    "HostRegistered": {
        "publication": "names and numbers by which a title is found; the register",
    },
    "HostRenamed": {
        "publication": "a title is found by the former name and by the new one; the register",
    },
    "IdentifierLinked": {
        "publication": "a title is found by any number of its host",
    },
    "ListSupplemented": {
        "application": "the application's stage: submitted",
        "publication": "more entries to be decided",
    },
    "OpinionReceived": {
        "assessment": "opinions about a title, on which general disapproval may rest",
    },
    "OpinionScreened": {
        "assessment": "what became of an opinion about a title, on which general disapproval may rest",
    },
    "RevocationPublished": {
        "assessment": "the publication stands in the history of the revocation",
    },
    "RevocationSetAside": {
        "application": "the bar is gone, and the station bears its title again",
        "publication": "the register, the certificate, and what is to be published",
        "registry": "the title is on the station's file again",
    },
    "SatisfactionSurveyed": {
        "assessment": "surveys, on which general disapproval may rest",
    },
    "SeasonOpened": {
        "assessment": "the titles of the city are put down for their yearly review",
    },
    "StationDetailsCorrected": {
        "publication": "the trade of each day, for the register",
    },
    "StationRegistered": {
        "publication": "name, trade and place of each day, for the register",
    },
    "StationRenamed": {
        "publication": "a title is found by the former name and by the new one; the register",
    },
    "StationSuspended": {
        "assessment": "the title of a station that does not run is suspended",
    },
    "TitleDeclined": {
        "application": "the application's stage: declined",
        "publication": "this one of the batch is decided",
    },
    "TitleLapsed": {
        "application": "who holds no title any more may apply again, without a bar",
        "publication": "the register, and the certificate, which is withdrawn",
        "registry": "the end of the title is on the station's file",
    },
    "TitleResumed": {
        "publication": "the check of a certificate: in force again",
    },
    "TitleSuspended": {
        "publication": "the check of a certificate: suspended",
    },
}
