"""The commands for what leaves the house: evidence of one station or season, and exports of whole logs."""

import asyncio
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from deploy.auditing.evidence import evidence as fetch_evidence
from deploy.choices import AsJson, chosen_in, show
from deploy.words import say, table
from shared.events.catalogue import LOGS

Force = Annotated[bool, typer.Option("--force", help="Put it in the place of what is there.")]


def evidence(
    context: typer.Context,
    station: Annotated[str, typer.Argument(help="The station's id, as st-….")] = "",
    season: Annotated[str, typer.Option(help="A season's id, as S-2013-320400, in the place of a station.")] = "",
    out: Annotated[Path | None, typer.Option(help="The file; default evidence-….zip in this folder.")] = None,
    *,
    force: Force = False,
) -> None:
    """Write a bundle of evidence: records, proofs, documents, a report, and what verifies them without us.

    The records are raw: the file is for auditors, and nobody but its owner reads it.
    """
    if bool(station) == bool(season):
        raise typer.BadParameter("name a station, or a season with --season", param_hint="STATION")
    kind, subject = ("station", station) if station else ("season", season)
    to = out or Path(f"evidence-{''.join(sign if sign.isalnum() or sign in '-_.' else '_' for sign in subject)}.zip")
    size = asyncio.run(fetch_evidence(chosen_in(context).data, kind, subject, to, force=force))
    say(f"{to}: {size:,} bytes")


def export(
    context: typer.Context,
    out: Annotated[Path, typer.Option(help="The folder, which is made.")],
    origin: Annotated[str, typer.Option("--from", help="audit, stores or kafka.")] = "audit",
    owner: Annotated[list[str] | None, typer.Option(help="Of this owner alone; may be given several times.")] = None,
    after: Annotated[str, typer.Option(help="Only what was recorded after that day.")] = "",
    before: Annotated[str, typer.Option(help="Only what was recorded before that day.")] = "",
    formats: Annotated[str, typer.Option("--format", help="ndjson, parquet or both.")] = "ndjson,parquet",
    *,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write the records of whole logs as NDJSON and Parquet, with a manifest.

    It reads beside the services, as whoever runs them: no access is recorded, and nothing is masked but what is sealed.
    """
    from deploy.auditing.exporting.files import FORMATS  # noqa: PLC0415 - the other commands do without DuckDB.
    from deploy.auditing.exporting.run import FROM, exported  # noqa: PLC0415 - as above.

    manifest = asyncio.run(
        exported(
            chosen_in(context).data,
            out,
            origin=_one_of([origin], FROM, "--from")[0],
            owners=_one_of(owner or LOGS, LOGS, "--owner"),
            formats=_one_of(formats.split(","), FORMATS, "--format"),
            after=_day(after, "--after"),
            before=_day(before, "--before"),
            force=force,
        )
    )
    rows = [(name, f"{one['records']:,}") for name, one in manifest["owners"].items()]
    found = manifest if as_json else table(["service", "entries"], rows, chosen_in(context).lang, ["entries"])
    show(found, as_json=as_json)


def _one_of(named: list[str] | tuple[str, ...], known: tuple[str, ...], option: str) -> tuple[str, ...]:
    """What was named, once each and in the order of what there is."""
    for one in named:
        if one not in known:
            raise typer.BadParameter(f"{one!r} is none of {', '.join(known)}", param_hint=option)
    return tuple(one for one in known if one in named)


def _day(text: str, option: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no day; 2013-10-31 is the form", param_hint=option) from error
