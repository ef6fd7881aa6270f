"""Whether the audit keeps our log at this time: what cannot be kept elsewhere gives and takes no title (ADR 0024)."""

from shared.database import Connection
from shared.errors import NotYet

_AGE = "SELECT extract(epoch FROM now() - max(signed_at))::float8 FROM checkpoints"


class LogNotSigned(NotYet):
    """A title is given and revoked only while the audit signs the log of this service."""

    title_zh = "审计服务近期未对本服务的事件日志签署检查点，暂不能认定或者撤销称号。"


async def require_signed(connection: Connection, max_age: int) -> None:
    """That the last checkpoint of our log was signed at most `max_age` seconds ago, by real clocks.

    Raises:
        LogNotSigned: it was not, or none was signed yet.
    """
    age: float | None = await connection.fetchval(_AGE)
    if age is None:
        raise LogNotSigned("The audit has signed no checkpoint of this service's log yet.")
    if age > max_age:
        raise LogNotSigned(f"The last checkpoint of this service's log is {age:.0f} seconds old; {max_age} may be.")
