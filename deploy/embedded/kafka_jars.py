"""Fetches Kafka's programs by their Maven coordinates, once for a user, and checks each against `kafka.lock`."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.embedded.files import ServerTrouble, cache_folder, locked, write_file

KAFKA_VERSION = "4.3.1"
_COORDINATES = (f"org.apache.kafka:kafka_2.13:{KAFKA_VERSION}", "org.slf4j:slf4j-simple:1.7.36")
_LOCK = Path(__file__).with_name("kafka.lock")
Report = Callable[[str], None]


def classpath(report: Report = lambda _: None) -> list[Path]:
    """Kafka's jar files; fetched and checked the first time, only looked up afterwards."""
    folder = cache_folder() / f"kafka-{KAFKA_VERSION}"
    manifest = folder / "jars.json"
    found = _look_up(folder, manifest)
    if found is not None:
        return found
    with locked(folder / "lock"):
        found = _look_up(folder, manifest)
        return found if found is not None else _fetch(folder, manifest, report)


def expected_jars() -> dict[str, str]:
    """Name and SHA-256 of each jar, as they were when this version was chosen."""
    pairs = (line.split() for line in _LOCK.read_text().splitlines())
    return {name: digest for digest, name in pairs}


def _look_up(folder: Path, manifest: Path) -> list[Path] | None:
    try:
        sizes: dict[str, int] = json.loads(manifest.read_text())
        whole = all((folder / name).stat().st_size == size for name, size in sizes.items())
    except (OSError, ValueError, AttributeError):
        return None
    named = {Path(name).name for name in sizes}
    return [folder / name for name in sizes] if whole and named == set(expected_jars()) else None


def _fetch(folder: Path, manifest: Path, report: Report) -> list[Path]:
    report(f"fetching Kafka {KAFKA_VERSION} (46 files, 46 MB) into {folder}; this happens once")
    repository = folder / "repository"
    try:
        jars = _resolve(repository, report)
        wrong = _wrong(jars)
    except Exception:  # noqa: BLE001 - a torn file of an interrupted download fails in the resolver in any way.
        jars, wrong = [], ["an earlier download"]
    if wrong:
        report(f"{', '.join(wrong)} is not whole: fetching Kafka anew")
        shutil.rmtree(repository, ignore_errors=True)
        jars = _resolve_or_explain(repository, report)
        wrong = _wrong(jars)
    if wrong:
        raise ServerTrouble(f"what was fetched is not what {_LOCK.name} lists: {', '.join(wrong)}")
    sizes = {str(jar.relative_to(folder)): jar.stat().st_size for jar in jars}
    write_file(manifest, json.dumps(sizes, indent=1))
    report("Kafka is fetched")
    return jars


def _resolve_or_explain(repository: Path, report: Report) -> list[Path]:
    try:
        return _resolve(repository, report)
    except Exception as error:
        raise ServerTrouble(
            f"Kafka could not be fetched from Maven Central: {error}. It is needed once; "
            "or name a running Kafka with SHIFAN_KAFKA"
        ) from error


def _resolve(repository: Path, report: Report) -> list[Path]:
    from jgo.constants import MAVEN_CENTRAL_URL  # noqa: PLC0415 - slow, and needed once for a machine.
    from jgo.maven import MavenContext, PythonResolver  # noqa: PLC0415

    progress = _Progress(report, len(expected_jars()))
    context = MavenContext(
        resolver=PythonResolver(progress_callback=progress.of),
        repo_cache=repository,
        remote_repos={"central": MAVEN_CENTRAL_URL},
        timeout=60,
    )
    # The resolver alone is used, not jgo's environments: those sort jars with a JDK that they may download.
    wanted = [context.create_dependency(coordinate) for coordinate in _COORDINATES]
    for dependency in wanted:
        dependency.scope = "compile"
    chosen, behind = context.resolver.resolve(wanted)
    return [Path(dependency.artifact.resolve()) for dependency in (*chosen, *behind)]


def _wrong(jars: list[Path]) -> list[str]:
    """The jars that are missing, not asked for, or not what they were."""
    found = {(jar.name, hashlib.sha256(jar.read_bytes()).hexdigest()) for jar in jars}
    return sorted({name for name, _ in found ^ set(expected_jars().items())})


class _Progress:
    """Says how far the download is, each time that a fifth more of the files has begun."""

    def __init__(self, report: Report, total: int) -> None:
        self._report = report
        self._total = total
        self._begun = 0

    @contextmanager
    def of(self, filename: str, size: int) -> Iterator[Callable[[int], None]]:
        if filename.endswith(".jar"):
            self._begun += 1
            if size > 2_000_000 or self._begun % 10 == 0 or self._begun == self._total:
                self._report(f"  {self._begun}/{self._total} {filename} ({size / 1e6:.1f} MB)")
        yield lambda _: None
