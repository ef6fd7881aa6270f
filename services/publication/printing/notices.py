"""公示公告、更正公告: what a city prints before the decision."""

from collections.abc import Iterable

from services.publication.printing import words
from shared.events.event import Event
from shared.events.publication import CandidatesPutOnNotice, NoticeCandidate, PublicNoticeCorrected, PublicNoticeOpened
from shared.printing import Page, page_1

_HEAD = ("序号", "服务站名称", "建站企业", "类别", "行业", "推荐单位")


def notice_1(event: PublicNoticeOpened, *further: Event) -> bytes:
    """公示公告: the candidates in their order, the period and how it is counted, and how to object."""
    more = (one.candidates for one in further if isinstance(one, CandidatesPutOnNotice))
    candidates = [*event.candidates, *(candidate for part in more for candidate in part)]
    year = words.year_of(event.season_id, event.opens_on)
    return page_1(
        Page(
            title=f"关于{year}年度{words.HONOUR}推荐对象的公示",
            number=f"公示编号：{event.notice_id}",
            paragraphs=(
                (
                    f"根据推荐意见，下列{len(candidates)}个消费维权服务站拟参加{year}年度{words.HONOUR}测评，"
                    "现向社会公示，征求消费者和经营者意见。"
                ),
                (
                    f"公示时间：{words.day(event.opens_on)}至{words.day(event.closes_on)}"
                    f"（{words.counting(event.counting_rule)}）。"
                ),
                f"公示媒体：{event.media}。联系方式：{event.contact}。",
                (
                    "对公示对象有意见或者异议的，请在公示期内提出，并写明事实和依据。"
                    "提出异议请使用真实姓名并留下联系方式；提出人的身份依法保密。"
                ),
            ),
            head=_HEAD,
            rows=_lines(candidates),
            signed_by=event.issued_by,
            day=event.opens_on,
        )
    )


def correction_1(event: PublicNoticeCorrected, *_further: Event) -> bytes:
    """更正公告: one candidate as it was printed, as it is right, and the period of its own in which it stands."""
    year = words.year_of(event.season_id, event.corrected_on)
    return page_1(
        Page(
            title=f"关于{year}年度{words.HONOUR}推荐对象公示的更正公告",
            number=f"公示编号：{event.notice_id}；更正编号：{event.correction_id}",
            paragraphs=(
                f"原公示中关于“{event.former.station_name}”的内容有误，现予更正。更正原因：{event.reason}",
                (
                    f"更正后的对象重新公示，公示时间：{words.day(event.opens_on)}至{words.day(event.closes_on)}。"
                    "其他公示对象不受影响。"
                ),
            ),
            head=("", *_HEAD[1:]),
            rows=(("原公示", *_line(event.former)), ("更正为", *_line(event.corrected))),
            signed_by=event.issued_by,
            day=event.corrected_on,
        )
    )


def _lines(candidates: Iterable[NoticeCandidate]) -> Iterable[tuple[str, ...]]:
    return ((str(place), *_line(candidate)) for place, candidate in enumerate(candidates, 1))


def _line(candidate: NoticeCandidate) -> tuple[str, ...]:
    kind = words.kind(candidate.kind)
    return candidate.station_name, candidate.host_name, kind, candidate.trade, candidate.bureau_name
