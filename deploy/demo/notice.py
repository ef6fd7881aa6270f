"""The city's public notice: opened, spoken on, withdrawn from, objected to, closed."""

from deploy.client import Answer
from deploy.demo.candidacy import expect_refusal
from deploy.demo.founding import host_of
from deploy.demo.plot import NOTICE, SEASON, Season
from deploy.demo.world import CITY_OFFICERS, Unit

CITY_CLERK = CITY_OFFICERS[0]
CITY_INVESTIGATORS = (CITY_OFFICERS[4].subject, CITY_OFFICERS[5].subject)


async def open_notice(season: Season) -> None:
    """Five working days, the first not counted: Monday 23 to Sunday 29 September 2013, which was a working day."""
    body = {"season_id": SEASON, "opens_on": "2013-09-23", "media": "常州日报（演示）", "contact": "12315"}
    too_short = body | {"closes_on": "2013-09-27"}
    await expect_refusal(season, "publication", "/v1/notices", CITY_CLERK, too_short, "a notice that is too short")
    season.notes["notice"] = await season.client.post(
        "publication", "/v1/notices", CITY_CLERK, body | {"closes_on": "2013-09-29"}
    )


async def speak(season: Season) -> None:
    """A consumer and an operator support; two objections with a name and facts come in."""
    plot = season.plot
    await _say(season, plot.star_host, "consumer", "support", "退换货很快，当场就解决了。", "")
    await _say(season, plot.recommended[4], "operator", "support", "同行都去他们那里学习台账。", "")
    season.notes["upheld"] = await _say(
        season, plot.struck_off, "consumer", "objection", "8月3日购买的电饭锅拒绝退换，也没有登记。", "张某"
    )
    season.notes["dismissed"] = await _say(
        season, plot.objection_dismissed, "operator", "objection", "服务台经常没有人。", "李某"
    )
    season.notes["anonymous"] = await _say(season, plot.recommended[5], "consumer", "objection", "听说服务不好。", "")


async def withdraw(season: Season) -> None:
    """On the third day one host takes its application back."""
    unit = season.plot.withdraws
    path = f"/v1/applications/{season.application_id(unit)}/withdrawal"
    season.applications[unit.number] = await season.client.post(
        "application",
        path,
        host_of(season, unit),
        {"reason": "卖场改造，本年度不再参加"},
        version=season.applications[unit.number].version,
    )


async def screen(season: Season) -> None:
    """The city reads every opinion. An admissible objection holds its candidate and no other."""
    client = season.client
    listed = await client.get("publication", f"/v1/opinions?notice_id={NOTICE}&limit=200", CITY_CLERK)
    for opinion in listed.body["items"]:
        answer = await client.get("publication", f"/v1/opinions/{opinion['id']}", CITY_CLERK)
        if answer.body["stance"] == "support":
            body = {"result": "support_noted", "reason": "支持意见，记录在案"}
        elif answer.body["is_named"]:
            body = {"result": "admissible", "reason": "实名并有具体事实"}
        else:
            body = {"result": "lead_only", "reason": "匿名意见，作为线索"}
        path = f"/v1/opinions/{opinion['id']}/screening"
        await client.post("publication", path, CITY_CLERK, body, version=answer.version)


async def decide_objections(season: Season) -> None:
    """One objection is found true and strikes its candidate off, the other is dismissed; both authors are answered."""
    upheld = {"outcome": "upheld", "strikes_off": True, "reasons": "核查属实：拒绝退换且未登记"}
    dismissed = {"outcome": "dismissed", "strikes_off": False, "reasons": "三次核查均有人值守，异议不成立"}
    season.notes["objections"] = [
        await _decide(season, season.notes["upheld"], upheld),
        await _decide(season, season.notes["dismissed"], dismissed),
    ]


async def _decide(season: Season, opinion: Answer, decision: dict[str, object]) -> Answer:
    """Looked into by two who had no part in the candidate's way, decided with reasons, and answered."""
    report = {"investigators": list(CITY_INVESTIGATORS), "findings": decision["reasons"]}
    await _of_opinion(season, opinion, "investigation", report)
    decided = await _of_opinion(season, opinion, "decision", decision)
    await _of_opinion(season, opinion, "answer", {"method": "电话", "text": decision["reasons"]})
    return decided


async def _of_opinion(season: Season, opinion: Answer, act: str, body: dict[str, object]) -> Answer:
    path = f"/v1/opinions/{opinion.id}"
    known = await season.client.get("publication", path, CITY_CLERK)
    return await season.client.post("publication", f"{path}/{act}", CITY_CLERK, body, version=known.version)


async def _say(season: Season, unit: Unit, side: str, stance: str, text: str, name: str) -> Answer:
    body = {"station_id": season.station_id(unit), "side": side, "stance": stance, "text": text}
    if name:
        body["name"] = name
    return await season.client.post("publication", f"/v1/notices/{NOTICE}/opinions", None, body)
