"""The rules of the list: submitted once, and only added to after that."""

from typing import assert_never

from services.assessment.list.commands import ListCommand, SubmitList, SupplementList
from services.assessment.list.state import CityList, ListFact, evolve
from services.assessment.list.submitting import submit_list
from services.assessment.list.supplementing import supplement_list
from shared.eventsourcing.decider import Decider


def decide(command: ListCommand, city_list: CityList) -> list[ListFact]:
    match command:
        case SubmitList():
            return submit_list(command, city_list)
        case SupplementList():
            return supplement_list(command, city_list)
        case _:
            assert_never(command)


LIST = Decider(initial=CityList(), decide=decide, evolve=evolve)
