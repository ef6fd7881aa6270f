"""公布: the province publishes the result when everything is decided, and the end of a title when it is revoked."""

from dataclasses import replace
from datetime import date

from services.publication import streams
from services.publication.announcement.commands import Batch, Ended, PublishResult, PublishRevocation
from services.publication.announcement.decisions import (
    ANNOUNCEMENT,
    AlreadyPublished,
    MediaNotNamed,
    NoListSubmitted,
    NotAllDecided,
    NotRevoked,
)
from services.publication.printing import sealed
from shared.events.publication import ResultPublished, RevocationPublished
from shared.testing.scenario import Scenario
from tests.publication.examples import SEASON, title

given = Scenario(ANNOUNCEMENT)

publish = PublishResult(
    announcement_id=streams.result_id(SEASON),
    season_id=SEASON,
    media="新华日报",
    document_number="苏工商消〔2013〕90号",
    today=date(2013, 12, 25),
    facts=Batch(is_submitted=True, titles=(title,), issued_by="江苏省工商行政管理局"),
)
result = sealed(
    ResultPublished(
        announcement_id=streams.result_id(SEASON),
        season_id=SEASON,
        titles=(title,),
        media="新华日报",
        document_number="苏工商消〔2013〕90号",
        published_on=date(2013, 12, 25),
        issued_by="江苏省工商行政管理局",
    )
)
publish_end = PublishRevocation(
    announcement_id=streams.revocation_id(title.certificate_number),
    station_id="st-jia",
    media="新华日报",
    today=date(2014, 6, 25),
    facts=Ended(
        certificate_number=title.certificate_number,
        station_name=title.station_name,
        ground="lax_management",
        document_number="苏工商消〔2014〕41号",
        issued_by="江苏省工商行政管理局",
    ),
)
end = sealed(
    RevocationPublished(
        announcement_id=streams.revocation_id(title.certificate_number),
        station_id="st-jia",
        station_name=title.station_name,
        certificate_number=title.certificate_number,
        ground="lax_management",
        media="新华日报",
        published_on=date(2014, 6, 25),
        document_number="苏工商消〔2014〕41号",
        issued_by="江苏省工商行政管理局",
    )
)


def test_the_result_is_published_with_the_titles_as_they_were_given() -> None:
    given().when(publish).then(result)


def test_a_season_without_titles_is_published_all_the_same() -> None:
    none = replace(publish, facts=Batch(is_submitted=True, issued_by="江苏省工商行政管理局"))
    given().when(none).then(sealed(result.model_copy(update={"titles": ()})))


def test_publishing_twice_records_it_once() -> None:
    given(result).when(publish).then_nothing()


def test_a_result_is_published_once() -> None:
    given(result).when(replace(publish, media="江苏经济报")).then_refused(AlreadyPublished)


def test_nothing_is_published_before_the_list() -> None:
    given().when(replace(publish, facts=Batch())).then_refused(NoListSubmitted)


def test_nothing_is_published_before_everything_is_decided() -> None:
    given().when(replace(publish, facts=Batch(is_submitted=True, undecided=3))).then_refused(NotAllDecided)


def test_a_result_names_its_media_and_its_document() -> None:
    given().when(replace(publish, media="")).then_refused(MediaNotNamed)
    given().when(replace(publish, document_number=" ")).then_refused(MediaNotNamed)


def test_the_end_of_a_title_is_published() -> None:
    given().when(publish_end).then(end)


def test_the_end_of_a_title_is_published_once() -> None:
    given(end).when(publish_end).then_nothing()
    given(end).when(replace(publish_end, media="江苏经济报")).then_refused(AlreadyPublished)


def test_only_a_revoked_title_is_published_as_ended() -> None:
    given().when(replace(publish_end, facts=Ended())).then_refused(NotRevoked)


def test_the_publication_of_an_end_names_its_media() -> None:
    given().when(replace(publish_end, media="")).then_refused(MediaNotNamed)
