"""委托、提级管辖 over HTTP: who gives a mandate, what is done under it, and what everybody reads of it."""

from datetime import date

from shared.access.memory import ActingMemory
from tests.registry.desk import CHANGZHOU, JIANGSU, OPERATOR, TIANNING, ZHONGLOU, Desk
from tests.registry.wishes import SURVEY, a_station, on_the_day

SHA = "9f" * 32
DELEGATION = {"delegate_code": "B-320404", "document_number": "1号", "document_sha256": SHA, "until": "2013-05-31"}
TAKING_UP = {"lower_code": "B-320402", "document_number": "2号", "document_sha256": SHA, "reason": "重大"}


async def test_a_survey_is_made_for_a_neighbour_who_has_delegated_it(desk: Desk) -> None:
    station_id = await a_station(desk)
    path = f"/v1/stations/{station_id}/survey"
    refused = await desk.send(path, ZHONGLOU, SURVEY, acting_for="B-320402")
    assert refused.json()["type"] == "/problems/no-mandate"
    body = DELEGATION | {"acts": ["registry.survey_station"], "division_code": "320402"}
    mandate = await desk.done("/v1/mandates/delegations", TIANNING, body)
    await desk.refused("outside-jurisdiction", path, ZHONGLOU, SURVEY)
    answer = await desk.send(path, ZHONGLOU, SURVEY, acting_for="B-320402")
    assert answer.status_code == 200, answer.text
    said = (await desk.runtime.store.after(0, 10_000))[-1].attributes
    for part in ('"actor":"of-zhonglou"', '"bureau":"B-320404"', '"onbehalfof":"B-320402"', '"mandate":"1号"'):
        assert part in said.decode()
    guidance = {"topic": "台账", "summary": "x"}
    other = await desk.send(f"/v1/stations/{station_id}/guidance", ZHONGLOU, guidance, acting_for="B-320402")
    assert other.json()["type"] == "/problems/no-mandate"
    ending = {"reason": "够了"}
    await desk.refused("outside-jurisdiction", f"/v1/mandates/{mandate['id']}/end", ZHONGLOU, ending)
    await desk.done(f"/v1/mandates/{mandate['id']}/end", TIANNING, ending)
    over = await desk.send(path, ZHONGLOU, SURVEY | {"year": 2014}, acting_for="B-320402")
    assert over.json()["type"] == "/problems/no-mandate"


async def test_who_may_give_a_mandate_and_what_everybody_reads_of_it(desk: Desk) -> None:
    station_id = await a_station(desk)
    for who, rule in ((OPERATOR, "wrong-role"), (None, "not-signed-in")):
        await desk.refused(rule, "/v1/mandates/delegations", who, DELEGATION)
    await desk.refused("wrong-role", "/v1/mandates/taken-up", TIANNING, TAKING_UP)
    elsewhere = DELEGATION | {"division_code": "320404", "delegate_code": "B-320402"}
    await desk.refused("outside-jurisdiction", "/v1/mandates/delegations", TIANNING, elsewhere)
    theirs = DELEGATION | {"station_id": station_id, "delegate_code": "B-320402"}
    await desk.refused("outside-jurisdiction", "/v1/mandates/delegations", ZHONGLOU, theirs)
    wrong = TAKING_UP | {"lower_code": "B-320404", "station_id": station_id}
    await desk.refused("outside-jurisdiction", "/v1/mandates/taken-up", CHANGZHOU, wrong)
    await desk.refused("not-known-here", "/v1/mandates/taken-up", JIANGSU, TAKING_UP | {"lower_code": "B-9"})
    own = DELEGATION | {"station_id": station_id}
    mandate_id = (await desk.done("/v1/mandates/delegations", TIANNING, own))["id"]
    taken_id = (await desk.done("/v1/mandates/taken-up", CHANGZHOU, TAKING_UP | {"since": "2013-06-01"}))["id"]
    read = (await desk.read(f"/v1/mandates/{mandate_id}")).json()
    assert (read["kind"], read["principal_code"], read["agent_code"]) == ("delegated", "B-320402", "B-320404")
    assert (await desk.read("/v1/mandates/none")).status_code == 404
    for on, found in (("2013-05-31", {mandate_id}), ("2013-06-01", {taken_id})):
        listed = (await desk.read("/v1/mandates", bureau="B-320402", on=on)).json()["items"]
        assert {each["mandate_id"] for each in listed} == found


async def test_what_the_city_has_taken_up_the_county_leaves_alone_until_it_is_given_back(desk: Desk) -> None:
    station_id, other_id = await a_station(desk), await a_station(desk, name="乙站", town="雕庄街道")
    path = f"/v1/stations/{station_id}/survey"
    taking = TAKING_UP | {"station_id": station_id}
    mandate_id = (await desk.done("/v1/mandates/taken-up", CHANGZHOU, taking))["id"]
    desk.runtime.acting = ActingMemory()  # What it remembers of the county is two seconds old at most.
    await desk.refused("case-is-taken-up", path, TIANNING, SURVEY)
    await desk.done(f"/v1/stations/{other_id}/survey", TIANNING, SURVEY)
    await desk.done("/v1/mandates/delegations", TIANNING, DELEGATION)
    passed_on = await desk.send(path, ZHONGLOU, SURVEY, acting_for="B-320402")
    assert passed_on.json()["type"] == "/problems/case-is-taken-up"
    answer = await desk.send(path, CHANGZHOU, SURVEY, acting_for="B-320402")
    assert answer.status_code == 200, answer.text
    away = await desk.send(f"/v1/stations/{other_id}/survey", CHANGZHOU, SURVEY, acting_for="B-320402")
    assert away.json()["type"] == "/problems/no-mandate"
    await on_the_day(desk, date(2013, 5, 17))
    await desk.done(f"/v1/mandates/{mandate_id}/end", CHANGZHOU, {"reason": "已办结"})
    await desk.done(path, TIANNING, SURVEY | {"year": 2014})
