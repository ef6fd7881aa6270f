"""What only the right person reads, and what the ten years never asked for: read once, by who may, while they may."""

from typing import cast

from deploy.stack import SERVICES
from shared.access.roles import Caller, Level
from tests.fuzz.acts_application import NAMES, case_of
from tests.fuzz.acts_registry import CLERK, until_done
from tests.fuzz.world import Remembering
from tests.journeys.years.season_2013 import NOTICE, SEASON
from tests.journeys.years.world import AUDITOR, CITY, OPERATOR, SHA, Step, Years, county

COLLEAGUE = Caller("operator-2", Level.OPERATOR)
"""Who confirms what another operator has ordered."""
_DOCUMENT = {"document_number": "常工商〔2013〕虚构5号", "document_sha256": SHA}


async def read_the_register(years: Years) -> None:
    """A station's ledger, a training, and the two files of a table that came in and of one that goes out."""
    path = f"/v1/stations/{years.stations['钟楼一店'].id}"
    for part in ("ledger", "summaries", "corrections", "uplift", "platforms"):
        await years.read("registry", f"{path}/{part}", CLERK)
    disputes = await years.read("registry", f"{path}/disputes", CLERK)
    await years.read("registry", f"/v1/disputes/{disputes['items'][0]['dispute_id']}", CLERK)
    await years.read("registry", "/v1/stations/duplicates", CLERK)
    trainings = await years.read("registry", "/v1/trainings", CLERK)
    await years.read("registry", f"/v1/trainings/{trainings['items'][0]['training_id']}", CLERK)
    await _fetch(years, "registry", f"/v1/imports/{years.notes['import']}/errors", CLERK)
    await until_done(years, years.notes["export"])
    await _fetch(years, "registry", f"/v1/exports/{years.notes['export']}/file", CLERK)


async def act_for_another(years: Years) -> None:
    """A county lets its neighbour act for it, and the city takes a case up; both end, another delegation stands."""
    station, neighbour = years.stations["钟楼一店"].id, county("320402")
    delegation = _DOCUMENT | {"delegate_code": neighbour.bureau, "station_id": station, "until": "2013-12-31"}
    given = await years.do("registry", "/v1/mandates/delegations", CLERK, delegation)
    taking = _DOCUMENT | {"lower_code": CLERK.bureau, "station_id": station, "reason": "案情重大"}
    taken = await years.do("registry", "/v1/mandates/taken-up", CITY[0], taking)
    for mandate, who in ((given, CLERK), (taken, CITY[0])):
        await years.read("registry", f"/v1/mandates/{mandate.id}", who)
        await years.do("registry", f"/v1/mandates/{mandate.id}/end", who, {"reason": "已办结"})
    standing = delegation | {"station_id": years.stations["钟楼百货"].id, "until": "2024-12-31"}
    await years.do("registry", "/v1/mandates/delegations", CLERK, standing)


async def look_behind(years: Years) -> None:
    """An auditor looks at every service's parked messages and at the whole log; an operator has them tried again."""
    for service in SERVICES:
        await years.read(service, "/v1/parked", AUDITOR)
        await years.read(service, "/v1/parked/refused", AUDITOR)
        await years.do(service, "/v1/parked/retry", OPERATOR)
    await years.read("audit", "/v1/integrity", AUDITOR)
    await years.read("audit", "/v1/events?owner=registry", AUDITOR)
    await years.read("audit", f"/v1/stations/{years.stations['钟楼一店'].id}/history", CLERK)


async def erase(years: Years) -> None:
    """Two operators erase a person; each of them alone does not."""
    await years.do("registry", f"/v1/staff/{years.notes['erased']}/erasure/confirmation", COLLEAGUE)


async def read_an_application(years: Years) -> None:
    """Its photograph, what the register knows of it, and the desks of both sides."""
    station = years.stations[NAMES[0]]
    path = case_of(station)
    await _fetch(years, "application", f"{path}/evidence/{years.notes['photo']}", CLERK)
    for one in (f"{path}/known", "/v1/inbox"):
        await years.read("application", one, CLERK)
    await _fetch(years, "application", "/v1/inbox/counts", CLERK)
    await years.read("application", "/v1/drafts", station.speaker)


async def read_opinions(years: Years) -> None:
    """The author follows an objection by its receipt; the city reads who that is, and a matter."""
    said = years.notes["objection"]
    path = f"/v1/opinions/{said.id}"
    await _fetch(years, "publication", f"{path}/followed", None, **{"Opinion-Receipt": said.body["receipt"]})
    for one in (path, f"{path}/author", f"/v1/matters/{years.notes['matter']}"):
        await years.read("publication", one, CITY[0])
    for many in ("/v1/objections", "/v1/opinions", f"/v1/notices/{NOTICE}"):
        await years.read("publication", many, CITY[0])


async def read_of_titles(years: Years) -> None:
    """The city's lists, and one title with its certificate."""
    station = years.roles["甲"].id
    lists = ("/v1/rectifications", "/v1/appeals", "/v1/reviews", f"/v1/candidates?season_id={SEASON}")
    for path in (*lists, f"/v1/titles/{station}/checks", f"/v1/titles/{station}/disapproval"):
        await years.read("assessment", path, CITY[0])
    title = await years.read("publication", f"/v1/stations/{station}/title")
    number = title["title"]["certificate_number"]
    for path in (f"/v1/titles/{number}", f"/v1/certificates/{number}"):
        await years.read("publication", path)
    await _fetch(years, "publication", f"/v1/certificates/{number}/printed", None)


async def _fetch(years: Years, service: str, path: str, who: Caller | None, **headers: str) -> None:
    await cast("Remembering", years.client).fetch(service, path, who, headers)


STEPS = (
    Step("2013-05-17T11:00", read_the_register),
    Step("2013-05-17T12:00", act_for_another),
    Step("2013-05-17T13:00", erase),
    Step("2013-05-17T14:00", look_behind),
    Step("2013-08-15T10:00", read_an_application),
    Step("2013-09-24T12:00", read_opinions),
    Step("2014-03-20T10:00", read_of_titles),
)
