"""`shifan`: the command for people, from an empty folder to a season lived through."""

import asyncio
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from deploy import benches
from deploy import status as statuses
from deploy.asking import client
from deploy.asking import token as sign
from deploy.auditing.commands import auditing
from deploy.backup.commands import backing_up
from deploy.choices import REST, AsJson, Chosen, chosen_in, show
from deploy.embedded.files import ServerTrouble
from deploy.folders import DATA_VARIABLE, DEMO_FOLDER, UP_FOLDER, must_be_running, named_or, remember_use, running
from deploy.reading import let_read
from deploy.rekeying import rekey as new_kek
from deploy.republishing import topics_again
from deploy.sandbox_clock import move
from deploy.service_process import ROOT
from deploy.stack import own_prefix, urls_of, wipe
from deploy.told import told as messages_told
from deploy.told import told_table
from deploy.up import down as take_down
from deploy.up import up as bring_up
from deploy.words import Language, answer, say, usual_language
from shared.access.roles import Caller, Level
from shared.bus.address import WrongAddress

NOT_RUNNING = 3
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="示范 Shifan: the yearly programme of 12315 demonstration stations, on this machine.",
)


@app.callback()
def options(
    context: typer.Context,
    data: Annotated[
        Path | None,
        typer.Option(envvar=DATA_VARIABLE, help="Where the data lie; default .shifan/data, and .shifan/demo."),
    ] = None,
    lang: Annotated[str, typer.Option(help="zh or en; default from LANG.")] = "",
) -> None:
    if lang not in {"", "zh", "en"}:
        raise typer.BadParameter("zh or en", param_hint="--lang")
    context.obj = Chosen(data, usual_language() if not lang else "zh" if lang == "zh" else "en")


@app.command()
def up(context: typer.Context) -> None:
    """Start servers and services, and watch over them until Ctrl-C."""
    asyncio.run(bring_up(named_or(chosen_in(context).data, UP_FOLDER), chosen_in(context).lang))


@app.command()
def down(context: typer.Context) -> None:
    """Stop the running stack, also one whose `up` was killed."""
    named = chosen_in(context).data
    found = running(named)
    data = found[0] if found is not None else named_or(named, UP_FOLDER)
    if not asyncio.run(take_down(data)):
        say("no stack runs")


@app.command()
def status(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Tell which services are up and how far each is.

    Ends with 0 when all are ready, with 1 when one is not, with 3 when no stack runs.
    """
    chosen = chosen_in(context)
    if running(chosen.data) is None:
        say("no stack runs: start one with ./shifan up")
        raise typer.Exit(NOT_RUNNING)
    found = asyncio.run(statuses.status(chosen.data))
    show(found if as_json else statuses.status_table(found, chosen.lang), as_json=as_json)
    raise typer.Exit(0 if statuses.healthy(found) else 1)


@app.command()
def clock(
    context: typer.Context,
    instant: Annotated[str, typer.Argument(help="As 2013-09-23T09:00; a date alone means nine in the morning.")],
) -> None:
    """Move the sandbox's clock; every service begins the day."""
    moment = _instant(instant)
    _, state = must_be_running(chosen_in(context).data)

    async def moved() -> None:
        async with client(state.issuer_key, Level.OPERATOR) as asker:
            await move(asker, state.urls, moment, say)

    asyncio.run(moved())


@app.command()
def topics(
    context: typer.Context,
    *,
    again: Annotated[bool, typer.Option(help="First remove them all, and publish them again from the stores.")] = False,
    as_json: AsJson = False,
) -> None:
    """List the topics, their settings and what is in them."""
    chosen = chosen_in(context)
    if again:
        asyncio.run(topics_again(chosen.data))
    found = asyncio.run(statuses.topics(chosen.data))
    show(statuses.topics_json(found) if as_json else statuses.topics_table(found, chosen.lang), as_json=as_json)
    if not as_json:
        answer(statuses.topics_settings(found))


@app.command()
def token(
    context: typer.Context,
    person: Annotated[str, typer.Argument(help="Who calls, as of-12 or auditor-1.")],
    *,
    level: Annotated[Level, typer.Option(help="On which level.")],
    bureau: Annotated[str, typer.Option(help="The officer's bureau, as B-320402, or the enterprise's host.")] = "",
    post: Annotated[str, typer.Option(help="The officer's post.")] = "",
    hours: Annotated[int, typer.Option(min=1, max=24, help="How long it is valid.")] = 1,
) -> None:
    """Print a token for a person, for `Authorization: Bearer`."""
    if level is Level.SERVICE:
        raise typer.BadParameter("a service acts by itself, never by a token", param_hint="--level")
    found = running(chosen_in(context).data)
    data = found[0] if found is not None else named_or(chosen_in(context).data, UP_FOLDER)
    key = data / "keys" / "issuer.json"
    answer(sign(key, Caller(person, level, bureau, post), hours * 3600))


@app.command()
def told(
    context: typer.Context,
    host: Annotated[str, typer.Argument(help="The host's id, as ho-….")],
    *,
    as_json: AsJson = False,
) -> None:
    """List what a host was told, when, and by which channel."""
    chosen = chosen_in(context)
    found = asyncio.run(messages_told(chosen.data, host, chosen.lang))
    show(found if as_json else told_table(found, chosen.lang), as_json=as_json)
    if not found["items"]:
        say(f"nothing was told to a host {host}")


@app.command()
def reader(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Who it is, as city-platform: small letters, digits and hyphens.")],
    owner: Annotated[list[str], typer.Option(help="Whose events they may read, as registry; may be repeated.")],
) -> None:
    """Let somebody outside read topics, under a user of their own, and print what their consumer must know."""
    data, state = must_be_running(chosen_in(context).data)
    for line in asyncio.run(let_read(data, state, name, owner)):
        answer(line)


@app.command()
def rekey(context: typer.Context) -> None:
    """Replace the key of the installation, under which the keys of persons lie; the services must not run."""
    count = asyncio.run(new_kek(chosen_in(context).data))
    say(f"{count} keys of persons lie under a new key now")
    say("write a backup with --keys-to: those from before open with the old key alone, which is in your safe")


auditing(app)
backing_up(app)


@app.command()
def demo(
    context: typer.Context,
    stations: Annotated[int, typer.Option(max=5000, help="How many stations there are.")] = 600,
    seed: Annotated[int, typer.Option(help="The chance that is repeated.")] = 2013,
    lang: Annotated[str, typer.Option(help="zh or en; default as before the command, or from LANG.")] = "",
    against: Annotated[
        str, typer.Option(help="Services that run already, as http://{service}:8100 or http://127.0.0.1:{port}.")
    ] = "",
    issuer_key: Annotated[
        Path | None, typer.Option(help="With --against: the key that tokens are signed with.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Live through the season of 2013 in Changzhou, from nothing."""
    from deploy.demo.main import Stage, run, run_against  # noqa: PLC0415 - the other commands do without it.

    chosen = chosen_in(context)
    spoken: Language = "zh" if (lang or chosen.lang) == "zh" else "en"
    if bool(against) != bool(issuer_key):
        raise typer.BadParameter("--against and --issuer-key go together", param_hint="--against")
    if issuer_key is not None:
        stage = Stage(urls_of(against), issuer_key)
        raise typer.Exit(run_against(stage, stations=stations, seed=seed, lang=spoken, as_json=as_json))
    data = named_or(chosen.data, DEMO_FOLDER)
    asyncio.run(wipe(data, topic_prefix=own_prefix("demo"), report=say))
    remember_use(data)
    raise typer.Exit(run(data, stations=stations, seed=seed, lang=spoken, as_json=as_json))


@app.command(context_settings=REST)
def bench(
    context: typer.Context, name: Annotated[str, typer.Argument(help="Which one; without it they are listed.")] = ""
) -> None:
    """Run a benchmark, or list them; the rest is for it, as --json."""
    raise typer.Exit(benches.run(name, context.args))


@app.command(context_settings=REST)
def test(context: typer.Context) -> None:
    """Run the tests; the rest of the line is for pytest."""
    command = [sys.executable, "-m", "pytest", *context.args]
    raise typer.Exit(
        subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False).returncode
    )


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no instant; 2013-09-23T09:00 is the form") from error
    return moment if len(text) > len("2013-09-23") else moment.replace(hour=9)


def main() -> None:
    """The command, with trouble said in a sentence instead of a trace."""
    try:
        app(prog_name="shifan")
    except (ServerTrouble, WrongAddress) as trouble:
        say(f"shifan: {trouble}")
        sys.exit(1)
