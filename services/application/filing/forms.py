"""申请表: what a host writes for its application, what may be asked of it, and the hash that stands for it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import orjson

from shared.events.application import EvidenceAttached, ItemScore, KnownFact, TrustGrade


@dataclass(frozen=True, slots=True)
class Standard:
    """The season's version of the standard: how many tenths of a point each of its items is worth."""

    rubric_id: str = ""
    weights: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FormerForm:
    """What a host had written for an earlier season."""

    statement: str
    contact: str
    scores: tuple[ItemScore, ...] = ()
    files: tuple[EvidenceAttached, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftApplication:
    """`copied_from` names an earlier season's application, whose form is taken over where this one says nothing.

    The facts: whose station it is, whether the season is over, the standard, and the earlier form.
    """

    application_id: str
    season_id: str
    station_id: str
    statement: str
    contact: str
    drafted_at: datetime
    copied_from: str = ""
    host_id: str = ""
    season_is_over: bool = False
    standard: Standard = field(default_factory=Standard)
    former: FormerForm | None = None


@dataclass(frozen=True, slots=True)
class AssessSelf:
    """`standard` and `known`, what the register knows of the items, are facts that are looked up."""

    application_id: str
    scores: tuple[ItemScore, ...]
    today: date
    standard: Standard = field(default_factory=Standard)
    known: tuple[KnownFact, ...] = ()


@dataclass(frozen=True, slots=True)
class AttachEvidence:
    """The file lies in the object store already. `standard` is a fact that is looked up."""

    application_id: str
    sha256: str
    media_type: str
    size_bytes: int
    title: str
    items: tuple[str, ...]
    grade: TrustGrade
    today: date
    standard: Standard = field(default_factory=Standard)


@dataclass(frozen=True, slots=True)
class RemoveEvidence:
    application_id: str
    sha256: str
    today: date


@dataclass(frozen=True, slots=True)
class CheckEvidence:
    application_id: str
    sha256: str
    grade: TrustGrade
    today: date


DraftingCommand = DraftApplication | AssessSelf | AttachEvidence | RemoveEvidence | CheckEvidence


def form_hash(
    statement: str, contact: str, rubric_id: str, scores: Iterable[ItemScore], files: Iterable[EvidenceAttached]
) -> str:
    """The hash of a form: its statement, contact, scores and files, as canonical JSON."""
    form = {
        "statement": statement,
        "contact": contact,
        "rubric_id": rubric_id,
        "scores": [score.model_dump(mode="json") for score in scores],
        "evidence": sorted([file.sha256, file.title, list(file.items)] for file in files),
    }
    return hashlib.sha256(orjson.dumps(form, option=orjson.OPT_SORT_KEYS)).hexdigest()
