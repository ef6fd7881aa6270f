"""Proofs over HTTP: a certificate's needs nobody's word, records are for auditors, the rest is for everybody."""

from collections.abc import AsyncIterator
from urllib.parse import quote

import httpx
import orjson
import pytest

from services.audit.projections import project
from services.audit.service import SERVICE
from shared.access.roles import Caller, Level
from shared.access.tokens import KeyFiles, mint
from shared.eventsourcing.commits import Commit
from shared.eventsourcing.record import attributes_of_row, record
from shared.eventsourcing.store import recorded
from shared.tlog.checkpoints import Checkpoint, signed_checkpoint
from shared.tlog.hashing import leaf_hash
from shared.tlog.proof_files import parsed, written
from shared.tlog.proofs import root_of_inclusion
from tests.apps import api_of
from tests.audit.asking import fill
from tests.audit.keeping import Kept, stations
from tests.audit.made import Log, certified

PROOF = "/v1/certificates/" + quote("苏示站2013-0001") + "/proof"
HOST = Caller("pe-1", Level.ENTERPRISE, "ho-1")
OTHER_HOST = Caller("pe-2", Level.ENTERPRISE, "ho-2")
AUDITOR = Caller("au-1", Level.AUDITOR)
PROVINCE = Caller("of-p", Level.PROVINCE, "B-320000", "clerk")


class Web:
    """The audit over HTTP, with a log of assessment in which the second record gives a certificate."""

    def __init__(self, kept: Kept, client: httpx.AsyncClient, keys: KeyFiles) -> None:
        self.kept = kept
        self._client = client
        self._keys = keys
        self.log = stations(1, "assessment")
        self.log.add(certified("st-1"), "title-st-1", key="st-1")
        self.log.add(certified("st-2").model_copy(update={"certificate_number": "苏示站2013-0002"}), "title-st-2")

    async def hears(self) -> None:
        await self.kept.hears(*self.log.rows)
        for row in self.log.rows:
            await self.kept.runtime.committer.submit(Commit(statements=tuple(project(recorded(row)))))

    async def reads(self, path: str, who: Caller | None = None) -> httpx.Response:
        issuer = self.kept.runtime.settings.issuer
        headers = (
            {"Authorization": f"Bearer {mint(self._keys.private, who, issuer=issuer, ttl_seconds=300)}"} if who else {}
        )
        return await self._client.get(path, headers=headers)


@pytest.fixture
async def web(kept: Kept, signing_keys: KeyFiles) -> AsyncIterator[Web]:
    transport = httpx.ASGITransport(api_of(SERVICE, kept.runtime))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        web = Web(kept, client, signing_keys)
        await web.hears()
        yield web


def _record(log: Log, position: int) -> bytes:
    row = log.rows[position - 1]
    return record(attributes_of_row(row), row.payload)


async def test_a_certificate_is_proven_to_everybody_and_checked_without_asking_anybody(web: Web) -> None:
    await web.kept.works()
    answer = await web.reads(PROOF)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    proof = parsed(answer.text)
    checkpoint = signed_checkpoint(proof.note, [web.kept.keys["assessment"].verifier])
    leaf = leaf_hash(_record(web.log, 2))
    assert root_of_inclusion(proof.index, checkpoint.size, leaf, proof.path) == checkpoint.root
    assert (proof.index, checkpoint.size) == (1, 3)


async def test_who_reads_the_stations_history_has_the_record_that_the_proof_proves(web: Web) -> None:
    await fill(web.kept.runtime.committer, ())
    await web.kept.works()
    path = PROOF.replace("/proof", "/record")
    leaf = leaf_hash((await web.reads(path, HOST)).content)
    proof = parsed((await web.reads(PROOF)).text)
    checkpoint = signed_checkpoint(proof.note, [web.kept.keys["assessment"].verifier])
    assert root_of_inclusion(proof.index, checkpoint.size, leaf, proof.path) == checkpoint.root
    assert (await web.reads(path)).status_code == 401
    assert (await web.reads(path, OTHER_HOST)).status_code == 403
    assert (await web.reads("/v1/certificates/none/record", HOST)).status_code == 404


async def test_what_is_not_signed_yet_is_not_proven_yet(web: Web) -> None:
    answer = await web.reads(PROOF)
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/not-provable-yet")
    assert answer.headers["retry-after"] == "5"


async def test_what_was_never_given_has_no_proof(web: Web) -> None:
    answer = await web.reads("/v1/certificates/none/proof")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/no-such-certificate-record")


def test_the_proof_of_a_certificate_among_a_million_records_fits_into_two_kilobytes(web: Web) -> None:
    checkpoint = Checkpoint("audit.of-a-province.example/assessment", 1_000_000, b"r" * 32)
    note = web.kept.keys["assessment"].sign(checkpoint.text())
    levels = (1_000_000 - 1).bit_length()
    assert len(written(999_999, [b"h" * 32] * levels, note).encode()) < 2_000


async def test_a_record_and_its_proof_are_the_auditors(web: Web) -> None:
    await web.kept.works()
    assert (await web.reads("/v1/records/assessment/2", AUDITOR)).content == _record(web.log, 2)
    assert parsed((await web.reads("/v1/records/assessment/3/proof", AUDITOR)).text).index == 2
    for path in ("/v1/records/assessment/2", "/v1/records/assessment/2/proof"):
        assert (await web.reads(path)).status_code == 401
        assert (await web.reads(path, PROVINCE)).status_code == 403
    missing = await web.reads("/v1/records/assessment/4", AUDITOR)
    assert (missing.status_code, missing.json()["type"]) == (404, "/problems/no-such-entry")
    stranger = await web.reads("/v1/records/nobody/1", AUDITOR)
    assert (stranger.status_code, stranger.json()["type"]) == (404, "/problems/no-such-owner")


async def test_monitors_have_checkpoint_and_hashes_and_auditors_the_entries(web: Web) -> None:
    await web.kept.works()
    folder = web.kept.folder("assessment")
    assert (await web.reads("/v1/logs/assessment/checkpoint")).text == folder.note()
    assert (await web.reads("/v1/logs/assessment/tile/0/000.p/3")).content == folder.tile(0, 0, 3)
    entries = "/v1/logs/assessment/tile/entries/000.p/3"
    assert (await web.reads(entries)).status_code == 401
    assert (await web.reads(entries, PROVINCE)).status_code == 403
    assert (await web.reads(entries, AUDITOR)).content == (folder.path / "tile/entries/000.p/3").read_bytes()


@pytest.mark.parametrize("place", ["0/001", "0/..%2F..%2Fcheckpoint", "0/x", "99/000", "0/000.p/4"])
async def test_what_is_no_tile_of_the_log_is_not_there(web: Web, place: str) -> None:
    await web.kept.works()
    answer = await web.reads(f"/v1/logs/assessment/tile/{place}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/no-such-tile")


async def test_every_checkpoint_that_was_signed_is_told_the_latest_first(web: Web) -> None:
    await web.kept.works()
    web.kept.time.now = 300.0
    await web.kept.works()
    items = (await web.reads("/v1/checkpoints/assessment")).json()["items"]
    assert [(one["size"], one["heartbeat"]) for one in items] == [(3, True), (3, False)]
    assert items[0]["note"] == web.kept.folder("assessment").note()


async def test_how_whole_a_log_is_says_how_far_it_is_signed_and_why_not_further(web: Web) -> None:
    await web.kept.works()
    last = (await web.kept.told("assessment"))[-1]
    await web.kept.runtime.pool.execute("UPDATE log SET record = 'x' WHERE owner = 'assessment' AND position = 3")
    await web.kept.runtime.pool.execute("DELETE FROM log WHERE owner = 'registry'")
    await web.kept.hears(*stations(1).rows)
    await web.kept.runtime.pool.execute("UPDATE log SET record = 'x' WHERE owner = 'registry'")
    await web.kept.works()
    report = orjson.loads((await web.reads("/v1/integrity", AUDITOR)).content)
    told = {one["owner"]: one["tile_log"] for one in report["items"]}
    assert (told["assessment"]["size"], told["assessment"]["root"]) == (3, last.root)
    assert told["registry"]["not_signed_because"] == "the chain is broken at position 1"
    assert told["audit"] == {"size": 0, "root": "", "signed_at": None, "not_signed_because": ""}
