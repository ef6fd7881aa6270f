"""The demonstration season, step by step, with the dates of the notice and of the season's settings."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from deploy.demo import afterwards, candidacy, contest, decision, founding, notice, telling
from deploy.demo.plot import Season
from deploy.demo.speed import measure_effects

Advance = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens at an instant of the programme. Where it is done for each station it tells its advance."""

    instant: str
    zh: str
    en: str
    work: Callable[[Season], Awaitable[Any]] | Callable[[Season, Advance], Awaitable[Any]]
    per_station: bool = False

    def weight(self, stations: int) -> int:
        """How long it takes, in units of one step."""
        return stations if self.per_station else 1

    async def take(self, season: Season, advance: Advance) -> None:
        if self.per_station:
            await self.work(season, advance)  # type: ignore[call-arg] # `per_station` tells which of the two it is.
        else:
            await self.work(season)  # type: ignore[call-arg] # The same.


async def _guide(season: Season) -> None:
    await founding.guide(season, season.plot.applicants)
    season.notes["effects"] = await measure_effects(season)


async def _plaques_and_star(season: Season) -> None:
    await afterwards.hand_over_plaques(season, season.notes["published"])
    await contest.award(season)


STEPS = (
    Step("2013-04-22T09:00", "设立机关、日历", "Bureaus, officers, calendar", founding.found_bureaus),
    Step("2013-04-22T10:00", "登记服务站", "Stations registered", founding.register_stations, per_station=True),
    Step("2013-04-26T09:00", "选配站内人员", "Staff appointed", founding.appoint_staff),
    Step("2013-04-26T10:00", "选择通知方式", "Who is told by which channel", telling.wish),
    Step("2013-05-15T09:00", "发布标准，年度启动", "Standard published, season opened", founding.open_season),
    Step("2013-05-17T09:00", "宣传与调查摸底", "Publicity and survey", founding.publicise_and_survey, per_station=True),
    Step("2013-06-05T09:00", "省局培训", "Training by the province", founding.train),
    Step("2013-07-15T09:00", "重点指导", "Guidance", _guide),
    Step("2013-08-12T09:00", "企业申请，县区受理", "Applications filed", candidacy.file_applications),
    Step("2013-08-13T09:00", "不当申请被拒", "Filings refused", candidacy.file_twice_and_for_another),
    Step("2013-09-02T09:00", "逾期申请被拒", "A late filing refused", candidacy.file_late),
    Step("2013-09-05T09:00", "否决项核查与查验", "Vetoes checked, inspections", candidacy.verify),
    Step("2013-09-10T09:00", "推荐意见", "Recommendations", candidacy.recommend),
    Step("2013-09-23T09:00", "公示开始", "Public notice opened", notice.open_notice),
    Step("2013-09-24T10:00", "消费者、经营者意见", "Opinions", notice.speak),
    Step("2013-09-25T15:00", "一家撤回申请", "One host withdraws", notice.withdraw),
    Step("2013-09-27T09:00", "意见甄别", "Opinions screened", notice.screen),
    Step(
        "2013-10-08T09:00",
        "公示结束，异议处理",
        "Notice closed, objections decided",
        notice.decide_objections,
    ),
    Step("2013-10-08T14:00", "测评组", "Panel appointed", decision.appoint_panel),
    Step("2013-10-14T09:00", "测评", "Assessment", decision.score),
    Step("2013-10-18T09:00", "测评汇总", "Assessments concluded", decision.conclude),
    Step("2013-10-28T09:00", "上报名单", "List submitted to the province", decision.submit_list),
    Step("2013-11-05T09:00", "省局抽查", "Spot checks ordered", decision.order_spot_checks),
    Step("2013-11-20T09:00", "抽查记录", "Spot checks recorded", decision.record_spot_checks),
    Step("2013-12-20T09:00", "认定", "Recognition", decision.recognise),
    Step("2013-12-27T09:00", "公布", "Results published", decision.publish_results),
    Step("2014-01-09T09:00", "台账补录", "The star host's ledger of the year", contest.fill_ledger),
    Step("2014-01-10T09:00", "明星竞赛", "Staff contest announced", contest.announce),
    Step("2014-02-10T09:00", "公众投票", "The public votes", contest.vote),
    Step("2014-02-20T09:00", "评分、定榜、公示", "Contest judged, board frozen, winner posted", contest.judge),
    Step("2014-03-14T09:00", "授牌与表彰", "Plaques and the star's award", _plaques_and_star),
    Step("2014-05-12T09:00", "撤牌建议", "Revocation proposed", afterwards.propose_revocation),
    Step("2014-05-20T09:00", "听取申辩", "Defence heard", afterwards.hear_defence),
    Step("2014-06-10T09:00", "撤销称号", "Title revoked", afterwards.revoke),
    Step("2014-06-12T09:00", "送达与公布", "Decision served and published", afterwards.serve),
    Step("2014-06-20T09:00", "收回牌匾", "Plaque returned", afterwards.take_plaque_back),
)
