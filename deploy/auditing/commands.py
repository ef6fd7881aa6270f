"""The commands for auditors: what happened, made again from the records, and checked without asking anybody."""

import asyncio
from typing import Annotated

import typer

from deploy.auditing.handing_out import evidence, export
from deploy.auditing.history import history as ask_history
from deploy.auditing.history import history_table, summary
from deploy.auditing.history import search as ask_search
from deploy.auditing.replay_answers import healed_lines, replay_json, replay_lines, replay_table
from deploy.auditing.replaying import Outcome, Sources, heal_one
from deploy.auditing.replaying import replay as replay_all
from deploy.auditing.signals import signals as ask_signals
from deploy.auditing.signals import signals_table
from deploy.auditing.verifying.command import VerifyCommand, verify
from deploy.choices import AsJson, chosen_in, show
from deploy.stack import SERVICES
from deploy.using import reached
from deploy.words import answer, say
from shared.replay.healing import Healed


def auditing(app: typer.Typer) -> None:
    """Add the commands to those of `shifan`."""
    app.command()(history)
    app.command()(search)
    app.command()(evidence)
    app.command()(export)
    app.command(cls=VerifyCommand)(verify)
    app.command()(signals)
    app.command()(replay)
    app.command()(rebuild)


def history(
    context: typer.Context,
    station: Annotated[str, typer.Argument(help="The station's id, as st-….")] = "",
    host: Annotated[str, typer.Option(help="A host's history instead, by its id, as ho-….")] = "",
    application: Annotated[str, typer.Option(help="An application's, as A-2013-st-….")] = "",
    season: Annotated[str, typer.Option(help="A season's with its lists, as S-2013-320400.")] = "",
    bureau: Annotated[str, typer.Option(help="A bureau's acts, as B-320402.")] = "",
    person: Annotated[str, typer.Option(help="A person's acts, by their id.")] = "",
    as_of: Annotated[str, typer.Option(help="A day: only what had taken effect by its end.")] = "",
    as_of_position: Annotated[str, typer.Option(help="As assessment:120: only what was on record then.")] = "",
    *,
    changes: Annotated[bool, typer.Option("--changes", help="Show what each act changed, before and after.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell the history of a station over all levels; or of a host, an application, a season, a bureau or a person."""
    chosen = chosen_in(context)
    named = {
        "stations": station,
        "hosts": host,
        "applications": application,
        "seasons": season,
        "bureaus": bureau,
        "people": person,
    }
    wanted = [(kind, one) for kind, one in named.items() if one]
    if len(wanted) != 1:
        raise typer.BadParameter("name one: a station, or --host, --application, --season, --bureau or --person")
    found = asyncio.run(ask_history(chosen.data, *wanted[0], as_of, as_of_position))
    show(found if as_json else history_table(found, chosen.lang, changes=changes), as_json=as_json)
    if not as_json:
        say(summary(found, chosen.lang))


def search(
    context: typer.Context,
    event: Annotated[
        list[str] | None, typer.Option(help="The name of an event, as Certified; may be repeated.")
    ] = None,
    actor: Annotated[str, typer.Option(help="Who did it, by their id.")] = "",
    person: Annotated[str, typer.Option(help="Who did it or is named in it.")] = "",
    bureau: Annotated[str, typer.Option(help="In whose name, for whom, or named in it.")] = "",
    host: Annotated[str, typer.Option(help="As ho-….")] = "",
    application: Annotated[str, typer.Option(help="As A-2013-st-….")] = "",
    season: Annotated[str, typer.Option(help="As S-2013-320400.")] = "",
    station: Annotated[str, typer.Option(help="As st-….")] = "",
    owner: Annotated[str, typer.Option(help="The service that recorded it.")] = "",
    stream: Annotated[str, typer.Option(help="The stream in which it stands.")] = "",
    correlation: Annotated[str, typer.Option(help="All that followed from one request.")] = "",
    recorded_from: Annotated[str, typer.Option(help="A day: recorded no earlier.")] = "",
    recorded_until: Annotated[str, typer.Option(help="A day: recorded no later.")] = "",
    effective_from: Annotated[str, typer.Option(help="A day: in effect no earlier.")] = "",
    effective_until: Annotated[str, typer.Option(help="A day: in effect no later.")] = "",
    most: Annotated[int, typer.Option(min=1, max=5_000, help="So many at most, the earliest first.")] = 200,
    *,
    changes: Annotated[bool, typer.Option("--changes", help="Show what each act changed, before and after.")] = False,
    as_json: AsJson = False,
) -> None:
    """Search the records of all services by who, whom, what and when."""
    chosen = chosen_in(context)
    whom = {"actor": actor, "person": person, "bureau": bureau, "host": host, "station": station}
    what = {"event": event or [], "application": application, "season": season, "changes": str(changes).lower()}
    where = {"owner": owner, "stream": stream, "correlation": correlation}
    recorded = {"recorded_from": recorded_from, "recorded_until": recorded_until}
    effective = {"effective_from": effective_from, "effective_until": effective_until}
    wanted = whom | what | where | recorded | effective
    found = asyncio.run(ask_search(chosen.data, wanted, most))
    show(found if as_json else history_table(found, chosen.lang, changes=changes), as_json=as_json)
    if not as_json:
        say(summary(found, chosen.lang))


def signals(
    context: typer.Context,
    kind: Annotated[str, typer.Option(help="One kind, as quick_score or same_person_twice.")] = "",
    person: Annotated[str, typer.Option(help="Only what this person did.")] = "",
    bureau: Annotated[str, typer.Option(help="Only what was done in this bureau's name.")] = "",
    station: Annotated[str, typer.Option(help="Only what is about this station.")] = "",
    since: Annotated[str, typer.Option(help="The first day.")] = "",
    until: Annotated[str, typer.Option(help="The last day.")] = "",
    most: Annotated[int, typer.Option(min=1, help="How many at most.")] = 200,
    *,
    as_json: AsJson = False,
) -> None:
    """List what in the records is worth a second look, with its evidence; it is never a verdict."""
    chosen = chosen_in(context)
    filters = {"kind": kind, "person": person, "bureau": bureau, "station": station, "since": since, "until": until}
    found = asyncio.run(ask_signals(chosen.data, filters, most))
    show(found if as_json else signals_table(found, chosen.lang), as_json=as_json)


def replay(
    context: typer.Context,
    service: Annotated[list[str] | None, typer.Option(help="One service's, or several; default all.")] = None,
    source: Annotated[Sources, typer.Option("--from", help="Where the records are read.")] = Sources.KAFKA,
    *,
    as_json: AsJson = False,
) -> None:
    """Make every read model again from the records and compare.

    Ends with 0 when all are the same, with 1 when one differs, with 2 when records are missing.
    """
    chosen = chosen_in(context)
    names = _services(service or list(SERVICES))

    async def replayed() -> Outcome:
        async with reached(chosen.data, ()) as there:
            return await replay_all(there.stack, names, source.each, say)

    outcome = asyncio.run(replayed())
    show(replay_json(outcome) if as_json else replay_table(outcome, chosen.lang), as_json=as_json)
    for line in () if as_json else replay_lines(outcome):
        answer(line)
    raise typer.Exit(outcome.code)


def rebuild(
    context: typer.Context,
    service: Annotated[str, typer.Argument(help="Whose read models.")],
    source: Annotated[Sources, typer.Option("--from", help="Where the records are read.")] = Sources.KAFKA,
) -> None:
    """Put a service's read models right from the records."""
    chosen = chosen_in(context)
    (name,) = _services([service])
    if source is Sources.BOTH:
        raise typer.BadParameter("kafka or stores", param_hint="--from")

    async def healed() -> Healed:
        async with reached(chosen.data, ()) as there:
            return await heal_one(there.stack, name, source.each[0], say)

    for line in healed_lines(asyncio.run(healed())):
        answer(line)


def _services(named: list[str]) -> list[str]:
    """The services of these names, once each, in the usual order."""
    for name in named:
        if name not in SERVICES:
            raise typer.BadParameter(f"{name!r} is none of {', '.join(SERVICES)}", param_hint="service")
    return [name for name in SERVICES if name in named]
