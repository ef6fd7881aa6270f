"""The kinds of what is done for a station and by it."""

from enum import StrEnum


class CareKind(StrEnum):
    """What was done, by its name in the table and in answers."""

    SURVEY = "survey"
    CULTIVATION_STARTED = "cultivation_started"
    SUPPORT = "support"
    CULTIVATION_ENDED = "cultivation_ended"
    GUIDANCE = "guidance"
    UPLIFT = "uplift"
    OPINION = "opinion"
    RULES = "rules"
    INVESTMENT = "investment"
    PLATFORM_ACTIVITY = "platform_activity"
    PRACTICE = "practice"
    INFORMATION = "information"
    SATISFACTION = "satisfaction"
