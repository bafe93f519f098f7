"""Amazon EFS, Amazon Data Firehose, AWS CodeBuild."""

from __future__ import annotations

from typing import Any

from ..core import Resource, Simple


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


class Project(Simple):
    type = "AWS::CodeBuild::Project"
    service, make, name, identity = "codebuild", "create_project", ("Name", 255), "=Name"
    get = ("batch_get_projects", {"names": ["$id"]}, "projects[0]")
    drop = ("delete_project", {"name": "$id"})
