"""What the register knows of a station in a year, said for the items of the standard that it bears on."""

from asyncpg import Record
from pydantic import BaseModel

from shared.database import Connection
from shared.events.registry import StationPost

POSTS = {
    StationPost.HEAD: ("站长", "head"),
    StationPost.SETTLEMENT_OFFICER: ("协商和解员", "settlement officer"),
    StationPost.QUALITY_OFFICER: ("质量/食品安全员", "quality officer"),
    StationPost.PRICE_OFFICER: ("物价员", "price officer"),
}

_TRAININGS = """
SELECT count(*) FILTER (WHERE attended) AS attended, count(*) AS held
  FROM known_trainings WHERE station_id = $1 AND extract(year FROM held_on) = $2
"""
_SUMMARIES = """
SELECT count(*) AS months, coalesce(sum(received), 0) AS received, coalesce(sum(settled), 0) AS settled,
       coalesce(percentile_disc(0.5) WITHIN GROUP (ORDER BY median_minutes), 0) AS median_minutes
  FROM known_summaries WHERE station_id = $1 AND period LIKE $2::text || '-%'
"""
_STAFF = """
SELECT DISTINCT unnest(posts) AS post FROM known_staff
 WHERE station_id = $1 AND appointed_on IS NOT NULL AND (left_on IS NULL OR left_on < appointed_on)
"""
_STARS = """
SELECT count(*) FROM known_stars WHERE station_id = $1 AND extract(year FROM awarded_on) = $2 AND withdrawn_on IS NULL
"""
_ACTIVITIES = """
SELECT count(*) AS activities, count(DISTINCT platform) AS platforms
  FROM known_activities WHERE station_id = $1 AND extract(year FROM held_on) = $2
"""
_CULTIVATION = "SELECT started_on FROM known_cultivations WHERE station_id = $1 AND year = $2"


class KnownView(BaseModel):
    """What the register has recorded; `item` is that of the standard, or empty for the station as a whole."""

    item: str
    zh: str
    en: str


async def known(connection: Connection, station_id: str, year: int) -> list[KnownView]:
    """What bears on the items B5, C1, C3, C5, D1, D2 and D6; a fact of which nothing is recorded says so, too."""
    (trainings,) = await connection.fetch(_TRAININGS, station_id, year)
    (summaries,) = await connection.fetch(_SUMMARIES, station_id, str(year))
    (activities,) = await connection.fetch(_ACTIVITIES, station_id, year)
    cultivated = await connection.fetchval(_CULTIVATION, station_id, year)
    stars = await connection.fetchval(_STARS, station_id, year)
    held, attended = trainings["held"], trainings["attended"]
    number, platforms = activities["activities"], activities["platforms"]
    told = [
        ("B5", f"{year}年已报送月度汇总{summaries['months']}期", f"{summaries['months']} monthly summaries in {year}"),
        _posts({StationPost(row["post"]) for row in await connection.fetch(_STAFF, station_id)}),
        ("C3", f"{year}年培训{held}次，参加{attended}次", f"{attended} of {held} trainings attended in {year}"),
        ("C5", f"{year}年站内人员获维权服务明星{stars}人次", f"{stars} of its staff honoured as stars in {year}"),
        *_ledger(summaries, year),
        (
            "D6",
            f"{year}年五大平台活动{number}次，涉及{platforms}个平台",
            f"{number} activities on {platforms} of the five platforms in {year}",
        ),
    ]
    if cultivated:
        told.append(("", f"{cultivated}起列为重点培育对象", f"under cultivation since {cultivated}"))
    return [KnownView(item=item, zh=zh, en=en) for item, zh, en in told]


def _posts(filled: set[StationPost]) -> tuple[str, str, str]:
    there = [name for post, name in POSTS.items() if post in filled]
    lacking = [name for post, name in POSTS.items() if post not in filled]
    zh = f"已配备：{'、'.join(zh for zh, _ in there) or '无'}；未配备：{'、'.join(zh for zh, _ in lacking) or '无'}"
    en = f"filled: {', '.join(en for _, en in there) or 'none'}; open: {', '.join(en for _, en in lacking) or 'none'}"
    return "C1", zh, en


def _ledger(summaries: Record, year: int) -> list[tuple[str, str, str]]:
    received, settled, minutes = summaries["received"], summaries["settled"], summaries["median_minutes"]
    if not received:
        return [
            ("D1", f"{year}年汇总中没有投诉", f"no disputes in the summaries of {year}"),
            ("D2", f"{year}年汇总中没有投诉", f"no disputes in the summaries of {year}"),
        ]
    permille = settled * 1_000 // received
    rate = f"{permille // 10}.{permille % 10}"
    months = f"median of the months of {year}: {minutes} minutes"
    return [
        ("D1", f"{year}年各月处理时长中位数为{minutes}分钟", months),
        (
            "D2",
            f"{year}年受理{received}件，和解{settled}件，和解率{rate}%",
            f"{settled} of {received} settled, {rate} %",
        ),
    ]
