"""Objects and canaries of a case: the applicant's form, opinions on a title, checks, the revoked title, a contest."""

import asyncio
import hashlib
from typing import Any

from deploy.client import Answer
from deploy.demo.world import CITY_OFFICERS, PROVINCE_DECIDER, PROVINCE_OFFICER
from tests.access.world import World, clerk_of, host_in

CITY = CITY_OFFICERS[0]
SHA = "cd" * 32
SEED = "a seed for the walk of 2014"
_SOON = 30.0


async def plant_in_cases(world: World) -> None:
    await _form(world)
    await _verification(world)
    await _opinions(world)
    await _checks(world)
    await _revoked(world)
    await _contest(world)


async def upload(world: World, who: Any, content: bytes) -> str:
    """A file goes to the object store; its hash."""
    headers = {"Authorization": f"Bearer {world.client.token(who)}", "Content-Type": "application/octet-stream"}
    response = await world.http.post(
        f"{world.client.urls['application']}/v1/evidence", content=content, headers=headers
    )
    response.raise_for_status()
    return str(response.json()["sha256"])


async def _form(world: World) -> None:
    line, station = world.lines["applicant"], world.ids["applicant station"]
    host = host_in(line)
    draft = {
        "season_id": world.ids["season"],
        "station_id": station,
        "statement": world.plant("ApplicationDrafted.statement", "applicant"),
        "contact": world.plant("ApplicationDrafted.contact", "applicant"),
    }
    await world.do("application", "/v1/drafts", host, draft)
    case = world.ids["application"] = f"A-2014-{station}"
    path = f"/v1/applications/{case}"
    content = b"%PDF-1.4 " + world.plant("evidence.file", "applicant").encode()
    world.ids["evidence"] = await upload(world, host, content)
    attached = {
        "sha256": world.ids["evidence"],
        "title": world.plant("EvidenceAttached.title", "applicant"),
        "grade": "C",
        "items": [],
    }
    await _of_form(world, path, "evidence", attached)
    rubric = await world.client.get("assessment", "/v1/rubrics/R-JS-2013", None)
    note = world.plant("SelfAssessed.scores.note", "applicant")
    scores = [{"item": item["code"], "tenths": item["weight"], "note": note} for item in rubric.body["items"]]
    await _of_form(world, path, "self-assessment", {"scores": scores})
    pledge = await upload(world, host, b"%PDF-1.4 the pledge of the walk")
    await _of_form(world, path, "filing", {"pledge_sha256": pledge})


async def _of_form(world: World, path: str, act: str, body: dict[str, Any]) -> Answer:
    host = host_in(world.lines["applicant"])
    read = await world.client.get("application", f"{path}/form", host)
    return await world.client.post("application", f"{path}/{act}", host, body, version=read.version)


async def _verification(world: World) -> None:
    line, path = world.lines["applicant"], f"/v1/applications/{world.ids['application']}"
    clerk = clerk_of(line)
    missing = {"missing": [world.plant("ApplicationReturned.missing", "applicant")]}
    await world.change("application", path, "return", clerk, missing)
    await world.change("application", path, "refiling", host_in(line), {})
    await world.change("application", path, "acceptance", clerk, {})
    findings = [
        {"item": f"V{number}", "found": False, "snapshot": world.plant("VetoChecked.findings.snapshot", "applicant")}
        for number in range(1, 10)
    ]
    await world.change("application", path, "veto-check", clerk, {"findings": findings})
    inspection = {
        "inspectors": [clerk_of(line, 2).subject, clerk_of(line, 3).subject],
        "meets_standard": False,
        "failed_items": ["A2"],
        "remarks": world.plant("InspectionRecorded.remarks", "applicant"),
    }
    await world.change("application", path, "inspection", clerk, inspection)
    refusal = {"reasons": world.plant("RecommendationRefused.reasons", "applicant")}
    await world.change("application", path, "refusal", clerk, refusal)


async def _opinions(world: World) -> None:
    """Objections to the title that stands: two that are alike, and one that the county is told to look into."""
    path = f"/v1/titles/{world.ids['kept station']}/opinions"
    objection = {
        "side": "consumer",
        "stance": "objection",
        "name": world.plant("vault.name"),
        "phone": world.plant("vault.phone"),
        "text": world.plant("vault.text"),
        "facts": world.plant("vault.facts"),
    }
    named = await world.do("publication", path, None, objection)
    world.ids["opinion"], world.ids["receipt"] = named.id, str(named.body["receipt"])
    alike = "服务台经常没有人，退换货要等很久，" + world.plant("vault.text")
    for ending in ("。", "！"):
        like = {"side": "consumer", "stance": "objection", "text": alike + ending}
        world.ids["second opinion"] = (await world.do("publication", path, None, like)).id
    case = f"/v1/opinions/{named.id}"
    screening = {
        "result": "admissible",
        "reason": world.plant("OpinionScreened.reason"),
        "county_investigates": True,
    }
    await world.change("publication", case, "screening", CITY, screening)
    report = {
        "investigators": [CITY_OFFICERS[4].subject, CITY_OFFICERS[5].subject],
        "findings": world.plant("ObjectionInvestigated.findings"),
    }
    await world.change("publication", case, "investigation", CITY, report)
    decision = {"outcome": "dismissed", "strikes_off": False, "reasons": world.plant("ObjectionDecided.reasons")}
    await world.change("publication", case, "decision", CITY, decision)
    answer = {"method": world.plant("ObjectorAnswered.method"), "text": world.plant("vault.answer")}
    await world.change("publication", case, "answer", CITY, answer)
    world.ids["matter"] = await _matter(world)


async def _matter(world: World) -> str:
    """The matter that the worker makes of the two that are alike."""
    async with asyncio.timeout(_SOON):
        while True:
            listed = await world.client.get("publication", "/v1/matters", CITY)
            if listed.body["items"]:
                return str(listed.body["items"][0]["id"])
            await asyncio.sleep(0.1)


async def _checks(world: World) -> None:
    path = f"/v1/titles/{world.ids['kept station']}"
    application = f"/v1/assessments/{world.ids['kept application']}"
    known = await world.client.get("assessment", application, PROVINCE_OFFICER)
    world.ids["check"] = known.body["spot_checks"][0]["check_id"]
    order = {"mode": "targeted", "reason": world.plant("SpotCheckOrdered.reason"), "announced": False}
    ordered = await world.do("assessment", f"{path}/spot-checks", PROVINCE_DECIDER, order)
    world.ids["title check"] = str(ordered.body.get("check_id", ordered.id))
    visit = {
        "visitors": [clerk_of(world.lines["kept"], 2).subject],
        "is_in_order": True,
        "findings": world.plant("UnannouncedVisitRecorded.findings"),
    }
    await world.do("assessment", f"{path}/visits", clerk_of(world.lines["kept"]), visit)
    mend = {"findings": world.plant("RectificationOrdered.findings")}
    await world.change("assessment", path, "rectification", clerk_of(world.lines["kept"]), mend)
    draw = {
        "about": "title",
        "commitment": hashlib.sha256(SEED.encode()).hexdigest(),
        "count": 1,
        "division_code": "320400",
        "population_on": "2014-07-02",
    }
    world.ids["draw"] = (await world.do("assessment", "/v1/draws", PROVINCE_OFFICER, draw)).id


async def _revoked(world: World) -> None:
    path = f"/v1/titles/{world.ids['revoked station']}"
    appeal = {
        "kind": "reconsideration",
        "organ": "江苏省人民政府",
        "statement": world.plant("AppealLodged.statement", "revoked"),
    }
    lodged = await world.change("assessment", path, "appeals", host_in(world.lines["revoked"]), appeal)
    world.ids["appeal"] = str(lodged.body.get("appeal_id", lodged.id))


async def _contest(world: World) -> None:
    host = host_in(world.lines["kept"])
    contest = {
        "title": "明星竞赛",
        "organiser": "host",
        "approval_number": "",
        "weights": {"service": 30, "competence": 20, "performance": 30, "satisfaction": 20},
        "places": 1,
        "nominations_until": "2014-08-31",
    }
    made = await world.do("incentives", "/v1/contests", host, contest)
    world.ids["contest"] = made.id
    nominated = {"staff_id": world.ids["staff"], "deeds": world.plant("StaffNominated.deeds")}
    await world.do("incentives", f"/v1/contests/{made.id}/nominations", host, nominated)


async def find_published(world: World) -> None:
    """The ids of what the season itself has made: its notice, list, announcement, documents and certificates."""
    season, client = world.season, world.client
    world.ids["notice"] = season.notes["notice"].id
    world.ids["list"] = season.notes["list"].id
    announced = await client.get("publication", "/v1/announcements?season_id=S-2013-320400", None)
    world.ids["announcement"] = str(announced.body["items"][0]["id"])
    documents = await client.get("publication", "/v1/documents?limit=1", None)
    world.ids["document"] = str(documents.body["items"][0]["id"])
    told = await client.get("notification", "/v1/messages?limit=1", host_in(world.lines["kept"]))
    world.ids["message"] = str(told.body["items"][0]["id"])
    title = await client.get("publication", f"/v1/stations/{world.ids['kept station']}/title", None)
    world.ids["certificate"] = str(title.body["title"]["certificate_number"])
