"""Every command of the registry has a module that prepares it, and nothing else has."""

from typing import get_args

import pytest

from services.registry.commands import RegistryCommand
from services.registry.facts import _BY_COMMAND, prepare
from tests.registry.desk import OPERATOR, Desk


def test_every_command_has_its_module() -> None:
    assert set(_BY_COMMAND) == set(get_args(RegistryCommand))


async def test_what_is_no_command_is_not_prepared(empty_desk: Desk) -> None:
    async with empty_desk.runtime.pool.acquire() as connection:
        with pytest.raises(TypeError, match="str"):
            await prepare("register everything", OPERATOR, connection)
