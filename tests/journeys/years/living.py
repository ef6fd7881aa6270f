"""The ten years, lived through on a stack: all the scenarios' steps, in the order of their days."""

from collections.abc import Iterable

from deploy.asking import client as asking_client
from deploy.client import Client
from deploy.stack import Stack
from tests.faults.campaign import LISTENS
from tests.faults.invariants import settle
from tests.journeys.years import (
    afterwards,
    recognition_2013,
    recognition_2014,
    season_2013,
    season_2014,
    staff_star,
    titles,
)
from tests.journeys.years.world import Step, Years, found

_SCENARIOS = (season_2013, recognition_2013, season_2014, recognition_2014, titles, staff_star, afterwards)


async def live(stack: Stack, client: Client, also: Iterable[Step] = ()) -> Years:
    """Take every step at its instant, and those of another scenario in between; the stack has been started."""
    steps: list[Step] = [*(step for scenario in _SCENARIOS for step in scenario.STEPS), *also]
    async with asking_client(stack.issuer_key) as operator:
        years = Years(stack, client, operator)
        await years.at("2013-05-13T08:30")
        await found(years)
        for step in sorted(steps, key=lambda step: step.instant):
            await years.at(step.instant)
            await step.take(years)
    await settle(stack, LISTENS)
    return years
