"""The rules for bureaus, their campaigns and their officers."""

from dataclasses import replace
from typing import assert_never

from services.registry.bureau.commands import (
    BureauCommand,
    EstablishBureau,
    OfficerCommand,
    PostOfficer,
    PubliciseCampaign,
)
from services.registry.bureau.state import Bureau, BureauEvent, Officer, evolve, evolve_officer
from services.registry.rules import require_not_after
from shared.errors import Conflict, NotKnownHere, Unacceptable
from shared.events.registry import BureauEstablished, BureauLevel, CampaignPublicised, OfficerPosted
from shared.eventsourcing.decider import Decider

_ENDS_OF_DIVISIONS = {BureauLevel.PROVINCE: "0000", BureauLevel.CITY: "00"}
_CAMPAIGNERS = (BureauLevel.COUNTY, BureauLevel.CITY)


class BureauAlreadyEstablished(Conflict):
    """A bureau's code is given once."""

    title_zh = "该机关代码已被使用。"


class LevelWithoutDivision(Unacceptable):
    """A bureau of the province or of a city is competent for a whole province or city."""

    title_zh = "机关层级与区划代码不符。"


class NotACampaigner(Conflict):
    """The campaign is made known by the bureaus of counties and cities, each in its own name."""

    title_zh = "宣传由市、县（区）局以本局名义开展。"


def decide(command: BureauCommand, bureau: Bureau) -> list[BureauEvent]:
    match command:
        case EstablishBureau():
            return establish_bureau(command, bureau)
        case PubliciseCampaign():
            return publicise_campaign(command, bureau)
        case _:
            assert_never(command)


def establish_bureau(command: EstablishBureau, bureau: Bureau) -> list[BureauEvent]:
    require_not_after(command.today, command.established_on, "the day when the bureau was established")
    if not command.division_code.endswith(_ENDS_OF_DIVISIONS.get(command.level, "")):
        raise LevelWithoutDivision(f"{command.division_code} is no division of the level {command.level}")
    established = BureauEstablished(
        bureau_code=command.bureau_code,
        name=command.name,
        name_is_sourced=command.name_is_sourced,
        level=command.level,
        division_code=command.division_code,
        established_on=command.established_on,
    )
    if evolve(bureau, established) == bureau:
        return []  # Asked twice, recorded once.
    if bureau.level is not None:
        raise BureauAlreadyEstablished(f"{command.bureau_code} is {bureau.name}")
    return [established]


def publicise_campaign(command: PubliciseCampaign, bureau: Bureau) -> list[BureauEvent]:
    """The notice wants it by 20 May; a later one is still a fact, and is recorded."""
    if bureau.level is None:
        raise NotKnownHere(f"no bureau {command.bureau_code} is on the register")
    if bureau.level not in _CAMPAIGNERS:
        raise NotACampaigner(f"{bureau.name} is a bureau of the level {bureau.level}")
    require_not_after(command.today, command.held_on, "the day of the campaign")
    if command.campaign_id in bureau.campaigns:
        return []
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


def decide_officer(command: OfficerCommand, officer: Officer) -> list[OfficerPosted]:
    return post_officer(command, officer)


def post_officer(command: PostOfficer, officer: Officer) -> list[OfficerPosted]:
    """An officer serves in one post at a time: a new posting ends the one before."""
    if replace(officer, bureau_code=command.bureau_code, post=command.post) == officer:
        return []
    return [
        OfficerPosted(
            officer_id=command.officer_id,
            bureau_code=command.bureau_code,
            post=command.post,
            posted_on=command.today,
        )
    ]


BUREAU = Decider(initial=Bureau(), decide=decide, evolve=evolve)
OFFICER = Decider(initial=Officer(), decide=decide_officer, evolve=evolve_officer)
