"""名册: the titles that count on a day, with the names of that day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.publication.printing import words
from shared.printing import Page, page_1


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterLine:
    """One title with the names of the day."""

    certificate_number: str
    station_id: str
    station_name: str
    host_name: str
    trade: str
    division_code: str
    town: str
    bureau_code: str
    bureau_name: str
    certified_on: date


def register_1(as_of: date, lines: Sequence[RegisterLine]) -> bytes:
    """名册: every title that counts on the day, in the order of the certificates."""
    return page_1(
        Page(
            title=f"{words.HONOUR}名册",
            number=f"截至{words.day(as_of)}",
            paragraphs=(f"共{len(lines)}个。名称、所在地和主管机关均为当日情况。",),
            head=("证书编号", "服务站名称", "建站企业", "行业", "区划代码", "所在街道、镇", "主管机关", "认定日期"),
            rows=(
                (
                    line.certificate_number,
                    line.station_name,
                    line.host_name,
                    line.trade,
                    line.division_code,
                    line.town,
                    line.bureau_name,
                    words.day(line.certified_on),
                )
                for line in lines
            ),
        )
    )
