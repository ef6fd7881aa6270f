"""证书: issued with the publication of its title, withdrawn when the title is over, reinstated with it."""

from datetime import date
from uuid import uuid4

import pytest

from services.publication import streams
from services.publication.certificate.commands import IssueCertificate, ReinstateCertificate, WithdrawCertificate
from services.publication.certificate.decisions import CERTIFICATE
from services.publication.policies import from_due, react
from services.publication.printing import sealed
from services.publication.projections import project
from services.publication.streams import WITHDRAW_CERTIFICATE
from shared.events.event import Event
from shared.events.publication import CertificateReinstated, CertificateWithdrawn
from shared.events.registry import StationKind
from shared.eventsourcing.envelope import Provenance
from shared.eventsourcing.handling import Asked, Prepared, handle
from shared.testing.reaction import Reaction
from shared.testing.scenario import Scenario
from tests.publication.conftest import World
from tests.publication.examples import SEASON, certified, ended, lapsed, refused, restored, revoked, submitted
from tests.publication.hearing import InOrder
from tests.publication.people import PROVINCE, PUBLIC
from tests.publication.printables import NUMBER, certificate

given = Scenario(CERTIFICATE)
when = Reaction(react)

issue = IssueCertificate(
    certificate_number=NUMBER,
    station_id="st-jia",
    station_name=certified.station_name,
    host_id=certified.host_id,
    host_name=certified.host_name,
    kind=StationKind.MALL,
    trade=certified.trade,
    document_number=certified.document_number,
    issued_by=certificate.issued_by,
    certified_on=certified.certified_on,
    today=date(2013, 12, 25),
)
issued = sealed(certificate)
withdraw = WithdrawCertificate(
    certificate_number=NUMBER, station_id="st-jia", because="revoked", withdrawn_on=date(2014, 6, 20)
)
withdrawn = CertificateWithdrawn(
    certificate_number=NUMBER, station_id="st-jia", because="revoked", withdrawn_on=date(2014, 6, 20)
)
reinstate = ReinstateCertificate(certificate_number=NUMBER, station_id="st-jia", reinstated_on=date(2014, 9, 1))
reinstated = CertificateReinstated(certificate_number=NUMBER, station_id="st-jia", reinstated_on=date(2014, 9, 1))


def test_a_certificate_is_issued_once_with_the_names_of_the_day() -> None:
    given().when(issue).then(issued)
    given(issued).when(issue).then_nothing()
    given(issued, withdrawn).when(issue).then_nothing()


def test_a_certificate_is_withdrawn_and_reinstated_with_its_title() -> None:
    given(issued).when(withdraw).then(withdrawn)
    given(issued, withdrawn).when(reinstate).then(reinstated)
    given(issued, withdrawn, reinstated).when(withdraw).then(withdrawn)


def test_asked_twice_is_recorded_once() -> None:
    given(issued, withdrawn).when(withdraw).then_nothing()
    given(issued, withdrawn, reinstated).when(reinstate).then_nothing()


def test_a_title_that_was_never_published_has_no_certificate_to_withdraw() -> None:
    given().when(withdraw).then_nothing()
    given().when(reinstate).then_nothing()


@pytest.mark.parametrize(
    ("event", "because", "day"),
    [
        (revoked, "revoked", revoked.decided_on),
        (lapsed, "lapsed", lapsed.lapsed_on),
        (ended, "ended", ended.ended_on),
    ],
)
def test_the_end_of_a_title_withdraws_its_certificate(event: Event, because: str, day: date) -> None:
    when(event).then_asks(
        WithdrawCertificate(certificate_number=NUMBER, station_id="st-jia", because=because, withdrawn_on=day)
    )


def test_a_revocation_that_is_set_aside_reinstates_the_certificate() -> None:
    when(restored).then_asks(reinstate)


def test_a_withdrawal_that_was_missed_falls_due_with_its_own_day() -> None:
    arguments = {
        "certificate_number": NUMBER,
        "station_id": "st-jia",
        "because": "revoked",
        "withdrawn_on": "2014-06-20",
        "day": "2014-06-23",
    }
    assert from_due(WITHDRAW_CERTIFICATE, arguments) == withdraw


RESULT = {"season_id": SEASON, "media": "新华日报", "document_number": "苏工商消〔2013〕90号"}
PATH = f"/v1/certificates/{NUMBER}"


async def publish(world: World) -> None:
    answer = await world.post("/v1/announcements/results", RESULT, by=PROVINCE)
    assert answer.status_code == 201, answer.text


async def test_a_certificate_is_there_when_its_title_is_published_and_not_before(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", submitted, refused, certified)
    for path in (PATH, f"{PATH}/printed"):
        assert (await world.get(path)).json()["type"] == "/problems/no-such-certificate"
    await publish(world)
    shown = (await world.get(PATH, by=PUBLIC)).json()
    assert (shown["status"], shown["issued_on"], shown["template"]) == ("valid", "2013-12-20", "certificate-1")
    printed = await world.get(f"{PATH}/printed")
    assert printed.headers["content-type"] == "text/html; charset=utf-8"
    assert "jia消费维权服务站" in printed.text
    assert "不是 GB/T 36905" in printed.text
    await publish(world)
    assert (await world.get(PATH)).headers["etag"] == '"v1"'


async def test_a_certificate_that_was_withdrawn_says_since_when_and_why(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", submitted, refused, certified)
    await publish(world)
    before = (await world.get(f"{PATH}/printed")).content
    await hear.on("2014-06-20", revoked)
    shown = (await world.get(PATH)).json()
    assert (shown["status"], shown["withdrawn_on"], shown["because"]) == ("withdrawn", "2014-06-20", "revoked")
    for path in (f"{PATH}/printed", f"/v1/documents/{NUMBER}"):
        answer = await world.get(path)
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/certificate-withdrawn-since")
        assert "2014-06-20" in answer.json()["detail"]
        assert "revoked" in answer.json()["detail"]
    await hear.on("2014-09-01", restored)
    again = (await world.get(PATH)).json()
    assert (again["status"], again["withdrawn_on"], again["reinstated_on"]) == ("valid", None, "2014-09-01")
    assert (await world.get(f"{PATH}/printed")).content == before


async def test_automatic_acts_are_done_in_the_name_of_the_province(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", submitted, refused, certified)
    await publish(world)
    await hear.on("2014-06-20", revoked)
    stored = (await world.runtime.store.load(streams.certificate(NUMBER))).history
    assert [recorded.attributes["bureau"] for recorded in stored] == ["B-320000", "B-320000"]
    assert {recorded.attributes["partitionkey"] for recorded in stored} == {"st-jia"}


async def test_a_revocation_that_came_beside_the_publication_is_caught_up_with(world: World) -> None:
    hear = InOrder(world)
    await hear.on("2013-12-20", submitted, refused, certified)
    await hear.on("2013-12-23", revoked.model_copy(update={"decided_on": date(2013, 12, 23)}))
    # The publication had looked the titles up before.
    prepared = Prepared(
        decider=CERTIFICATE, stream=streams.certificate(NUMBER), command=issue, partition_key=issue.station_id
    )
    asked = Asked(
        by=Provenance(actor="of-feng", level="province", correlationid="1"),
        effective=world.runtime.clock.now(),
        command_id=uuid4(),
        project=project,
        source="/services/publication",
    )
    await handle(world.runtime.store, lambda: _soon(prepared), asked)
    assert (await world.get(PATH)).json()["status"] == "valid"
    await world.day_begins(date(2013, 12, 25))
    shown = (await world.get(PATH)).json()
    assert (shown["status"], shown["withdrawn_on"]) == ("withdrawn", "2013-12-23")
    assert await world.runtime.pool.fetchval("SELECT count(*) FROM due WHERE command = $1", WITHDRAW_CERTIFICATE) == 0


async def _soon(prepared: Prepared) -> Prepared:
    return prepared
