"""IAM Access Analyzer: analyzers and their archive rules. It analyzes nothing."""

from __future__ import annotations

import re
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

from moto import backend_index
from moto.core.base_backend import BackendDict, BaseBackend
from moto.core.responses import ActionResult, BaseResponse, EmptyResult
from moto.core.utils import utcnow

from .store import ApiError, asked, kept

HOST = r"https?://access-analyzer\.(.+)\.amazonaws\.com"


class AccessAnalyzerResponse(BaseResponse):
    """The API's operations."""

    def __init__(self) -> None:
        super().__init__(service_name="accessanalyzer")
        self.automated_parameter_parsing = True

    @property
    def analyzers(self) -> dict[str, dict[str, Any]]:
        return kept(accessanalyzer_backends[self.current_account][self.region], "analyzers")

    def create_analyzer(self) -> ActionResult:
        wish = asked(self)
        name = wish["analyzerName"]
        if name in self.analyzers:
            raise ApiError("ConflictException", f"{name} already exists.")
        arn = f"arn:aws:access-analyzer:{self.region}:{self.current_account}:analyzer/{name}"
        self.analyzers[name] = {
            "arn": arn,
            "name": name,
            "type": wish["type"],
            "createdAt": utcnow(),
            "status": "ACTIVE",
            "tags": wish.get("tags"),
            "configuration": wish.get("configuration"),
            "rules": [{**rule, "createdAt": utcnow(), "updatedAt": utcnow()} for rule in wish.get("archiveRules") or []],
        }
        return ActionResult({"arn": arn})

    def found(self) -> dict[str, Any]:
        name = asked(self)["analyzerName"]
        if name not in self.analyzers:
            raise ApiError("ResourceNotFoundException", f"{name} was not found.")
        return self.analyzers[name]

    def get_analyzer(self) -> ActionResult:
        return ActionResult({"analyzer": {key: value for key, value in self.found().items() if key != "rules" and value is not None}})

    def list_analyzers(self) -> ActionResult:
        return ActionResult(
            {"analyzers": [{key: value for key, value in one.items() if key != "rules" and value is not None} for one in self.analyzers.values()]}
        )

    def list_archive_rules(self) -> ActionResult:
        return ActionResult({"archiveRules": self.found()["rules"]})

    def delete_analyzer(self) -> EmptyResult:
        del self.analyzers[self.found()["name"]]
        return EmptyResult()


class AccessAnalyzerBackend(BaseBackend):
    """One account and region."""

    @property
    def _url_module(self) -> Any:  # type: ignore[misc]
        paths = ("{0}/analyzer$", "{0}/analyzer/(?P<analyzerName>[^/]+)$", "{0}/analyzer/(?P<analyzerName>[^/]+)/archive-rule$")
        return SimpleNamespace(url_bases=[HOST], url_paths={path: AccessAnalyzerResponse.dispatch for path in paths})


accessanalyzer_backends = BackendDict(AccessAnalyzerBackend, "accessanalyzer")


def install() -> None:
    """Registers the service where moto looks for all of its own."""
    module = ModuleType("moto.accessanalyzer")
    module.accessanalyzer_backends = accessanalyzer_backends  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    backend_index.backend_url_patterns.append(("accessanalyzer", re.compile(HOST)))
