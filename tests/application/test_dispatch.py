"""Every command of this service has its facts and its rules, and none has them twice."""

from typing import Any, cast, get_args

import pytest

from services.application.desk.commands import DeskCommand
from services.application.facts import FACTS, prepare
from services.application.filing.commands import FilingCommand, GiveUpPlace
from services.application.filing.decisions import RULES
from services.application.season.commands import SeasonCommand
from shared.access.roles import service_caller
from shared.dispatch import by_command


def test_every_command_of_an_application_has_its_rules() -> None:
    assert set(RULES) == set(get_args(FilingCommand))


def test_every_command_has_its_facts() -> None:
    """To give up a place is the other half of an exchange, and is asked by nobody alone."""
    asked = {*get_args(FilingCommand), *get_args(SeasonCommand), *get_args(DeskCommand)}
    assert set(FACTS) == asked - {GiveUpPlace}


async def test_what_is_no_command_of_this_service_is_not_prepared() -> None:
    nowhere = cast("Any", None)
    with pytest.raises(TypeError, match="carries out no str"):
        await prepare("AcceptApplication", service_caller("application"), nowhere)


def test_a_command_is_in_one_family() -> None:
    with pytest.raises(TypeError, match="int belongs to two families"):
        by_command((int | str, "one"), (int, "two"))
