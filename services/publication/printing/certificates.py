"""证书: what a station shows. Its data follow GB/T 36903; it is no licence file, and says so."""

from services.publication.printing import words
from shared.events.event import Event
from shared.events.publication import CertificateIssued
from shared.printing import Page, page_1


def certificate_1(event: CertificateIssued, *_further: Event) -> bytes:
    """证书: the title with the names of the day on which it was given."""
    return page_1(
        Page(
            title=f"{words.HONOUR}证书",
            number=f"证书编号：{event.certificate_number}",
            paragraphs=(
                f"经认定，“{event.station_name}”为{words.HONOUR}。",
                (
                    "本证书的数据项参照 GB/T 36903，本文件不是 GB/T 36905 规定的 OFD 格式电子证照。"
                    "称号是否有效，以按证书编号查验的结果为准。"
                ),
            ),
            head=("项目", "内容"),
            rows=(
                ("持证单位", event.station_name),
                ("建站企业", event.host_name),
                ("类别", words.kind(event.kind)),
                ("行业", event.trade),
                ("认定文号", event.document_number),
                ("认定日期", words.day(event.certified_on)),
                ("颁发机关", event.issued_by),
            ),
            signed_by=event.issued_by,
            day=event.issued_on,
        )
    )
