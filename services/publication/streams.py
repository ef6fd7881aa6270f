"""How the streams of this service, and what falls due on them, are named.

What there may be once only has a name that follows from what it is about, so that the stream is the uniqueness.
"""

from shared.eventsourcing.ids import new_id

CLOSE = "CloseNotice"
WITHDRAW = "WithdrawCandidate"
CLOSE_AS_MOOT = "CloseOpinionAsMoot"
"""What falls due, by the names of the commands."""


def notice_id(season_id: str) -> str:
    """The notice of a season, which has one."""
    return f"N{season_id.removeprefix('S')}-1"


def result_id(season_id: str) -> str:
    """The announcement of a season's result."""
    return new_id("an", f"result of {season_id}")


def revocation_id(certificate_number: str) -> str:
    """The announcement that a title is no more."""
    return new_id("an", f"revocation of {certificate_number}")


def notice(identifier: str) -> str:
    return f"notice-{identifier}"


def opinion(identifier: str) -> str:
    return f"opinion-{identifier}"


def announcement(identifier: str) -> str:
    return f"announcement-{identifier}"


def matter(identifier: str) -> str:
    return f"matter-{identifier}"


def certificate(certificate_number: str) -> str:
    return f"certificate-{certificate_number}"
