"""AWS Lambda: functions are stored, never run."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from ..core import Handler, Resource, Simple, first


def zipped(source: str, handler: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(handler.split(".")[0] + ".js", source)
    return buffer.getvalue()


class Function(Simple):
    type = "AWS::Lambda::Function"
    instructions = ("Code",)  # the API answers with a place to fetch it from
    service, make, name, identity = "lambda", "create_function", ("FunctionName", 64), "=FunctionName"
    get = ("get_function", {"FunctionName": "$id"}, "Configuration")
    drop = ("delete_function", {"FunctionName": "$id"})

    def create(self, r: Resource) -> str:
        values = self.values(r)
        r.physical_id = values["FunctionName"]
        r.make("lambda", "create_function", {**values, "Code": self.code(r)})
        if r.get("ReservedConcurrentExecutions") is not None:
            r.make("lambda", "put_function_concurrency", FunctionName=r.physical_id)
        return r.physical_id

    def code(self, r: Resource) -> dict[str, Any]:
        """Where the code is; what stands in the template itself is packed."""
        code = dict(r.get("Code"))
        if "ZipFile" in code:
            code["ZipFile"] = zipped(code["ZipFile"], r.get("Handler", "index.handler"))
        return code

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("FunctionName", "PackageType", "Architectures", "Tags")):
            return False
        r.make("lambda", "update_function_configuration", FunctionName=r.physical_id)
        if r.get("Code") != old.get("Code"):
            r.make("lambda", "update_function_code", self.code(r), FunctionName=r.physical_id)
        if r.get("ReservedConcurrentExecutions") is not None:
            r.make("lambda", "put_function_concurrency", FunctionName=r.physical_id)
        elif old.get("ReservedConcurrentExecutions") is not None:
            r.call("lambda", "delete_function_concurrency", FunctionName=r.physical_id)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        described = r.call("lambda", "get_function", FunctionName=r.physical_id)
        concurrency = described.get("Concurrency", {}).get("ReservedConcurrentExecutions")
        return {**state, "Tags": described.get("Tags"), "ReservedConcurrentExecutions": concurrency}

    def attribute(self, r: Resource, name: str) -> Any:
        return super().attribute(r, {"Arn": "FunctionArn"}.get(name, name))


class Permission(Simple):
    type = "AWS::Lambda::Permission"
    service, make, name, identity = "lambda", "add_permission", ("StatementId", 100), "=StatementId"

    def values(self, r: Resource) -> dict[str, Any]:
        values = super().values(r)
        return {**values, "FunctionName": r.get("FunctionName").split(":function:")[-1]}

    def read(self, r: Resource) -> dict[str, Any]:
        function = r.get("FunctionName").split(":function:")[-1]
        policy = json.loads(r.call("lambda", "get_policy", FunctionName=function)["Policy"])
        statement = next(s for s in policy["Statement"] if s["Sid"] == r.physical_id)
        principal = statement["Principal"]
        conditions = {key: value for test in statement.get("Condition", {}).values() for key, value in test.items()}
        lowered = {key.lower(): value for key, value in conditions.items()}
        return {
            "FunctionName": r.get("FunctionName"),
            "Action": statement["Action"],
            "Principal": next(iter(principal.values())) if isinstance(principal, dict) else principal,
            "SourceArn": lowered.get("aws:sourcearn"),
            "SourceAccount": lowered.get("aws:sourceaccount"),
        }


class Version(Handler):
    """Its `Ref` is the ARN with the number."""

    type = "AWS::Lambda::Version"

    def create(self, r: Resource) -> str:
        return r.make("lambda", "publish_version")["FunctionArn"]

    def read(self, r: Resource) -> dict[str, Any]:
        number = r.physical_id.split(":")[-1]
        versions = r.call("lambda", "list_versions_by_function", FunctionName=r.get("FunctionName"))["Versions"]
        return first([version for version in versions if version["Version"] == number], r.physical_id)

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "FunctionArn" else super().attribute(r, name)


class Alias(Simple):
    """Its `Ref` is the ARN."""

    type = "AWS::Lambda::Alias"
    service, make, identity = "lambda", "create_alias", "AliasArn"
    get = ("get_alias", {"FunctionName": "$FunctionName", "Name": "$Name"}, "")
    drop = ("delete_alias", {"FunctionName": "$FunctionName", "Name": "$Name"})
    aliases = {"FunctionName": "AliasArn"}

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("FunctionName", "Name")):
            return False
        r.make("lambda", "update_alias")
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "FunctionName": state["AliasArn"].split(":")[6]}


class EventInvokeConfig(Simple):
    type = "AWS::Lambda::EventInvokeConfig"
    service, make, identity = "lambda", "put_function_event_invoke_config", "FunctionArn"
    get = ("get_function_event_invoke_config", {"FunctionName": "$FunctionName", "Qualifier": "$Qualifier"}, "")
    drop = ("delete_function_event_invoke_config", {"FunctionName": "$FunctionName", "Qualifier": "$Qualifier"})

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        name, _, qualifier = state["FunctionArn"].split(":function:")[-1].partition(":")
        return {**state, "FunctionName": name, "Qualifier": qualifier}


class EventSourceMapping(Simple):
    type = "AWS::Lambda::EventSourceMapping"
    service, make, identity = "lambda", "create_event_source_mapping", "UUID"
    get = ("get_event_source_mapping", {"UUID": "$id"}, "")
    drop = ("delete_event_source_mapping", {"UUID": "$id"})
    aliases = {"FunctionName": "FunctionArn"}

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "Enabled": state.get("State") == "Enabled"}

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "Id" else super().attribute(r, name)
