"""The rules for hosts."""

import re

from services.registry.host.commands import HostCommand, RegisterHost
from services.registry.host.state import Host, evolve
from shared.errors import Conflict, Unacceptable
from shared.events.registry import HostRegistered
from shared.eventsourcing.decider import Decider

_FIFTEEN_DIGITS = re.compile(r"[0-9]{15}")


class RegistrationNumberMalformed(Unacceptable):
    """A registration number (注册号) has fifteen digits."""

    title_zh = "注册号应为 15 位数字。"


class DuplicateRegistrationNumber(Conflict):
    """A registration number belongs to one host only."""

    title_zh = "该注册号已属于另一企业。"


def decide(command: HostCommand, host: Host) -> list[HostRegistered]:
    return register_host(command, host)


def register_host(command: RegisterHost, host: Host) -> list[HostRegistered]:
    if not _FIFTEEN_DIGITS.fullmatch(command.registration_number):
        raise RegistrationNumberMalformed(f"{command.registration_number!r} is no registration number of that form")
    asked = Host(command.host_id, command.name, command.registration_number, command.division_code)
    if host == asked:
        return []  # Asked twice, recorded once.
    if host.host_id:
        raise DuplicateRegistrationNumber(
            f"{command.registration_number} is the number of {host.name} in {host.division_code} already"
        )
    return [
        HostRegistered(
            host_id=command.host_id,
            name=command.name,
            registration_number=command.registration_number,
            division_code=command.division_code,
            registered_on=command.today,
        )
    ]


HOST = Decider(initial=Host(), decide=decide, evolve=evolve)
