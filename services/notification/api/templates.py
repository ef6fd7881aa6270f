"""The templates of messages, and how each looks."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from services.notification.templates import NoSuchTemplate, rendered, version_of, versions
from services.notification.templates.specimens import specimen
from shared.access.competence import WrongRole
from shared.access.tokens import NotSignedIn
from shared.events.notification import Language
from shared.web.problems import refuses

router = APIRouter(prefix="/v1/templates", tags=["templates"])

TemplateName = Annotated[str, Path(pattern=r"^[a-z_]{1,60}$")]


class TemplateRow(BaseModel):
    """A template and its latest version."""

    template: str
    version: int


class Templates(BaseModel):
    """All templates, by their names."""

    items: list[TemplateRow]


class Preview(TemplateRow):
    """How a message of this template looks, with made-up values."""

    language: Language
    subject: str
    text: str
    html: str


@router.get("", responses=refuses(NotSignedIn, WrongRole))
async def list_templates() -> Templates:
    """消息模板: every template of a message, by the name of its event."""
    return Templates(items=[TemplateRow(template=name, version=one) for name, one in sorted(versions().items())])


@router.get("/{template}/preview", responses=refuses(NotSignedIn, WrongRole, NoSuchTemplate))
async def preview_template(
    template: TemplateName,
    version: Annotated[int | None, Query(ge=1, le=10_000)] = None,
    language: Language = Language.ZH,
) -> Preview:
    """消息预览: a message of this template with made-up values, as text and as a page."""
    wanted = version or version_of(template)
    said = rendered(template, wanted, language, specimen(template))
    return Preview(
        template=template, version=wanted, language=language, subject=said.subject, text=said.text, html=said.html
    )
