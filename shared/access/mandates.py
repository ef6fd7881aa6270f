"""A mandate: the document on which a bureau acts for another. Pure words; `delegation` looks them up."""

from dataclasses import dataclass
from enum import StrEnum


class MandateKind(StrEnum):
    """How a bureau comes to act in another one's competence."""

    DELEGATED = "delegated"  # 委托
    TAKEN_UP = "taken-up"  # 提级管辖


UNDELEGABLE: frozenset[str] = frozenset(
    {
        # What makes and unmakes the title, and the standard and seasons by which that is done, is the province's own.
        "application.approve_season",
        "application.change_setting",
        "application.draft_season",
        "application.extend_season",
        "application.open_season",
        "assessment.decide_appeal",
        "assessment.publish_rubric",
        "assessment.recognise_station",
        "assessment.refuse_recognition",
        "assessment.revoke_title",
        # Who holds a mandate hands nothing on, and officers speak of their links for themselves.
        "registry.declare_interest",
        "registry.delegate_competence",
        "registry.end_delegation",
        "registry.take_up_case",
        # A job goes on when a mandate may long have ended.
        "registry.start_import",
        "registry.retry_job",
        "registry.start_export",
    }
)
"""Acts that nobody does for another bureau, whatever a document says."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """What one document lets a bureau do in another one's competence; no acts are all that can be delegated."""

    mandate_id: str
    kind: MandateKind
    principal_code: str
    agent_code: str
    document_number: str
    acts: tuple[str, ...] = ()
    division_code: str = ""
    station_id: str = ""

    @property
    def area(self) -> str:
        """The beginning of the codes of its divisions; a whole city's or province's code stands for all in it."""
        return area_of(self.division_code)

    def allows(self, act: str) -> bool:
        """Whether that act is done under it, named by its service and route: `application.record_inspection`."""
        return act not in UNDELEGABLE and (not self.acts or act in self.acts)

    def covers(self, station_id: str, division_code: str) -> bool:
        """Whether it reaches a station, or what belongs to none, in that division."""
        return self.station_id in {"", station_id} and division_code.startswith(self.area)


def area_of(division_code: str) -> str:
    """The beginning of the codes of all that lies in a division: two digits of a province's, four of a city's."""
    if division_code.endswith("0000"):
        return division_code[:2]
    return division_code[:4] if division_code.endswith("00") else division_code
