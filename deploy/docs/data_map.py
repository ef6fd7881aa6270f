"""`docs/data-map.md`: what of persons is kept where, for how long, and what erases it.

What is personal stands at the fields themselves. Every other text that is not public belongs to a kind here, which
says why it is not sealed: a new field is red until somebody has thought about it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

from pydantic.fields import FieldInfo

from deploy.docs.events import level_of
from deploy.docs.listeners import ROOT
from shared.events.catalogue import CATALOGUE
from shared.events.event import Part, Visibility

DATA_MAP = ROOT / "docs" / "data-map.md"

_HEAD = """# Data map

Made from the events by `python -m deploy.docs`; a test compares the two, and another is red for a field that nobody has
thought about. How far each field is seen stands in [events.md](events.md); how sealing and erasing work, in
[ADR 0020](decisions/0020-personal-fields-are-sealed-per-person.md).

## Sealed fields of events

Kept as sealed text, and only so, in the owner's store and read models, in Kafka, and in the audit's log, for as long as
the log: a subject's key is its retention. Two persons erase: one orders, another confirms; then the key is destroyed,
and every copy is unreadable at once. While the law wants data kept they are closed to everybody, and the key stays.

| field | event | level | subject | kept in | retention | erased by |
| --- | --- | --- | --- | --- | --- | --- |
"""
_ELSEWHERE = """
## Personal data outside of events

| what | where | seen by | retention | erased by |
| --- | --- | --- | --- | --- |
| words of an opinion, its author's name and telephone number | publication's vault, as plain text (ADR 0007) | \
the officers who work on it; its author, with the receipt | as the installation sets it for the vault, which is \
backed up apart | removing the row; old row versions and the server's write-ahead log follow with their own \
recycling |
| answers to objectors | publication's vault | the city; the objector | as the vault | as the vault |
| keys of persons | `<service>_keys`, under the key of the installation | nobody | until erased; in no backup \
of the events | the erasure itself; the table is written anew |
| tables of a desk's ledger as they were uploaded, whose rows may name staff | the registry's file store | \
nobody but the job | until the next erasure after the job has ended | every erasure removes them |
| answers stored for repeated requests | each service's `idempotency` | who sent the request | as the store | \
hold ids and stages, no names; what was sent is kept as a keyed hash in services that seal |
| buckets of votes | incentives' `votes` | who voted | as the event | stand for an address on one day; its salt \
goes with the day |
| where a recipient is reached: e-mail addresses of hosts and bureaus | notification's `addresses` | that host or \
bureau | until its preference is set without one | removing the row, which the preference itself does |
| exports | the registry's file store | who asked for them | as the file store | hold staff ids, no names |
| printed documents | made again from events (ADR 0016) | as the event | none is kept | name stations, hosts \
and bureaus alone |
| logs and metrics | standard error | the operator | as the installation sets it | never hold content: an \
exception is logged by its class and places |

## Other texts of events that are not public
"""


@dataclass(frozen=True, slots=True)
class Kind:
    """Why texts of this kind are not sealed, and the names of the fields."""

    title: str
    why: str
    fields: frozenset[str]


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


KINDS = (
    Kind(
        "Who acted in office",
        "Identifiers of officers. Acts of office are told with who did them: separation of duty and appeals rest "
        "on it. No officer's name is in any event; posts are public.",
        _names(
            "assessor assignee checkers inspectors investigators judge members officer_id ordered_by "
            "proposed_by recommender recusals reviewers took_part visitors"
        ),
    ),
    Kind(
        "Identifiers of persons and of what is about them",
        "A pseudonym that says nothing by itself: the name behind it is sealed, or lies in the vault.",
        _names("first_receiver opinion_id opinion_ids settled_by staff_id"),
    ),
    Kind(
        "The contact of an application",
        "What an enterprise writes down so that its bureaus reach it in this procedure: the host and its bureaus see "
        "it, nobody else. It is part of the form whose hash is recorded, and is not sealed.",
        frozenset({"contact"}),
    ),
    Kind(
        "Reasons, findings and remarks",
        "Free text about stations, cases and measures, by officers and hosts. It names nobody by its nature; a "
        "dispute with a telephone or identity number in it is refused. What does name somebody is corrected beside it.",
        _names(
            "analysis because content correction distinct_because effect fact facts findings grounds "
            "late_reason measure measures nature note opinion out_of_order_because outcome "
            "over_quota_reason paid_by purpose reason reasons recorded_because remarks response snapshot "
            "statement subject summary taken_over_because title topic"
        ),
    ),
    Kind(
        "Deeds of a nominee",
        "Written to be judged and, with the award, to be told; about somebody who is told by the staff id alone.",
        frozenset({"deeds"}),
    ),
    Kind(
        "Where a vote came from",
        "What is left of an address: a hash under a salt of the day, which is thrown away when the day is over.",
        frozenset({"bucket"}),
    ),
    Kind(
        "Where somebody looked",
        "The address of what an official read, with its ids, and the names of the filters: never what was looked for.",
        _names("asked path"),
    ),
    Kind(
        "Hashes",
        "Of a document, or keyed with a salt that lies in the vault: without it nothing can be tried out.",
        _names(
            "answer_hmac consent_sha256 content_hmac document_sha256 evidence_sha256 form_sha256 pledge_sha256 "
            "report_sha256 sha256"
        ),
    ),
    Kind(
        "Codes and the like",
        "Items, dimensions, methods and identifiers of cases, hosts and stations: about no person.",
        _names(
            "dimensions draw_id failed_items host_id id item items media_type method missing population "
            "receipt rests_on station_id what"
        ),
    ),
)


def data_map() -> str:
    """The whole document."""
    sealed = "\n".join(_sealed())
    return "\n".join([_HEAD + sealed, _ELSEWHERE, *_kinds()]).rstrip() + "\n"


def texts_that_are_not_public() -> dict[str, list[str]]:
    """Every field with text that is neither public nor sealed, with the events that hold it."""
    found: dict[str, set[str]] = defaultdict(set)
    for event in CATALOGUE.values():
        for name, field in fields_of(event):
            if level_of(field) == "internal" and "str" in str(field.annotation):
                found[name].add(event.__name__)
    return {name: sorted(events) for name, events in sorted(found.items())}


def fields_of(part: type[Part]) -> Iterator[tuple[str, FieldInfo]]:
    """The fields of an event and of its parts."""
    for name, field in part.model_fields.items():
        yield name, field
        for inner in _parts(field.annotation):
            yield from fields_of(inner)


def _parts(annotation: object) -> Iterator[type[Part]]:
    if isinstance(annotation, type) and issubclass(annotation, Part):
        yield annotation
    for argument in get_args(annotation):
        yield from _parts(argument)


def subject_of(field: FieldInfo) -> str:
    """The field that names the person under whose key this one is sealed."""
    return next((mark.subject for mark in field.metadata if isinstance(mark, Visibility)), "")


def _sealed() -> Iterator[str]:
    for event in CATALOGUE.values():
        for name, field in fields_of(event):
            if level_of(field) == "personal":
                where = f"{event.owner()}, audit, Kafka"
                kept = "the key's: until erased; `retained_until` of a closed subject beats it"
                told = (
                    f"`{name}`",
                    event.__name__,
                    "personal",
                    f"`{subject_of(field)}`",
                    where,
                    kept,
                    "`SubjectErased`",
                )
                yield f"| {' | '.join(told)} |"


def _kinds() -> Iterator[str]:
    texts = texts_that_are_not_public()
    for kind in KINDS:
        yield f"### {kind.title}\n\n{kind.why}\n"
        yield "| field | events |\n| --- | --- |"
        for name in sorted(kind.fields & texts.keys()):
            yield f"| `{name}` | {', '.join(texts[name])} |"
        yield ""
