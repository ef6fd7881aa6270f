"""Changes to the documents of today, as a change of the code would make them."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from deploy.docs.contracts import promised_documents
from deploy.gate.promises import promised
from deploy.gate.verdict import EVENTS, broken

CONTESTS = "incentives.openapi.json"
Documents = dict[str, dict[str, Any]]


@cache
def _released() -> Documents:
    return {name: promised(document) for name, document in promised_documents().items()}


def after(*changes: Callable[[Documents], object]) -> list[str]:
    """What is broken if today's documents were released, and then changed so."""
    changed = deepcopy(promised_documents())
    for change in changes:
        change(changed)
    return broken(_released(), changed)


@dataclass(frozen=True, slots=True)
class Model:
    """A model of a document: what a test changes."""

    document: str
    name: str

    def _of(self, documents: Documents) -> dict[str, Any]:
        document = documents[self.document]
        models = document["$defs"] if "$defs" in document else document["components"]["schemas"]
        model: dict[str, Any] = models[self.name]
        return model

    def field(self, field: str, *, required: bool = False, **schema: Any) -> Callable[[Documents], None]:
        """The field is like this, whether it was there before or not."""

        def change(documents: Documents) -> None:
            model = self._of(documents)
            model["properties"][field] = schema
            model["required"] = sorted({*model.get("required", ())} - {field} | ({field} if required else set()))

        return change

    def without(self, field: str) -> Callable[[Documents], None]:
        def change(documents: Documents) -> None:
            model = self._of(documents)
            del model["properties"][field]
            model["required"] = [name for name in model["required"] if name != field]

        return change

    def values(self, *values: str) -> Callable[[Documents], None]:
        """The enumeration has these values."""
        return lambda documents: self._of(documents).update(enum=list(values))

    def values_of(self) -> list[str]:
        values: list[str] = self._of(promised_documents())["enum"]
        return values


def contest(name: str) -> Model:
    return Model(CONTESTS, name)


def event(name: str) -> Model:
    return Model(EVENTS, name)


def operation(path: str, method: str, change: Callable[[dict[str, Any]], object]) -> Callable[[Documents], object]:
    """An operation of the contests is changed."""
    return lambda documents: change(documents[CONTESTS]["paths"][path][method])
