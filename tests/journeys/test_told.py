"""What hosts were told in the season that was lived through: each can list it, and what was sent arrived once."""

from deploy.demo.telling import messages_of
from deploy.demo.world import Unit
from tests.faults.invariants import answered_late
from tests.lived import Lived


async def test_every_host_can_list_what_it_was_told_when_and_by_which_channel(lived: Lived) -> None:
    def host_id(unit: Unit) -> str:
        return f"host:{lived.season.hosts[unit.number].id}"

    def staff_of(unit: Unit) -> list[str]:
        return [f"staff:{member.id}" for member in lived.season.staff.get(unit.number, ())]

    lived.season.client = lived.client("told")
    try:
        for unit in lived.season.units:
            messages = await messages_of(lived.season, unit)
            assert messages, unit.name
            recipients = {one["recipient"] for one in messages}
            # Others in this world may have given a host more staff.
            assert {one for one in recipients if not one.startswith("staff:")} == {host_id(unit)}
            assert not recipients & {
                staff for other in lived.season.units if other != unit for staff in staff_of(other)
            }
            for one in messages:
                assert one["subject"]
                assert one["effective_at"]
                assert {"in_app"} <= {delivery["channel"] for delivery in one["deliveries"]}
    finally:
        await lived.season.client.close()


async def test_letters_and_webhooks_have_arrived_and_nothing_came_twice_that_was_answered_in_time(lived: Lived) -> None:
    arrived = lived.report["told"]["arrived"]
    assert arrived.keys() == {"email", "webhook"}
    for channel, told in arrived.items():
        assert told["delivered"] == told["received"] > 50, channel
        assert 0 <= told["attempts"] - told["received"] <= await answered_late(lived.stack, channel), channel
        assert (told["missing"], told["unknown"]) == (0, 0), channel


def test_whoever_loses_the_title_is_told_of_each_step(lived: Lived) -> None:
    told = lived.report["told"]["host"]["messages"]
    templates = [one["template"] for one in reversed(told)]
    steps = ["application_accepted", "recommendation_issued", "certified", "revocation_proposed", "revoked"]
    assert [template for template in templates if template in steps] == steps
    assert {delivery["channel"] for one in told for delivery in one["deliveries"]} >= {"in_app", "email"}
