"""What a recipient wishes: which channels, in which language, and when it is to be quiet."""

from datetime import time
from typing import Annotated

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, StringConstraints

from services.notification import queries
from services.notification.preference.commands import SetPreference
from services.notification.preference.rules import AddressMissing, QuietHoursNotWhole, SpeaksForNobody
from services.notification.preference.state import Preference
from services.notification.queries import PreferenceRow
from shared.access.competence import NotAnOfficerHere, WrongRole
from shared.access.tokens import NotSignedIn
from shared.errors import NotKnownHere
from shared.events.notification import Channel, Language
from shared.web.acting import Answer, TheAct
from shared.web.bodies import Body
from shared.web.callers import TheCaller, TheRuntime
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/preferences", tags=["preferences"])


def _to_the_minute(value: time) -> time:
    if value.second or value.microsecond or value.tzinfo is not None:
        raise ValueError("a time of the day is written as HH:MM, in Shanghai")
    return value


QuietTime = Annotated[time, AfterValidator(_to_the_minute)]
Address = Annotated[str, StringConstraints(max_length=254, pattern=r"^$|^[^\s@<>,;\x00-\x1f]+@[^\s@<>,;\x00-\x1f]+$")]


class Wish(Body):
    """A wish for one channel. `address` is where e-mail goes; it is kept apart, and told by no event."""

    channel: Channel
    enabled: bool
    language: Language = Language.ZH
    quiet_from: QuietTime | None = None
    quiet_until: QuietTime | None = None
    address: Address = ""


class Wished(BaseModel):
    """The wish as it stands."""

    recipient: str
    channel: Channel
    enabled: bool
    language: Language
    quiet_from: str
    quiet_until: str
    version: int


class Preferences(BaseModel):
    """As whom the caller is written to, and what that recipient has said; of what was not said: in Chinese, in app."""

    recipient: str
    items: list[PreferenceRow]


@router.get("", responses=refuses(NotSignedIn, WrongRole, NotAnOfficerHere, NotKnownHere))
async def list_preferences(runtime: TheRuntime, caller: TheCaller) -> Preferences:
    """接收偏好: the wishes of the caller's host or bureau."""
    async with runtime.pool.acquire() as connection:
        recipient = await queries.recipient_of(connection, caller)
        return Preferences(recipient=recipient, items=await queries.preferences(connection, recipient))


@router.post(
    "",
    response_model=Wished,
    responses=refuses(WrongRole, NotAnOfficerHere, NotKnownHere, SpeaksForNobody, QuietHoursNotWhole, AddressMissing),
)
async def set_preference(body: Wish, act: TheAct) -> Answer:
    """设置接收偏好: for the caller's host or bureau; the last word stands."""
    if body.enabled and body.channel is Channel.EMAIL and not body.address:
        raise AddressMissing("Name the address to which e-mail is to go.")
    command = SetPreference(
        channel=body.channel,
        enabled=body.enabled,
        language=body.language,
        quiet_from=body.quiet_from,
        quiet_until=body.quiet_until,
        today=act.today,
    )
    answer = await act.carry_out(command, _wished)
    if body.channel is Channel.EMAIL and not act.tried:
        # An event that is recorded stays; the address does not. A request that is sent again writes the same one.
        async with act.runtime.pool.acquire() as connection:
            recipient = await queries.recipient_of(connection, act.caller)
            await queries.keep_address(connection, recipient, body.channel, body.address)
    return answer


def _wished(preference: Preference, version: int) -> Wished:
    assert preference.last is not None, "a wish was just decided"
    last = preference.last.model_dump(include=set(Wished.model_fields))
    return Wished.model_validate({**last, "version": version})
