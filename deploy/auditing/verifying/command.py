"""`./shifan verify`: the command, and what it prints."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from deploy.auditing.verifying.findings import Finding, Kind
from deploy.auditing.verifying.outcome import USAGE, Asked, CannotVerify, Outcome
from deploy.auditing.verifying.outcome import verify as verified
from deploy.choices import AsJson, chosen_in, show
from deploy.words import Language, answer, say

_TYPERS_USAGE = 2
_SHOWN = 200
"""How many findings are printed for people; --json has all."""
_LEFT_OUT: dict[Language, str] = {
    "zh": "；只核对了哈希，未核对记录的顺序、链值和规则",
    "en": "; only hashes were checked, not order, chain and rules of the records",
}
_HASH_ONLY = "Only hash: that the records follow one another, their chain and their rules are NOT checked."


class VerifyCommand(TyperCommand):
    """Typer ends with 2 where it is wrongly asked, and 2 says that something is missing."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except Exception as error:
            # Its usage errors have no public name; they are those that end with 2.
            if getattr(error, "exit_code", None) == _TYPERS_USAGE:
                vars(error)["exit_code"] = USAGE
            raise


def verify(
    context: typer.Context,
    path: Annotated[Path, typer.Argument(help="A bundle (zip or folder), or a folder of logs.")],
    *,
    policy: Annotated[Path | None, typer.Option(help="The logs' keys, got elsewhere than with the logs.")] = None,
    seen: Annotated[list[Path] | None, typer.Option(help="A signed checkpoint that you kept; may be repeated.")] = None,
    records: Annotated[Path | None, typer.Option(help="The records, as `shifan export` writes them: NDJSON.")] = None,
    fold: Annotated[bool, typer.Option(help="Fold the events by the services' rules, too.")] = True,
    hash_only: Annotated[bool, typer.Option("--hash-only", help=_HASH_ONLY)] = False,
    as_json: AsJson = False,
) -> None:
    """Verify logs or a bundle offline: 0 ok, 1 tampered, 2 incomplete, 3 usage."""
    lang = chosen_in(context).lang
    try:
        outcome = verified(Asked(path, policy, tuple(seen or ()), records, fold, hash_only))
    except CannotVerify as error:
        say(str(error))
        raise typer.Exit(USAGE) from error
    if as_json:
        show(outcome.as_json(), as_json=True)
    else:
        for line in lines(outcome, lang):
            answer(line)
    raise typer.Exit(outcome.code)


def lines(outcome: Outcome, lang: Language) -> list[str]:
    """What is printed for people: a line for each finding, and one that sums up."""
    shown = [_line(finding, lang) for finding in outcome.findings[:_SHOWN]]
    more = len(outcome.findings) - len(shown)
    if more:
        shown.append(f"……另有 {more} 处" if lang == "zh" else f"… and {more} more")
    verdict = {0: ("通过", "all holds"), 1: ("被篡改", "tampered"), 2: ("不完整", "incomplete")}[outcome.code]
    count, rate = f"{outcome.entries:,}", f"{outcome.rate:,}"
    left_out = _LEFT_OUT[lang] if outcome.hash_only else ""
    if lang == "zh":
        return [*shown, f"{verdict[0]}：{count} 条记录（每秒 {rate} 条），公钥取自 {outcome.policy}{left_out}"]
    return [*shown, f"{verdict[1]}: {count} entries ({rate}/s), by the keys in {outcome.policy}{left_out}"]


def _line(finding: Finding, lang: Language) -> str:
    tampered = finding.kind is Kind.TAMPERED
    if lang == "zh":
        grave = "篡改" if tampered else "缺失"
        return f"{grave}  {finding.log} [{finding.index}]  {finding.what}  {finding.zh}"
    grave = "tampered" if tampered else "incomplete"
    return f"{grave}  {finding.log} [{finding.index}]  {finding.what}  {finding.en}"
