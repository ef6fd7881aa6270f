"""How the streams of this service, and what falls due on them, are named.

What there may be once only has a name that follows from what it is about, so that the stream is the uniqueness.
"""

from shared.eventsourcing.ids import new_id

CLOSE = "CloseNotice"
END_CORRECTION = "EndCorrection"
WITHDRAW = "WithdrawCandidate"
CLOSE_AS_MOOT = "CloseOpinionAsMoot"
SETTLE = "SettleObjectionDay"
WITHDRAW_CERTIFICATE = "WithdrawCertificate"
"""What falls due, by the names of the commands."""


def notice_id(season_id: str) -> str:
    """The notice of a season, which has one."""
    return f"N{season_id.removeprefix('S')}-1"


def result_id(season_id: str) -> str:
    """The announcement of a season's result."""
    return new_id("an", f"result of {season_id}")


def supplement_id(season_id: str, nth: int) -> str:
    """The announcement of the titles of a season that stand in none of those before."""
    return new_id("an", f"supplement {nth} to the result of {season_id}")


def revocation_id(certificate_number: str, nth: int = 1) -> str:
    """The announcement that a title is no more; it may be revoked again after it was restored."""
    again = f" {nth}" if nth > 1 else ""
    return new_id("an", f"revocation{again} of {certificate_number}")


def restoration_id(certificate_number: str, nth: int = 1) -> str:
    """The announcement that the title's revocation, the nth one, was set aside."""
    return new_id("an", f"restoration {nth} of {certificate_number}")


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
