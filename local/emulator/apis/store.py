"""Where the added APIs keep what they are given."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from moto.core.exceptions import ServiceException
from moto.core.responses import BaseResponse


class ApiError(ServiceException):
    """An error of AWS's model, by its code. A class of our own: moto looks for the model by where the class is from."""


def kept(backend: Any, kind: str) -> dict[str, dict[str, Any]]:
    """What one account and region (a moto backend is exactly that) keeps of one kind."""
    everything = backend.__dict__.setdefault("kept", {})
    return everything.setdefault(kind, {})


def asked(response: BaseResponse) -> dict[str, Any]:
    """The request's parameters, as AWS's model reads them, also where moto reads the body by itself."""
    if not response.automated_parameter_parsing:
        response._get_action()  # finds what the path carries
        response.parse_parameters(response.normalized_request)
    return dict(response.params)


def known(backend: Any, kind: str, key: str, error: str) -> dict[str, Any]:
    found = kept(backend, kind).get(key)
    if found is None:
        raise ApiError(error, f"{key} was not found.")
    return found


def add(source: type, target: type) -> None:
    """Puts the operations of `source` on moto's own class."""
    for name, operation in vars(source).items():
        if callable(operation) and not name.startswith("_"):
            setattr(target, name, operation)


def new_id(prefix: str) -> str:
    return f"{prefix}-{uuid4().hex[:17]}"


def tags_of(parameters: dict[str, Any]) -> list[dict[str, str]]:
    return [tag for specification in parameters.get("TagSpecifications") or [] for tag in specification.get("Tags", [])]
