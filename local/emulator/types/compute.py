"""AWS Lambda (stored, never run), Amazon DynamoDB, Amazon EFS, Amazon Data Firehose, EventBridge Scheduler, AWS CodeBuild."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from ..core import Resource, Simple


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
        code = dict(r.get("Code"))
        values = self.values(r)
        if "ZipFile" in code:
            code["ZipFile"] = zipped(code["ZipFile"], r.get("Handler", "index.handler"))
        r.physical_id = values["FunctionName"]
        r.make("lambda", "create_function", {**values, "Code": code})
        if r.get("ReservedConcurrentExecutions") is not None:
            r.make("lambda", "put_function_concurrency", FunctionName=r.physical_id)
        return r.physical_id

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


class Table(Simple):
    type = "AWS::DynamoDB::Table"
    service, make, name, identity = "dynamodb", "create_table", ("TableName", 255), "=TableName"
    get = ("describe_table", {"TableName": "$id"}, "Table")
    drop = ("delete_table", {"TableName": "$id"})

    def attribute(self, r: Resource, name: str) -> Any:
        return super().attribute(r, {"Arn": "TableArn", "StreamArn": "LatestStreamArn"}.get(name, name))


class FileSystem(Simple):
    type = "AWS::EFS::FileSystem"
    service, make, identity = "efs", "create_file_system", "FileSystemId"
    get = ("describe_file_systems", {"FileSystemId": "$id"}, "FileSystems[0]")
    drop = ("delete_file_system", {"FileSystemId": "$id"})
    rename = {"FileSystemTags": "Tags"}

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), "CreationToken": f"{r.logical_id}-{r.suffix}"}

    def attribute(self, r: Resource, name: str) -> Any:
        return super().attribute(r, {"Arn": "FileSystemArn"}.get(name, name))


class MountTarget(Simple):
    type = "AWS::EFS::MountTarget"
    service, make, identity = "efs", "create_mount_target", "MountTargetId"
    get = ("describe_mount_targets", {"MountTargetId": "$id"}, "MountTargets[0]")
    drop = ("delete_mount_target", {"MountTargetId": "$id"})

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        groups = r.call("efs", "describe_mount_target_security_groups", MountTargetId=r.physical_id)
        return {**state, "SecurityGroups": groups["SecurityGroups"]}


class DeliveryStream(Simple):
    type = "AWS::KinesisFirehose::DeliveryStream"
    service, make, name, identity = "firehose", "create_delivery_stream", ("DeliveryStreamName", 64), "=DeliveryStreamName"
    get = ("describe_delivery_stream", {"DeliveryStreamName": "$id"}, "DeliveryStreamDescription")
    drop = ("delete_delivery_stream", {"DeliveryStreamName": "$id"})

    def attribute(self, r: Resource, name: str) -> Any:
        return super().attribute(r, {"Arn": "DeliveryStreamARN"}.get(name, name))


class Schedule(Simple):
    type = "AWS::Scheduler::Schedule"
    service, make, name, identity = "scheduler", "create_schedule", ("Name", 64), "=Name"
    get = ("get_schedule", {"Name": "$id"}, "")
    drop = ("delete_schedule", {"Name": "$id"})


class Project(Simple):
    type = "AWS::CodeBuild::Project"
    service, make, name, identity = "codebuild", "create_project", ("Name", 255), "=Name"
    get = ("batch_get_projects", {"names": ["$id"]}, "projects[0]")
    drop = ("delete_project", {"name": "$id"})
