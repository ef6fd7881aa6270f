"""测评组: the city appoints its assessors for a season."""

from dataclasses import replace

from services.assessment.panel.commands import AppointPanel
from services.assessment.panel.decisions import PANEL, PanelAlreadyAppointed, PanelTooSmall
from shared.events.assessment import PanelAppointed
from shared.testing.scenario import Scenario
from tests.assessment.examples import SEASON_ID, TODAY

given = Scenario(PANEL)
appoint = AppointPanel(panel_id="P-2013-320400", season_id=SEASON_ID, members=("of-c1", "of-c2"), today=TODAY)
appointed = PanelAppointed(
    panel_id="P-2013-320400", season_id=SEASON_ID, members=("of-c1", "of-c2"), appointed_on=TODAY
)


def test_two_members_make_a_panel() -> None:
    given().when(appoint).then(appointed)


def test_one_member_makes_none() -> None:
    given().when(replace(appoint, members=("of-c1",))).then_refused(PanelTooSmall)


def test_a_member_counts_once() -> None:
    given().when(replace(appoint, members=("of-c1", "of-c1"))).then_refused(PanelTooSmall)
    given().when(replace(appoint, members=("of-c1", "of-c2", "of-c1"))).then_refused(PanelTooSmall)


def test_a_panel_is_appointed_once() -> None:
    given(appointed).when(replace(appoint, members=("of-c2", "of-c1"))).then_nothing()
    given(appointed).when(replace(appoint, members=("of-c1", "of-c3"))).then_refused(PanelAlreadyAppointed)
