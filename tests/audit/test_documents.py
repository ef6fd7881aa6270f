"""Documents are found by their hash in whichever store has them, and what is found is what the hash says."""

import hashlib
from pathlib import Path

import pytest

from services.audit.evidence.documents import NOT_FOUND, NOT_KEPT, Absent, Stores, named_in
from tests.audit.evidence_made import LOST_SHA256, PDF, PDF_SHA256, kept_in


def test_every_hash_in_a_payload_is_found_and_nothing_else() -> None:
    one, two, three = (hashlib.sha256(text).hexdigest() for text in (b"1", b"2", b"3"))
    payload = {
        "document_sha256": one,
        "lines": [{"evidence_sha256": [two, three], "salt": one}],
        "printed_sha256": "",
        "report_sha256": one.upper(),
    }
    assert list(named_in(payload)) == [
        ("document_sha256", one),
        ("evidence_sha256", two),
        ("evidence_sha256", three),
    ]
    assert list(named_in(None)) == []


async def test_the_first_store_that_has_it_gives_it(tmp_path: Path) -> None:
    stores = Stores([str(tmp_path / "never kept anything"), kept_in(tmp_path / "objects").as_uri()])
    assert await stores.fetch(PDF_SHA256, "sha256", tmp_path / "out") == "pdf"
    assert (tmp_path / "out").read_bytes() == PDF


@pytest.mark.parametrize(
    ("address", "field", "why"),
    [
        ("", "sha256", NOT_FOUND),
        ("objects", "sha256", NOT_FOUND),
        ("objects", "printed_sha256", NOT_KEPT["printed_sha256"]),
        ("nosuch://secret/folder", "sha256", "a store could not be read"),
    ],
)
async def test_what_cannot_be_had_says_why_and_no_address(tmp_path: Path, address: str, field: str, why: str) -> None:
    kept_in(tmp_path / "objects")
    addresses = [address if "://" in address else str(tmp_path / address)] if address else []
    with pytest.raises(Absent, match=why) as absent:
        await Stores(addresses).fetch(LOST_SHA256, field, tmp_path / "out")
    assert "secret" not in str(absent.value)
    assert str(tmp_path) not in str(absent.value)


@pytest.mark.parametrize(
    ("content", "ending"),
    [(b"\xff\xd8\xff\xe0", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"PK\x03\x04", "xlsx"), (b"<html>", "bin")],
)
async def test_its_ending_is_what_its_first_bytes_say(tmp_path: Path, content: bytes, ending: str) -> None:
    sha256 = hashlib.sha256(content).hexdigest()
    path = tmp_path / "objects" / sha256[:2] / sha256
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    assert await Stores([str(tmp_path / "objects")]).fetch(sha256, "sha256", tmp_path / "out") == ending
