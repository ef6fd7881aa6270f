"""What has happened, in the examples of these tests."""

from datetime import date

from services.registry.bureau.commands import EstablishBureau
from services.registry.station.commands import RegisterStation
from shared.events.registry import (
    BureauEstablished,
    BureauLevel,
    HostRegistered,
    JurisdictionResolved,
    Size,
    StationKind,
    StationRegistered,
)

TODAY = date(2013, 5, 16)
TOMORROW = date(2013, 5, 17)

host_registered = HostRegistered(
    host_id="ho-1",
    name="甲百货有限公司",
    registration_number="320402000012348",
    division_code="320402",
    registered_on=TODAY,
)

register_station = RegisterStation(
    station_id="st-1",
    host_id="ho-1",
    name="甲百货消费维权服务站",
    kind=StationKind.MALL,
    trade="百货零售",
    size=Size(area_m2=12_000, staff=300),
    division_code="320402",
    town="兰陵街道",
    operating_since=date(2012, 3, 15),
    today=TODAY,
    bureau_code="B-320402",
)
station_registered = StationRegistered(
    station_id="st-1",
    host_id="ho-1",
    name="甲百货消费维权服务站",
    kind=StationKind.MALL,
    trade="百货零售",
    size=Size(area_m2=12_000, staff=300),
    division_code="320402",
    town="兰陵街道",
    operating_since=date(2012, 3, 15),
    registered_on=TODAY,
)
jurisdiction_resolved = JurisdictionResolved(
    station_id="st-1", bureau_code="B-320402", division_code="320402", town="兰陵街道", since=TODAY
)

establish_bureau = EstablishBureau(
    bureau_code="B-320402",
    name="常州市天宁工商行政管理局",
    name_is_sourced=False,
    level=BureauLevel.COUNTY,
    division_code="320402",
    established_on=date(2000, 1, 1),
    today=TODAY,
)
bureau_established = BureauEstablished(
    bureau_code="B-320402",
    name="常州市天宁工商行政管理局",
    name_is_sourced=False,
    level=BureauLevel.COUNTY,
    division_code="320402",
    established_on=date(2000, 1, 1),
)
province_established = BureauEstablished(
    bureau_code="B-320000",
    name="江苏省工商行政管理局",
    name_is_sourced=True,
    level=BureauLevel.PROVINCE,
    division_code="320000",
    established_on=date(2000, 1, 1),
)
