"""Tells by the type of a command, or of an event, which function is in charge of it."""

from typing import Any, TypeVar, get_args

F = TypeVar("F")


def by_command(*families: tuple[Any, F]) -> dict[type, F]:
    """Each command with the function of its family, which is a closed union of commands or a single one.

    Raises:
        TypeError: two families have the same command.
    """
    in_charge: dict[type, F] = {}
    for family, function in families:
        for command in get_args(family) or (family,):  # A single command is no union, so it has no arguments.
            if command in in_charge:
                raise TypeError(f"{command.__name__} belongs to two families of commands")
            in_charge[command] = function
    return in_charge
