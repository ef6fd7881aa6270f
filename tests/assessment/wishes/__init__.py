"""Wishes of every kind, sensible and not, and lives that may have been lived before them; drawn by Hypothesis."""

from tests.assessment.wishes.candidates import (
    assessed,
    assessment_commands,
    list_commands,
    panel_commands,
    rubric_commands,
)
from tests.assessment.wishes.titles import title_commands, titled

__all__ = [
    "assessed",
    "assessment_commands",
    "list_commands",
    "panel_commands",
    "rubric_commands",
    "title_commands",
    "titled",
]
