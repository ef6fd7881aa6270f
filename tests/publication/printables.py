"""One event of each kind that is printed, as the tests of printing and of the documents take them."""

from datetime import date

from services.publication.printing import Printable
from services.publication.printing.register import RegisterLine
from shared.events.publication import (
    CandidatesPutOnNotice,
    CertificateIssued,
    NoticeCandidate,
    PublicNoticeCorrected,
    RestorationPublished,
    ResultPublished,
    RevocationPublished,
)
from shared.events.registry import StationKind
from tests.publication.examples import (
    CLOSES,
    JIA,
    NOTICE_ID,
    OPENS,
    SEASON,
    candidate,
    certified,
    opened,
    printed,
    title,
)

PROVINCE_NAME = "江苏省工商行政管理局"
CITY_NAME = "江苏省常州工商行政管理局"
NUMBER = certified.certificate_number

notice = opened.model_copy(
    update={"issued_by": CITY_NAME, "candidates_in_all": 3, "template": "", "printed_sha256": ""}
)
more = CandidatesPutOnNotice(
    notice_id=NOTICE_ID,
    season_id=SEASON,
    opens_on=OPENS,
    closes_on=CLOSES,
    candidates=(NoticeCandidate.model_validate(candidate("bing").model_dump()),),
)
correction = PublicNoticeCorrected(
    notice_id=NOTICE_ID,
    season_id=SEASON,
    correction_id="NC-1",
    application_id=JIA,
    station_id="st-jia",
    former=printed("jia"),
    corrected=printed("jia").model_copy(update={"station_name": "甲百货消费维权服务站 <一楼>"}),
    opens_on=date(2013, 9, 26),
    closes_on=date(2013, 10, 9),
    reason="站名刊登有误。",
    corrected_on=date(2013, 9, 25),
    issued_by=CITY_NAME,
)
result = ResultPublished(
    announcement_id="an-result",
    season_id=SEASON,
    titles=(title,),
    media="新华日报",
    document_number="苏工商消〔2013〕90号",
    published_on=date(2013, 12, 25),
    issued_by=PROVINCE_NAME,
)
supplement = result.model_copy(
    update={"announcement_id": "an-supplement", "supplements": "an-result", "part": 2, "first_place": 12}
)
revocation = RevocationPublished(
    announcement_id="an-revocation",
    station_id="st-jia",
    station_name=title.station_name,
    certificate_number=NUMBER,
    ground="lax_management",
    media="新华日报",
    published_on=date(2014, 6, 25),
    document_number="苏工商消〔2014〕41号",
    issued_by=PROVINCE_NAME,
)
restoration = RestorationPublished(
    announcement_id="an-restoration",
    station_id="st-jia",
    station_name=title.station_name,
    certificate_number=NUMBER,
    media="新华日报",
    document_number="工商复字〔2014〕3号",
    published_on=date(2014, 9, 5),
    issued_by=PROVINCE_NAME,
)
certificate = CertificateIssued(
    certificate_number=NUMBER,
    station_id="st-jia",
    station_name=certified.station_name,
    host_id=certified.host_id,
    host_name=certified.host_name,
    kind=StationKind.MALL,
    trade=certified.trade,
    document_number=certified.document_number,
    issued_by=PROVINCE_NAME,
    certified_on=certified.certified_on,
    issued_on=date(2013, 12, 25),
)
line = RegisterLine(
    certificate_number=NUMBER,
    station_id="st-jia",
    station_name="jia消费维权服务站",
    host_name="jia有限公司",
    trade="百货",
    division_code="320402",
    town="雕庄",
    bureau_code="B-320402",
    bureau_name="常州市天宁工商行政管理局",
    certified_on=certified.certified_on,
)

PRINTABLES: dict[str, tuple[Printable, tuple[CandidatesPutOnNotice, ...]]] = {
    "notice-1": (notice, (more,)),
    "correction-1": (correction, ()),
    "result-1": (result, ()),
    "result-1-supplement": (supplement, ()),
    "revocation-1": (revocation, ()),
    "restoration-1": (restoration, ()),
    "certificate-1": (certificate, ()),
}
"""By the file in `prints/` that holds what was printed."""
