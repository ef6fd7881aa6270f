"""认定公布、撤牌公布、恢复称号公布: what a province prints after its decision."""

from services.publication.printing import words
from shared.events.event import Event
from shared.events.publication import RestorationPublished, ResultPublished, RevocationPublished
from shared.printing import Page, page_1


def result_1(event: ResultPublished, *_further: Event) -> bytes:
    """公布: the recognised stations with the numbers of their certificates. A long list is printed in parts."""
    year = words.year_of(event.season_id, event.published_on)
    supplement = "补充" if event.supplements else ""
    part = f"（{words.numeral(event.part)}）" if event.part else ""
    titles = enumerate(event.titles, event.first_place)
    return page_1(
        Page(
            title=f"关于{supplement}公布{year}年度{words.HONOUR}的通报{part}",
            number=event.document_number,
            paragraphs=(
                f"经市级测评、上报和省级认定，下列{len(event.titles)}个消费维权服务站为{year}年度{words.HONOUR}，现予公布。",
                *(("本次公布是对本年度已公布名单的补充。",) if event.supplements else ()),
                f"公布媒体：{event.media}。",
                "示范服务站实行动态管理。消费者和经营者可以对其履职情况提出意见，并可以按证书编号查验称号。",
            ),
            head=("序号", "服务站名称", "建站企业", "行业", "所属机关", "证书编号"),
            rows=(
                (str(place), one.station_name, one.host_name, one.trade, one.bureau_name, one.certificate_number)
                for place, one in titles
            ),
            signed_by=event.issued_by,
            day=event.published_on,
        )
    )


def revocation_1(event: RevocationPublished, *_further: Event) -> bytes:
    """撤牌公布: whose title was taken away, and on which ground."""
    return page_1(
        Page(
            title=f"关于撤销“{event.station_name}”{words.HONOUR}称号的公布",
            number=event.document_number,
            paragraphs=(
                (
                    f"因{words.ground(event.ground)}，依照规定撤销“{event.station_name}”的{words.HONOUR}称号，"
                    "其证书和牌匾同时作废。"
                ),
                f"证书编号：{event.certificate_number}。",
                f"公布媒体：{event.media}。",
            ),
            signed_by=event.issued_by,
            day=event.published_on,
        )
    )


def restoration_1(event: RestorationPublished, *_further: Event) -> bytes:
    """恢复称号公布: the revocation was set aside, and the title stands again."""
    return page_1(
        Page(
            title=f"关于恢复“{event.station_name}”{words.HONOUR}称号的公布",
            number=event.document_number,
            paragraphs=(
                f"对“{event.station_name}”作出的撤牌决定已被依法撤销，其{words.HONOUR}称号、证书和牌匾予以恢复。",
                f"证书编号：{event.certificate_number}。",
                f"公布媒体：{event.media}。",
            ),
            signed_by=event.issued_by,
            day=event.published_on,
        )
    )
