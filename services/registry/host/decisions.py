"""The rules for hosts: their numbers, and their names."""

from typing import assert_never

from services.registry.host.commands import HostCommand, LinkIdentifier, RegisterHost, RenameHost
from services.registry.host.numbers import require_well_formed
from services.registry.host.state import Host, HostEvent, evolve
from services.registry.rules import PossibleDuplicate, require_not_after
from shared.errors import Conflict, NotKnownHere, Unacceptable
from shared.events.registry import HostRegistered, HostRenamed, IdentifierLinked
from shared.eventsourcing.decider import Decider


class DuplicateRegistrationNumber(Conflict):
    """A registration number, organisation code or credit code belongs to one host only."""

    title_zh = "该号码已属于另一企业。"


class ReplacesAnothersNumber(Unacceptable):
    """A number takes the place of a number that the same host has."""

    title_zh = "被替换的号码不是该企业的号码。"


class RenamedBeforeRegistration(Unacceptable):
    """A host is not renamed before the day of its registration."""

    title_zh = "更名日期不得早于登记之日。"


def decide(command: HostCommand, host: Host) -> list[HostEvent]:
    match command:
        case RegisterHost():
            return register_host(command, host)
        case RenameHost():
            return rename_host(command, host)
        case LinkIdentifier():
            return link_identifier(command, host)
        case _:
            assert_never(command)


def register_host(command: RegisterHost, host: Host) -> list[HostEvent]:
    require_well_formed(command.identifier_type, command.registration_number, command.today)
    if (host.host_id, host.name, host.division_code) == (command.host_id, command.name, command.division_code):
        return []  # Asked twice, recorded once.
    if host.host_id or host.linked_to:
        whose = f"{host.name} in {host.division_code}" if host.host_id else f"host {host.linked_to}"
        raise DuplicateRegistrationNumber(f"{command.registration_number} is the number of {whose} already")
    if command.alike and not command.distinct_because:
        raise PossibleDuplicate(
            f"host {command.alike} has the same name in the same division: link the number to it, or say in"
            " `distinct_because` why this is another one"
        )
    return [
        HostRegistered(
            host_id=command.host_id,
            name=command.name,
            registration_number=command.registration_number,
            division_code=command.division_code,
            registered_on=command.today,
            identifier_type=command.identifier_type,
            distinct_because=command.distinct_because,
        )
    ]


def rename_host(command: RenameHost, host: Host) -> list[HostEvent]:
    if host.registered_on is None:
        raise NotKnownHere(f"Host {command.host_id} is not known here.")
    require_not_after(command.today, command.renamed_on, "the day of the renaming")
    if command.renamed_on < host.registered_on:
        raise RenamedBeforeRegistration(f"{command.renamed_on} is before {host.registered_on}")
    if command.name == host.name:
        return []
    return [
        HostRenamed(host_id=command.host_id, name=command.name, former_name=host.name, renamed_on=command.renamed_on)
    ]


def link_identifier(command: LinkIdentifier, host: Host) -> list[HostEvent]:
    """`host` is what is known of the number: nobody's, that of a registered host, or linked to one already."""
    require_not_after(command.today, command.valid_from, "the day since when the number is valid")
    require_well_formed(command.identifier_type, command.number, command.valid_from)
    owner = host.linked_to or host.host_id
    if owner == command.host_id:
        return []
    if owner:
        raise DuplicateRegistrationNumber(f"{command.number} is a number of host {owner} already")
    if command.replaces and command.replaces not in command.numbers:
        raise ReplacesAnothersNumber(f"{command.replaces} is no number of host {command.host_id}")
    return [
        IdentifierLinked(
            identifier_type=command.identifier_type,
            number=command.number,
            host_id=command.host_id,
            replaces=command.replaces,
            valid_from=command.valid_from,
        )
    ]


HOST = Decider(initial=Host(), decide=decide, evolve=evolve)
