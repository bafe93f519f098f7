"""AWS Systems Manager."""

from __future__ import annotations

from typing import Any

from ..core import Absent, Resource, Simple, tagged


class Parameter(Simple):
    type = "AWS::SSM::Parameter"
    service, make, name, identity = "ssm", "put_parameter", ("Name", 512), "=Name"
    get = ("get_parameter", {"Name": "$id", "WithDecryption": True}, "Parameter")
    drop = ("delete_parameter", {"Name": "$id"})

    def values(self, r: Resource) -> dict[str, Any]:
        tags = tagged(r) or {}
        return {**super().values(r), "Tags": [{"Key": key, "Value": value} for key, value in tags.items()] or None}

    def update(self, r: Resource, old: Resource) -> bool:
        if r.get("Name") and r.get("Name") != old.physical_id:
            return False
        r.make("ssm", "put_parameter", {**r.properties, "Tags": None}, Name=r.physical_id, Overwrite=True)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        filters = [{"Key": "Name", "Option": "Equals", "Values": [r.physical_id]}]
        described = r.call("ssm", "describe_parameters", ParameterFilters=filters)["Parameters"]
        if not described:
            raise Absent(r.physical_id)
        tags = r.call("ssm", "list_tags_for_resource", ResourceType="Parameter", ResourceId=r.physical_id)["TagList"]
        return {**described[0], **state, "Tags": tags}


class Document(Simple):
    type = "AWS::SSM::Document"
    service, make, name, identity = "ssm", "create_document", ("Name", 128), "=Name"
    instructions = ("UpdateMethod",)
    get = ("get_document", {"Name": "$id"}, "")
    drop = ("delete_document", {"Name": "$id"})

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**r.call("ssm", "describe_document", Name=r.physical_id)["Document"], **state}


class MaintenanceWindow(Simple):
    type = "AWS::SSM::MaintenanceWindow"
    service, make, identity = "ssm", "create_maintenance_window", "WindowId"
    get = ("get_maintenance_window", {"WindowId": "$id"}, "")
    drop = ("delete_maintenance_window", {"WindowId": "$id"})


class PatchBaseline(Simple):
    type = "AWS::SSM::PatchBaseline"
    service, make, identity = "ssm", "create_patch_baseline", "BaselineId"
    get = ("describe_patch_baselines", {}, "BaselineIdentities[?BaselineId=='$id'] | [0]")
    drop = ("delete_patch_baseline", {"BaselineId": "$id"})
    aliases = {"Name": "BaselineName", "Description": "BaselineDescription"}
