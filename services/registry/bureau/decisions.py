"""The rules for bureaus: their establishment, their succession, and their campaigns."""

from typing import assert_never

from services.registry.bureau.commands import BureauCommand, EstablishBureau, PubliciseCampaign, SucceedBureau
from services.registry.bureau.state import Bureau, BureauEvent, evolve
from services.registry.rules import require_not_after
from shared.access.towns import is_unknown, same_town
from shared.errors import Conflict, NotKnownHere, Unacceptable
from shared.events.registry import BureauEstablished, BureauLevel, BureauSucceeded, CampaignPublicised
from shared.eventsourcing.decider import Decider

_ENDS_OF_DIVISIONS = {BureauLevel.PROVINCE: "0000", BureauLevel.CITY: "00"}
_CAMPAIGNERS = (BureauLevel.COUNTY, BureauLevel.CITY)
_MAY_SERVE_TOWNS = (BureauLevel.COUNTY, BureauLevel.OFFICE)


class BureauAlreadyEstablished(Conflict):
    """A bureau's code is given once."""

    title_zh = "该机关代码已被使用。"


class LevelWithoutDivision(Unacceptable):
    """A bureau of the province or of a city is competent for a whole province or city."""

    title_zh = "机关层级与区划代码不符。"


class TownsNotNamed(Unacceptable):
    """A bureau that serves single towns names each of them once; only counties and offices do."""

    title_zh = "应当逐一列明所辖乡镇、街道，且仅限县级机关和工商所。"


class NotACampaigner(Conflict):
    """The campaign is made known by the bureaus of counties and cities, each in its own name."""

    title_zh = "宣传由市、县（区）局以本局名义开展。"


class AlreadySucceeded(Conflict):
    """A bureau is succeeded once, and acts no more from then on: its successor does."""

    title_zh = "该机关的职能已由其他机关承继。"


class NoSuccessor(Unacceptable):
    """A bureau is succeeded by another one of its level that was there by then, and never in a circle."""

    title_zh = "承继机关不成立：须为同级、已设立的其他机关，且不得循环。"


def decide(command: BureauCommand, bureau: Bureau) -> list[BureauEvent]:
    match command:
        case EstablishBureau():
            return establish_bureau(command, bureau)
        case SucceedBureau():
            return succeed_bureau(command, bureau)
        case PubliciseCampaign():
            return publicise_campaign(command, bureau)
        case _:
            assert_never(command)


def establish_bureau(command: EstablishBureau, bureau: Bureau) -> list[BureauEvent]:
    require_not_after(command.today, command.established_on, "the day when the bureau was established")
    if not command.division_code.endswith(_ENDS_OF_DIVISIONS.get(command.level, "")):
        raise LevelWithoutDivision(f"{command.division_code} is no division of the level {command.level}")
    _require_towns(command)
    established = BureauEstablished(
        bureau_code=command.bureau_code,
        name=command.name,
        name_is_sourced=command.name_is_sourced,
        level=command.level,
        division_code=command.division_code,
        established_on=command.established_on,
        towns=command.towns,
    )
    if evolve(bureau, established) == bureau:
        return []  # Asked twice, recorded once.
    if bureau.level is not None:
        raise BureauAlreadyEstablished(f"{command.bureau_code} is {bureau.name}")
    return [established]


def _require_towns(command: EstablishBureau) -> None:
    if not command.towns:
        return
    if command.level not in _MAY_SERVE_TOWNS:
        raise TownsNotNamed(f"a bureau of the level {command.level} serves the whole of its division: name no towns")
    for place, town in enumerate(command.towns):
        if is_unknown(town) or any(same_town(town, other) for other in command.towns[:place]):
            raise TownsNotNamed(f"{town!r} is no town, or is named twice: name each town once")


def succeed_bureau(command: SucceedBureau, bureau: Bureau) -> list[BureauEvent]:
    """The successor may have been succeeded itself by now: then its heir has the powers."""
    if bureau.level is None:
        raise NotKnownHere(f"no bureau {command.bureau_code} is on the register")
    require_not_after(command.today, command.succeeded_on, "the day of the succession")
    if bureau.successor == (command.successor_code, command.document_number, command.succeeded_on):
        return []
    if bureau.successor is not None:
        raise AlreadySucceeded(f"{command.bureau_code} was succeeded by {bureau.successor[0]}")
    _require_successor(command, bureau)
    return [
        BureauSucceeded(
            bureau_code=command.bureau_code,
            successor_code=command.successor_code,
            document_number=command.document_number,
            succeeded_on=command.succeeded_on,
        )
    ]


def _require_successor(command: SucceedBureau, bureau: Bureau) -> None:
    if command.bureau_code in {command.successor_code, command.successor_heir}:
        raise NoSuccessor(f"{command.successor_code} has its powers from {command.bureau_code}: that is a circle")
    if command.successor_level is not bureau.level:
        raise NoSuccessor(f"{command.successor_code} is of the level {command.successor_level}, not {bureau.level}")
    begun = max(command.successor_established_on, bureau.established_on or command.succeeded_on)
    if command.succeeded_on < begun:
        raise NoSuccessor(f"on {command.succeeded_on} one of the two was not there yet: the earliest day is {begun}")


def publicise_campaign(command: PubliciseCampaign, bureau: Bureau) -> list[BureauEvent]:
    """The notice wants it by 20 May; a later one is still a fact, and is recorded."""
    if bureau.level is None:
        raise NotKnownHere(f"no bureau {command.bureau_code} is on the register")
    if bureau.level not in _CAMPAIGNERS:
        raise NotACampaigner(f"{bureau.name} is a bureau of the level {bureau.level}")
    require_not_after(command.today, command.held_on, "the day of the campaign")
    if command.campaign_id in bureau.campaigns:
        return []
    if bureau.successor is not None:
        raise AlreadySucceeded(f"{bureau.name} acts no more: {bureau.successor[0]} does")
    return [
        CampaignPublicised(
            campaign_id=command.campaign_id,
            bureau_code=command.bureau_code,
            year=command.year,
            channel=command.channel,
            summary=command.summary,
            held_on=command.held_on,
        )
    ]


BUREAU = Decider(initial=Bureau(), decide=decide, evolve=evolve)
