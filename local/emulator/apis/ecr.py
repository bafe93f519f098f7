"""Amazon ECR: pull-through cache rules and repository creation templates."""

from __future__ import annotations

import json
from typing import Any

from moto.core.responses import ActionResult
from moto.ecr.responses import ECRResponse

from .store import ApiError, kept

KINDS = {
    "pull_through_cache_rule": ("ecrRepositoryPrefix", "PullThroughCacheRule", "pullThroughCacheRules", "ecrRepositoryPrefixes"),
    "repository_creation_template": ("prefix", "Template", "repositoryCreationTemplates", "prefixes"),
}


def told(response: Any, kind: str, thing: dict[str, Any]) -> ActionResult:
    """A rule is the answer itself; a template is in it."""
    whole = {"registryId": response.current_account, **thing}
    return ActionResult(whole if kind == "pull_through_cache_rule" else {"registryId": response.current_account, "repositoryCreationTemplate": thing})


def create(kind: str) -> Any:
    key, noun, _, _ = KINDS[kind]

    def operation(response: Any) -> ActionResult:
        wish, things = json.loads(response.body), kept(response.ecr_backend, kind)
        if wish[key] in things:
            raise ApiError(f"{noun}AlreadyExistsException", f"{wish[key]} already exists.")
        things[wish[key]] = wish
        return told(response, kind, wish)

    return operation


def describe(kind: str) -> Any:
    _, noun, plural, filtering = KINDS[kind]

    def operation(response: Any) -> ActionResult:
        things = kept(response.ecr_backend, kind)
        wanted = json.loads(response.body).get(filtering) or list(things)
        for one in wanted:
            if one not in things:
                raise ApiError(f"{noun}NotFoundException", f"{one} was not found.")
        return ActionResult(
            {"registryId": response.current_account, plural: [{"registryId": response.current_account, **things[one]} for one in wanted]}
        )

    return operation


def delete(kind: str) -> Any:
    key, noun, _, _ = KINDS[kind]

    def operation(response: Any) -> ActionResult:
        name = json.loads(response.body)[key]
        thing = kept(response.ecr_backend, kind).pop(name, None)
        if thing is None:
            raise ApiError(f"{noun}NotFoundException", f"{name} was not found.")
        return told(response, kind, thing)

    return operation


def install() -> None:
    for kind in KINDS:
        setattr(ECRResponse, f"create_{kind}", create(kind))
        setattr(ECRResponse, f"describe_{kind}s", describe(kind))
        setattr(ECRResponse, f"delete_{kind}", delete(kind))
