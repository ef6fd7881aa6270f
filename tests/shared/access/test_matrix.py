"""The matrix of acts and roles: every route has its row, every row its route, and what is not there is not served."""

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute, iter_route_contexts

from shared.access.competence import WrongRole
from shared.access.matrix import (
    EVERY,
    LEVELS,
    REACHES,
    NotInTheMatrix,
    Permission,
    permission,
    permissions,
    require_permission,
)
from shared.access.roles import ANONYMOUS, Caller, Level
from shared.access.tokens import NotSignedIn
from shared.events.audit import AccessKind
from shared.events.catalogue import LOGS
from shared.runtime import Service
from shared.web.app import create_app

ROWS = sorted(permissions().values(), key=lambda row: row.name)


def served() -> dict[tuple[str, str], set[str]]:
    """Each act that some service answers, with the methods of its route."""
    found: dict[tuple[str, str], set[str]] = {}
    for name in LOGS:
        service: Service = import_module(f"services.{name}.service").SERVICE
        for route in iter_route_contexts(create_app(service).routes):
            if isinstance(route.original_route, APIRoute):
                row = service.permission(str(route.name))
                found.setdefault((row.service, row.act), set()).update(route.methods or ())
    return found


def test_every_row_has_a_route() -> None:
    assert set(permissions()) == set(served())


def test_a_route_without_a_row_is_not_served(tmp_path: Path) -> None:
    router = APIRouter()

    @router.get("/v1/forgotten")
    async def read_forgotten() -> None: ...

    registry: Service = import_module("services.registry.service").SERVICE
    with pytest.raises(NotInTheMatrix, match=r"registry\.read_forgotten"):
        create_app(replace(registry, router=router))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_row_says_how_far_and_what_it_is_called(row: Permission) -> None:
    assert row.reach, "an act that nobody may do is no act"
    assert set(row.reach.values()) <= REACHES
    assert row.recorded in {"", *AccessKind} - {AccessKind.DENIED}
    assert row.title_zh


def test_each_act_has_one_row_and_one_title_in_its_service() -> None:
    titles = [(row.service, row.title_zh) for row in ROWS]
    assert len(set(titles)) == len(titles)


def test_the_auditor_changes_nothing() -> None:
    """[assumption; from the programme's own terms] The auditor reads everything; a table of their own is an export.

    What everybody may do without an account, as voting, is no act of the auditor's.
    """
    methods = served()
    changing = [row for row in ROWS if "POST" in methods[row.service, row.act] and Level.PUBLIC not in row.reach]
    may = {row.name for row in changing if Level.AUDITOR in row.reach}
    assert may == {"registry.start_export"}


def test_no_bureau_applies_in_an_enterprises_stead() -> None:
    """[notice] and S38: it is of the enterprise's own will."""
    own = ("file_application", "withdraw_application", "draft_application", "file_draft", "refile", "assess_self")
    for act in own:
        assert set(permission("application", act).reach) == {Level.ENTERPRISE}


def test_the_province_alone_recognises_and_revokes() -> None:
    for act in ("recognise_station", "refuse_recognition", "revoke_title", "order_spot_check", "publish_rubric"):
        assert set(permission("assessment", act).reach) == {Level.PROVINCE}


def test_what_all_services_have_stands_once() -> None:
    assert permission("incentives", "read_events") == permission(EVERY, "read_events")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_who_is_not_in_the_row_is_refused(row: Permission) -> None:
    for level in LEVELS:
        caller = ANONYMOUS if level is Level.PUBLIC else Caller("somebody", level)
        if level in row.reach:
            require_permission(caller, row)
        else:
            with pytest.raises(NotSignedIn if caller is ANONYMOUS else WrongRole):
                require_permission(caller, row)
