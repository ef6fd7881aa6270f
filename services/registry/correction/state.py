"""What the corrections of a station's records add up to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from shared.events.registry import RecordCorrected


@dataclass(frozen=True, slots=True)
class Correction:
    correction_id: str
    correction: str


@dataclass(frozen=True, slots=True)
class Corrections:
    """By record what was last said to be right."""

    latest: Mapping[str, Correction] = field(default_factory=dict)


def evolve(corrections: Corrections, event: RecordCorrected) -> Corrections:
    said = Correction(event.correction_id, event.correction)
    return Corrections({**corrections.latest, event.record_id: said})
