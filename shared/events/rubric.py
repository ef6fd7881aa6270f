"""The parts of a version of the standard: dimensions, items that are scored, and items that stop an application."""

from shared.events.event import Part, Public


class Dimension(Part):
    """A dimension of the rubric. `weight` in tenths of a point; `floor_percent` of it must be reached."""

    code: Public[str]
    name_zh: Public[str]
    name_en: Public[str]
    weight: Public[int]
    floor_percent: Public[int]


class RubricItem(Part):
    """An item that assessors score, from 0 to `weight` tenths of a point."""

    code: Public[str]
    dimension: Public[str]
    name_zh: Public[str]
    name_en: Public[str]
    weight: Public[int]
    evidence: Public[str]
    backed_by: Public[str]


class Veto(Part):
    """An item that stops the application whatever the score."""

    code: Public[str]
    name_zh: Public[str]
    name_en: Public[str]
    backed_by: Public[str]
