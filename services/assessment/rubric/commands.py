"""What may be asked of a rubric."""

from dataclasses import dataclass
from datetime import date

from shared.events.rubric import Dimension, RubricItem, Veto


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishRubric:
    """The province makes a version of the standard known. Weights and limits are tenths of a point."""

    rubric_id: str
    title: str
    provenance: str
    dimensions: tuple[Dimension, ...]
    items: tuple[RubricItem, ...]
    vetoes: tuple[Veto, ...]
    pass_total: int
    spread_limit: int
    today: date


RubricCommand = PublishRubric
