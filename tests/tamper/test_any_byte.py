"""Any byte that is changed is found, wherever it is; and nothing that stands in the files makes a verifier fail."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tamper.both import BOTH
from tests.tamper.evidence import Logs, bundle

TOLD = re.compile(rb'"made_at":"[^"]*"|"as_of":null')
"""What the manifest tells and nobody has signed."""

UNSIGNED = {"README.txt", "verify.py"}
some = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Logs:
    return Logs(tmp_path_factory.mktemp("any") / "logs", 6, 3).make()


@pytest.fixture(scope="module")
def evidence(logs: Logs) -> Path:
    return bundle(logs, logs.path.parent / "bundle")


def bytes_of(folder: Path) -> list[tuple[Path, int]]:
    """Every byte in these files that somebody vouches for."""
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name not in UNSIGNED):
        content = path.read_bytes()
        told = [span for one in TOLD.finditer(content) for span in range(*one.span())] if path.suffix == ".json" else []
        found += [(path, at) for at in range(len(content)) if at not in set(told)]
    return found


@contextmanager
def changed(path: Path, content: bytes) -> Iterator[None]:
    before = path.read_bytes()
    path.write_bytes(content)
    try:
        yield
    finally:
        path.write_bytes(before)


@pytest.mark.parametrize("kind", ["logs", "evidence"])
def test_any_single_byte_that_is_changed_is_found_by_both(kind: str, logs: Logs, evidence: Path) -> None:
    folder = logs.path if kind == "logs" else evidence
    places = bytes_of(folder)

    @some
    @given(st.sampled_from(places), st.integers(1, 255))
    def found(place: tuple[Path, int], by: int) -> None:
        path, at = place
        content = bytearray(path.read_bytes())
        content[at] ^= by
        with changed(path, bytes(content)):
            verdicts = [verify(folder) for verify in BOTH]
        assert all(verdict.code for verdict in verdicts), (path.name, at, by, verdicts)

    found()


@pytest.mark.parametrize("kind", ["logs", "evidence"])
def test_whatever_stands_in_a_file_is_a_finding_and_no_failure(kind: str, logs: Logs, evidence: Path) -> None:
    folder = logs.path if kind == "logs" else evidence
    files = sorted({path for path, _ in bytes_of(folder)})
    odd = st.sampled_from([b"", b"{}", b"[]", b"null", b"\xff", b"[" * 100_000, b'{"a":' * 50_000, b"\n" * 9, b"0"])

    @some
    @given(st.sampled_from(files), odd | st.binary(max_size=200))
    def named(path: Path, content: bytes) -> None:
        with changed(path, content):
            assert all(verify(folder).code for verify in BOTH), (path.name, content)

    named()


@some
@given(st.data())
def test_a_manifest_of_any_shape_is_a_finding_and_no_failure(evidence: Path, data: st.DataObject) -> None:
    """Every value of the manifest in turn is something else than it should be."""
    path = evidence / "manifest.json"
    values = [one.span() for one in re.finditer(rb'(?<=:)("[^"]*"|\d+|null|\[\]|true|false)', path.read_bytes())]
    begin, end = data.draw(st.sampled_from(values))
    content = path.read_bytes()
    other = data.draw(
        st.sampled_from([b"-1", b"1e400", b"[]", b"{}", b'[["x"]]', b'"\\ud800"', b"99999999999999999999"])
    )
    if TOLD.search(content[content.rfind(b',"', 0, begin) : end]) or content[begin:end] == other:
        return
    with changed(path, content[:begin] + other + content[end:]):
        assert all(verify(evidence).code for verify in BOTH), content[begin - 20 : end]
