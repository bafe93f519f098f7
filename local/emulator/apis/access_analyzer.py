"""IAM Access Analyzer: analyzers and their archive rules. It analyzes nothing."""

from __future__ import annotations

from typing import Any

from moto.backends import get_backend
from moto.core.responses import ActionResult, BaseResponse, EmptyResult
from moto.core.utils import utcnow

from .services import register
from .store import ApiError, asked, kept


class AccessAnalyzerResponse(BaseResponse):
    """The API's operations."""

    def __init__(self) -> None:
        super().__init__(service_name="accessanalyzer")
        self.automated_parameter_parsing = True

    @property
    def analyzers(self) -> dict[str, dict[str, Any]]:
        return kept(get_backend("accessanalyzer")[self.current_account][self.region], "analyzers")  # type: ignore[call-overload]

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


def install() -> None:
    register("accessanalyzer", r"https?://access-analyzer\.(.+)\.amazonaws\.com", AccessAnalyzerResponse)
