"""The commands `backup` and `restore`."""

import asyncio
from pathlib import Path
from typing import Annotated, Any

import typer

from deploy.backup.checking import Checked, check_backup, check_stores
from deploy.backup.making import back_up
from deploy.backup.manifest import Manifest, manifest_of
from deploy.backup.putting_back import restore as put_back
from deploy.backup.putting_back import take_back
from deploy.choices import AsJson, chosen_in, show
from deploy.stack import SERVICES
from deploy.using import reached, stopped
from deploy.words import Language, answer, say, table
from shared.bus.comparing import Missing, ranges

BEHIND = 1
_ADVICE: dict[bool, dict[Language, str]] = {
    True: {
        "en": "All of it can be taken back from the topics and the audit: ./shifan restore --complete",
        "zh": "所缺事件均可由主题和审计日志补回：./shifan restore --complete",
    },
    False: {
        "en": "Not all of it is to be had from the topics and the audit: put back a newer backup.",
        "zh": "主题和审计日志不能补齐全部所缺事件：请恢复较新的备份。",
    },
}
"""By whether all of it can be taken back."""


def backing_up(app: typer.Typer) -> None:
    """Put these commands among the others."""
    for command in (backup, restore):
        app.command()(command)


def backup(
    context: typer.Context,
    to: Annotated[Path, typer.Argument(help="The folder, which is made.")],
    keys_to: Annotated[
        Path | None, typer.Option(help="Another folder, elsewhere: for the keys of persons, and the vault.")
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Write all databases as they are at one moment, while the services go on."""
    chosen = chosen_in(context)

    async def made() -> Manifest:
        async with reached(chosen.data, ()) as there:
            return await back_up(there.stack, to, keys_to, say)

    manifest = asyncio.run(made())
    rows = [(name, one.head, one.signed, f"{one.size:,}") for name, one in manifest.stores.items()]
    found = manifest.model_dump(mode="json") if as_json else _table(("service", "position", "signed", "bytes"), rows)
    show(found, as_json=as_json)
    if keys_to is None:
        say("the keys of persons and the vault are in no backup: write them elsewhere with --keys-to")


def restore(
    context: typer.Context,
    folder: Annotated[Path | None, typer.Argument(help="The folder of a backup.")] = None,
    keys: Annotated[Path | None, typer.Option(help="The other folder, with the keys of persons and the vault.")] = None,
    *,
    check: Annotated[bool, typer.Option("--check", help="Change nothing: only say what would be missing.")] = False,
    complete: Annotated[
        bool, typer.Option("--complete", help="Afterwards take what is missing back from the topics and the audit.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup back, and say what the stores lack of their logs; without a folder only say it.

    Ends with 0 when nothing is missing, with 1 when a store is older than its log: its service then takes no writes.
    """
    if folder is None and not (check or complete):
        raise typer.BadParameter("name the folder of a backup, or say --check or --complete", param_hint="FOLDER")
    if check and complete:
        raise typer.BadParameter("--check changes nothing, and --complete does", param_hint="--complete")
    chosen = chosen_in(context)
    # Whether they are whole is known before anything is touched.
    manifests = [(one, manifest_of(one)) for one in (folder, keys) if one is not None]
    found = asyncio.run(restored(chosen.data, manifests, check=check, complete=complete))
    show(as_json_of(found) if as_json else standings(found, chosen.lang), as_json=as_json)
    behind = [one for one in found if one.missing is not None]
    for line in () if as_json else advice(behind, chosen.lang):
        answer(line)
    raise typer.Exit(BEHIND if behind else 0)


async def restored(
    data: Path | None, manifests: list[tuple[Path, Manifest]], *, check: bool, complete: bool
) -> list[Checked]:
    """Put these backups back, and tell how the stores stand then; or, to check, what they would lack.

    Raises:
        ServerTrouble: the stack runs, or a backup is not one of this installation.
    """
    if check:
        async with reached(data, ()) as there:
            of = next((manifest for _, manifest in manifests if manifest.stores), None)
            return await (check_stores(there.stack) if of is None else check_backup(there.stack, of))
    prefix = next((manifest.topic_prefix for _, manifest in manifests), "")
    stack = stopped(data, "its databases are exchanged", prefix)
    await stack.start()
    try:
        for folder, manifest in manifests:
            await put_back(stack, folder, manifest, say)
        names = next((list(manifest.stores) for _, manifest in manifests if manifest.stores), SERVICES)
        found = await check_stores(stack, names)
        if complete and any(one.missing is not None for one in found):
            await take_back(stack, found, say)
            found = await check_stores(stack, names)
        return found
    finally:
        await stack.stop()


def standings(found: list[Checked], lang: Language) -> Any:
    """A row for each store, with what each witness has seen of its log."""
    rows = [
        (one.service, one.head, *(_cell(at) for at in (one.topic, one.audit, one.signed, one.heard)), _lacks(one))
        for one in found
    ]
    return _table(("service", "position", "topic", "audit", "signed", "heard", "lacking"), rows, lang)


def _table(columns: tuple[str, ...], rows: list[Any], lang: Language = "en") -> Any:
    return table(columns, rows, lang, columns[1:])


def _cell(at: int | None) -> str:
    return "–" if at is None else str(at)


def _lacks(one: Checked) -> int:
    return one.missing.count if one.missing is not None else 0


def advice(behind: list[Checked], lang: Language = "en") -> list[str]:
    """What each of these stores lacks, and what can be done about it."""
    said = _in_chinese if lang == "zh" else Missing.sentence
    lines = [f"{one.service}: {said(one.missing)}" for one in behind if one.missing is not None]
    if behind:
        lines.append(_ADVICE[all(one.can_be_taken_back for one in behind)][lang])
    return lines


def _in_chinese(missing: Missing) -> str:
    """What `Missing.sentence` says."""
    said = [f"末条事件为第 {missing.head} 条。"]
    if missing.forked_at is not None:
        said.append(f"第 {missing.forked_at} 条与日志所载不同。")
    if missing.positions:
        types = "、".join(f"{name} {count} 条" for name, count in sorted(missing.types.items()))
        positions = ranges(missing.positions, " 至 ", "、")
        streams = "、".join(missing.named) + (f"等 {len(missing.streams)} 个事件流" if missing.unnamed else "")
        said.append(f"日志另有 {len(missing.positions)} 条：{'；'.join(filter(None, (positions, types, streams)))}。")
    return "".join(said)


def as_json_of(found: list[Checked]) -> list[dict[str, object]]:
    """The same for a program."""
    return [
        {
            "service": one.service,
            "position": one.head,
            "topic": one.topic,
            "audit": one.audit,
            "signed": one.signed,
            "heard": one.heard,
            "missing": None
            if one.missing is None
            else {
                "positions": one.missing.positions,
                "types": dict(one.missing.types),
                "streams": one.missing.streams,
                "forked_at": one.missing.forked_at,
                "can_be_taken_back": one.can_be_taken_back,
            },
        }
        for one in found
    ]
