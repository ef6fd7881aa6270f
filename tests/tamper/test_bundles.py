"""Every way to tamper with a bundle of evidence is found, and what it claims is what its records say."""

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.tamper.both import BOTH, Verifier
from tests.tamper.evidence import DIGEST, Logs, bundle, policy

TAMPERED, INCOMPLETE = 1, 2
both = pytest.mark.parametrize("verify", BOTH, ids=["shifan", "one-file"])


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    return bundle(Logs(folder / "logs", 300, 100).make(), folder / "bundle")


@pytest.fixture
def evidence(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "bundle"))


def flip(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def manifest(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], None]:
    """A tampering with the manifest alone."""

    def tamper(evidence: Path) -> None:
        told = json.loads((evidence / "manifest.json").read_bytes())
        change(told)
        (evidence / "manifest.json").write_text(json.dumps(told, ensure_ascii=False))

    return tamper


def drop_record(evidence: Path) -> None:
    """The suspension is left out as if it had never been, with all that goes with it but one claim."""
    for name in ("records/assessment/1.record", "proofs/assessment/1.tlog-proof"):
        (evidence / name).unlink()
    manifest(lambda told: told["records"].remove(one_of(told, "assessment", 1)))(evidence)


def one_of(told: dict[str, Any], log: str, index: int) -> dict[str, Any]:
    return next(one for one in told["records"] if (one["log"], one["index"]) == (log, index))


def other_proof(evidence: Path) -> None:
    shutil.copy(evidence / "proofs/registry/0.tlog-proof", evidence / "proofs/registry/1.tlog-proof")


def other_record(evidence: Path) -> None:
    shutil.copy(evidence / "records/registry/0.record", evidence / "records/registry/1.record")


@both
@pytest.mark.parametrize(
    ("tamper", "log", "index", "code"),
    [
        (lambda at: flip(at / "records/assessment/0.record", -20), "assessment", 0, TAMPERED),
        (lambda at: flip(at / "proofs/registry/1.tlog-proof", 60), "registry", 1, TAMPERED),
        (lambda at: flip(at / "logs/registry/checkpoint", 40), "registry", "-", TAMPERED),
        (lambda at: flip(at / f"documents/{DIGEST}.pdf", 5), "-", f"documents/{DIGEST}.pdf", TAMPERED),
        (lambda at: (at / f"documents/{DIGEST}.pdf").unlink(), "-", f"documents/{DIGEST}.pdf", INCOMPLETE),
        (lambda at: (at / "records/assessment/1.record").unlink(), "assessment", 1, INCOMPLETE),
        (lambda at: (at / "proofs/assessment/1.tlog-proof").unlink(), "assessment", 1, INCOMPLETE),
        (lambda at: (at / "logs/registry/checkpoint").unlink(), "registry", "-", INCOMPLETE),
        (other_proof, "registry", 1, TAMPERED),
        (other_record, "registry", 1, TAMPERED),
        (drop_record, "assessment", "title-st-1", TAMPERED),
        (
            manifest(lambda told: told["records"].remove(one_of(told, "registry", 1))),
            "-",
            "records/registry/1.record",
            TAMPERED,
        ),
        (lambda at: (at / "records/registry/7.record").write_text("{}"), "-", "records/registry/7.record", TAMPERED),
        (manifest(lambda told: told["state"]["streams"]["assessment/title-st-1"].update(version=1)), "assessment",
         "title-st-1", TAMPERED),
        (manifest(lambda told: told["documents"][0].update(named_by=[{"log": "assessment", "index": 0}])),
         "assessment", 0, TAMPERED),
        (manifest(lambda told: told["logs"]["registry"].update(size=299)), "registry", "-", TAMPERED),
        (lambda at: flip(at / "policy", 50), "-", "-", TAMPERED),
    ],
)  # fmt: skip
def test_what_is_changed_in_a_bundle_is_found(
    evidence: Path, verify: Verifier, tamper: Callable[[Path], None], log: str, index: int | str, code: int
) -> None:
    tamper(evidence)
    verdict = verify(evidence)
    assert code in verdict.at(log, index), verdict
    assert verdict.code == code, verdict


@both
@pytest.mark.parametrize(
    "claimed", [{"status": "in_force"}, {"certificate_number": "苏示站2013-0002"}, {"since": "2013-08-09"}]
)
def test_a_title_that_is_claimed_wrongly_is_found(evidence: Path, verify: Verifier, claimed: dict[str, str]) -> None:
    manifest(lambda told: told["state"]["title"].update(claimed))(evidence)
    verdict = verify(evidence)
    assert [(one.kind, one.what) for one in verdict.found if one.what in {"state", "subject"}], verdict
    assert verdict.code == TAMPERED


@both
@pytest.mark.parametrize(
    "absent", ["format", "made_at", "as_of", "records", "streams", "state", "subject", "documents"]
)
def test_a_manifest_says_everything_that_it_should(evidence: Path, verify: Verifier, absent: str) -> None:
    manifest(lambda told: told.pop(absent))(evidence)
    assert verify(evidence).code == TAMPERED


@both
def test_a_bundle_that_is_signed_throughout_with_another_key_is_found_by_the_policy_from_elsewhere(
    evidence: Path, verify: Verifier, tmp_path: Path
) -> None:
    (tmp_path / "policy").write_text(policy(b"x" * 32))
    assert verify(evidence) == (0, [])
    assert verify(evidence, tmp_path / "policy").code == TAMPERED


@both
@pytest.mark.parametrize("size", [2, 255, 256, 257, 1000])
def test_a_clean_bundle_raises_no_alarm_as_a_folder_and_as_a_zip(tmp_path: Path, verify: Verifier, size: int) -> None:
    folder = bundle(Logs(tmp_path / "logs", size, 300).make(), tmp_path / "bundle")
    packed = shutil.make_archive(str(tmp_path / "packed"), "zip", folder)
    assert verify(folder) == verify(Path(packed)) == (0, [])


@both
@pytest.mark.parametrize("name", ["../outside", "/outside", "records/../policy", "a\\b", "C:policy", "logs//x"])
def test_no_name_in_a_zip_leads_anywhere_else(tmp_path: Path, evidence: Path, verify: Verifier, name: str) -> None:
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", evidence))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(name, "x")
    assert verify(packed).code == TAMPERED


@both
def test_a_zip_with_a_file_twice_is_refused(tmp_path: Path, evidence: Path, verify: Verifier) -> None:
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", evidence))
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("policy", "x")
    assert verify(packed).code == TAMPERED


@both
@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 and then nothing"])
def test_what_is_no_zip_is_no_evidence(tmp_path: Path, verify: Verifier, content: bytes) -> None:
    (tmp_path / "bundle.zip").write_bytes(content)
    assert verify(tmp_path / "bundle.zip").code == TAMPERED


@both
def test_a_zip_that_unpacks_to_more_than_any_evidence_is_not_unpacked(
    tmp_path: Path, evidence: Path, verify: Verifier
) -> None:
    """300 MB of nothing in the place of the document: it is read no further than a document may go."""
    name = f"documents/{DIGEST}.pdf"
    (evidence / name).unlink()
    packed = Path(shutil.make_archive(str(tmp_path / "packed"), "zip", evidence))
    with (
        zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open(name, "w") as bomb,
    ):
        for _ in range(300):
            bomb.write(bytes(1 << 20))
    assert verify(packed).at("-", name) == {TAMPERED}
