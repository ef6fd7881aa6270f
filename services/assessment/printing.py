"""What assessment prints: the list that a city reports, and its supplements, the same bytes for ever.

`sealed` gives an event the name of today's form and the proof of what it prints; each decision seals its event last.
A form is never changed once something was printed by it: a new one is added behind it, under a name of its own.
"""

import re
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from shared.events.assessment import ListEntry, ListSubmitted, ListSupplemented
from shared.printing import Forms, Page, page_1, print_by, seal

Printable = ListSubmitted | ListSupplemented

P = TypeVar("P", ListSubmitted, ListSupplemented)

_HONOUR = "省级12315消费维权示范服务站"
_SEASON = re.compile(r"S-(\d{4})-\d+")
_HEAD = ("序号", "服务站名称", "建站企业", "行业", "推荐单位", "测评得分", "备注")


def list_1(event: ListSubmitted) -> bytes:
    """上报名单: the entries in their order, then the reserve, and the reasons that were needed."""
    year = _year_of(event.season_id, event.submitted_on)
    return page_1(
        Page(
            title=f"{year}年度{_HONOUR}上报名单",
            number=f"名单编号：{event.list_id}",
            paragraphs=(
                f"代表省局测评，下列{len(event.entries)}个消费维权服务站公示无异议且测评通过，现予上报。",
                *_reasons(event),
            ),
            head=_HEAD,
            rows=(*_lines(event.entries, "上报"), *_lines(event.reserve, "备选")),
            signed_by=event.submitted_by,
            day=event.submitted_on,
        )
    )


def supplement_1(event: ListSupplemented) -> bytes:
    """补报名单: the entries with the ranks that go on, and why they join."""
    year = _year_of(event.season_id, event.supplemented_on)
    return page_1(
        Page(
            title=f"{year}年度{_HONOUR}补报名单",
            number=f"名单编号：{event.list_id}；补报序次：{event.supplement}",
            paragraphs=(
                f"下列{len(event.entries)}个消费维权服务站公示无异议且测评通过，现予补报。",
                f"补报理由：{event.reason}",
                *_reasons(event),
            ),
            head=_HEAD,
            rows=_lines(event.entries, "补报"),
            signed_by=event.submitted_by,
            day=event.supplemented_on,
        )
    )


FORMS: Forms = {ListSubmitted: {"list-1": list_1}, ListSupplemented: {"supplement-1": supplement_1}}


def sealed(event: P) -> P:
    """The event with the name of today's form, and the proof of what it prints."""
    return seal(FORMS, event)


def printed(event: Printable) -> bytes:
    """The document, by the form that the event names."""
    return print_by(FORMS, event)


def _reasons(event: Printable) -> Iterable[str]:
    if event.over_quota_reason:
        yield f"超过名额的理由：{event.over_quota_reason}"
    if event.late_reason:
        yield f"逾期的理由：{event.late_reason}"


def _lines(entries: Iterable[ListEntry], remark: str) -> Iterable[tuple[str, ...]]:
    return ((str(one.rank), *_names(one), f"{one.total // 10}.{one.total % 10}", remark) for one in entries)


def _names(entry: ListEntry) -> tuple[str, ...]:
    return entry.station_name, entry.host_name, entry.trade, entry.bureau_name


def _year_of(season_id: str, otherwise: date) -> int:
    """The season's year, which its identifier names; else that of the day."""
    named = _SEASON.fullmatch(season_id)
    return int(named[1]) if named else otherwise.year
