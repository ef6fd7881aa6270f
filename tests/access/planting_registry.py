"""Objects and canaries of the registry: what a county and a host write of a station through the year."""

from deploy.demo.world import OPERATOR, PROVINCE_OFFICER
from tests.access.people import COUNTIES
from tests.access.world import World, clerk_of, host_in

SHA = "cd" * 32


async def plant_in_registry(world: World) -> None:
    await _care(world)
    await _work(world)
    await _staff(world)
    await _ledger(world)
    await _proposals(world)
    await _of_bureaus(world)
    await _tables(world)


async def _care(world: World) -> None:
    line, plant = world.lines["kept"], world.plant
    clerk, path = clerk_of(line), f"/v1/stations/{world.ids['kept station']}"
    ready = dict.fromkeys(("hardware_ready", "rules_ready", "staff_ready", "results_ready", "wants_to_compete"), True)
    measure = plant("CultivationStarted.measures")
    acts: dict[str, dict[str, object]] = {
        "survey": ready | {"remarks": plant("StationSurveyed.remarks"), "year": 2014},
        "cultivation": {"measures": [measure], "year": 2014},
        "cultivation/support": {"measure": measure, "summary": plant("SupportGiven.summary"), "year": 2014},
        "guidance": {"topic": plant("GuidanceGiven.topic"), "summary": plant("GuidanceGiven.summary")},
        "uplift": {
            "hardware_tenths": 900,
            "rules_tenths": 900,
            "staff_tenths": 900,
            "results_tenths": 900,
            "remarks": plant("UpliftMeasured.remarks"),
        },
        "opinions": {
            "opinion": plant("EnterpriseOpinionHeard.opinion"),
            "response": plant("EnterpriseOpinionHeard.response"),
        },
        "information": {
            "subject": plant("InformationShared.subject"),
            "content": plant("InformationShared.content"),
        },
        "cultivation/end": {"effect": plant("CultivationEnded.effect"), "ready": True, "year": 2014},
    }
    for act, body in acts.items():
        await world.do("registry", f"{path}/{act}", clerk, body)
    records = await world.client.get("registry", f"{path}/care?limit=200", clerk)
    told = next(record for record in records.body["items"] if record["kind"] == "guidance")
    world.ids["record"] = str(told["event_id"])
    correction = {
        "record_id": told["event_id"],
        "correction": plant("RecordCorrected.correction"),
        "reason": plant("RecordCorrected.reason"),
    }
    await world.do("registry", f"{path}/corrections", clerk, correction)


async def _work(world: World) -> None:
    host, path = host_in(world.lines["kept"]), f"/v1/stations/{world.ids['kept station']}"
    money = {
        "purpose": world.plant("InvestmentRecorded.purpose"),
        "amount_fen": 100_000,
        "paid_by": world.plant("InvestmentRecorded.paid_by"),
    }
    await world.do("registry", f"{path}/investments", host, money)


async def _staff(world: World) -> None:
    line, path = world.lines["kept"], f"/v1/stations/{world.ids['kept station']}/staff"
    host, clerk = host_in(line), clerk_of(line)
    engaged = {"name": world.plant("StaffAppointed.name"), "posts": ["settlement_officer"]}
    world.ids["staff"] = (await world.do("registry", path, clerk, engaged)).id
    proposed = {"name": world.plant("StaffProposed.name"), "posts": ["price_officer"]}
    waits = await world.do("registry", f"{path}/proposals", host, proposed)
    refused = {"reasons": world.plant("AppointmentRefused.reasons")}
    await world.client.post("registry", f"{path}/{waits.id}/refusal", clerk, refused, version=waits.version)
    world.ids["proposed staff"] = waits.id


async def _ledger(world: World) -> None:
    line, path = world.lines["kept"], f"/v1/stations/{world.ids['kept station']}"
    host, staff = host_in(line), world.ids["staff"]
    question = {"topic": "退换货期限", "staff_id": staff}
    await world.do("registry", f"{path}/consultations", host, question)
    for number, act in enumerate(("settlement", "referral")):
        dispute = {
            "number": f"D-2014-{number}",
            "grade": "ordinary",
            "category": "家电",
            "summary": world.plant("DisputeReceived.summary"),
            "amount_fen": 500,
            "first_receiver": staff,
            "received_at": "2014-07-01T08:30",
        }
        received = await world.do("registry", f"{path}/disputes", host, dispute)
        world.ids[f"dispute {act}"] = received.id
    settled = {"settled_by": staff, "where": "enterprise", "outcome": world.plant("DisputeSettled.outcome")}
    await world.change("registry", f"/v1/disputes/{world.ids['dispute settlement']}", "settlement", host, settled)
    referred = {"referred_to": "market_office", "reason": world.plant("DisputeReferred.reason")}
    await world.change("registry", f"/v1/disputes/{world.ids['dispute referral']}", "referral", host, referred)
    called = {"satisfied": True, "remarks": world.plant("FollowUpRecorded.remarks")}
    await world.change("registry", f"/v1/disputes/{world.ids['dispute settlement']}", "follow-up", host, called)
    world.ids["dispute"] = world.ids["dispute settlement"]
    summary = {"period": "2014-06", "analysis": world.plant("PeriodSummarised.analysis")}
    await world.do("registry", f"{path}/summaries", host, summary)


async def _proposals(world: World) -> None:
    line = world.lines["kept"]
    proposal = {
        "name": world.plant("StationProposed.name"),
        "kind": "mall",
        "trade": "百货零售",
        "division_code": line.county,
        "town": "第1街道",
        "operating_since": "2012-01-01",
    }
    waits = await world.do("registry", "/v1/stations/proposals", host_in(line), proposal)
    world.ids["proposed station"] = waits.id
    second = proposal | {"name": "演示二站", "town": "第2街道"}
    refused = await world.do("registry", "/v1/stations/proposals", host_in(line), second, key="second")
    body = {"reasons": world.plant("RegistrationRefused.reasons")}
    await world.change("registry", f"/v1/stations/proposals/{refused.id}", "refusal", clerk_of(line), body)


async def _of_bureaus(world: World) -> None:
    line = world.lines["kept"]
    link = {"host_id": line.host_id, "nature": world.plant("InterestDeclared.nature")}
    officer = clerk_of(line, 3).subject
    await world.do("registry", f"/v1/officers/{officer}/interests", clerk_of(line), link)
    world.ids["officer"] = officer
    planned = {
        "division_code": "320400",
        "topic": "示范站建设",
        "place": "市局会议室",
        "planned_on": "2014-07-20",
    }
    training = await world.do("registry", "/v1/trainings/schedule", PROVINCE_OFFICER, planned)
    world.ids["training"] = training.id
    change = {
        "document_number": "演示函〔2014〕1号",
        "document_date": "2014-06-20",
        "effective_on": "2014-06-25",
        "moves": [{"from_code": "330103", "town": "演示镇", "to_code": "330102"}],
    }
    recorded = await world.do("registry", "/v1/divisions/changes", OPERATOR, change)
    world.ids["change"] = recorded.id
    mandate = {
        "delegate_code": f"B-{next(code for code in COUNTIES if code != line.county)}",
        "acts": ["registry.give_guidance"],
        "document_number": "演示委〔2014〕2号",
        "document_sha256": SHA,
        "until": "2014-12-31",
    }
    given = await world.do("registry", "/v1/mandates/delegations", clerk_of(line), mandate)
    world.ids["mandate"] = given.id


async def _tables(world: World) -> None:
    """The own county's export, and its import of a table of which a row is bad."""
    clerk = clerk_of(world.lines["kept"])
    export = {"kind": "ledger", "format": "csv", "filters": {"station_id": world.ids["kept station"]}}
    job = await world.do("registry", "/v1/exports", clerk, export)
    world.ids["export"] = str(job.body["job_id"])
    world.files["import"] = f"host_id,name,kind\n{world.lines['kept'].host_id},坏行,no-such-kind\n".encode()
    headers = {
        "Authorization": f"Bearer {world.client.token(clerk)}",
        "Content-Type": "application/octet-stream",
    }
    url = f"{world.client.urls['registry']}/v1/imports?kind=stations"
    response = await world.http.post(url, content=world.files["import"], headers=headers)
    response.raise_for_status()
    world.ids["import"] = str(response.json()["job_id"])
