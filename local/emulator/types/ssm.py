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

    def update(self, r: Resource, old: Resource) -> bool:
        """A new version that is the default one, or, as the template asks, a replacement."""
        if r.get("UpdateMethod") != "NewVersion" or any(r.get(name) != old.get(name) for name in ("Name", "DocumentType", "Tags", "Attachments")):
            return False
        out = r.make("ssm", "update_document", Name=r.physical_id, DocumentVersion="$LATEST")
        r.call("ssm", "update_document_default_version", Name=r.physical_id, DocumentVersion=out["DocumentDescription"]["DocumentVersion"])
        return True


class Association(Simple):
    type = "AWS::SSM::Association"
    instructions = ("WaitForSuccessTimeoutSeconds",)
    service, make, identity = "ssm", "create_association", "AssociationDescription.AssociationId"
    get = ("describe_association", {"AssociationId": "$id"}, "AssociationDescription")
    drop = ("delete_association", {"AssociationId": "$id"})

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("Name", "InstanceId")):
            return False
        r.make("ssm", "update_association", AssociationId=r.physical_id)
        return True


class MaintenanceWindow(Simple):
    type = "AWS::SSM::MaintenanceWindow"
    service, make, identity = "ssm", "create_maintenance_window", "WindowId"
    get = ("get_maintenance_window", {"WindowId": "$id"}, "")
    drop = ("delete_maintenance_window", {"WindowId": "$id"})


class MaintenanceWindowTarget(Simple):
    type = "AWS::SSM::MaintenanceWindowTarget"
    service, make, identity = "ssm", "register_target_with_maintenance_window", "WindowTargetId"
    get = ("describe_maintenance_window_targets", {"WindowId": "$WindowId"}, "Targets[?WindowTargetId=='$id'] | [0]")
    drop = ("deregister_target_from_maintenance_window", {"WindowId": "$WindowId", "WindowTargetId": "$id"})


class MaintenanceWindowTask(Simple):
    """Its settings go in under CloudFormation's names and are told under the API's."""

    type = "AWS::SSM::MaintenanceWindowTask"
    service, make, identity = "ssm", "register_task_with_maintenance_window", "WindowTaskId"
    get = ("get_maintenance_window_task", {"WindowId": "$WindowId", "WindowTaskId": "$id"}, "")
    drop = ("deregister_task_from_maintenance_window", {"WindowId": "$WindowId", "WindowTaskId": "$id"})
    KINDS = {
        "MaintenanceWindowRunCommandParameters": "RunCommand",
        "MaintenanceWindowAutomationParameters": "Automation",
        "MaintenanceWindowLambdaParameters": "Lambda",
        "MaintenanceWindowStepFunctionsParameters": "StepFunctions",
    }

    def values(self, r: Resource) -> dict[str, Any]:
        wish = r.get("TaskInvocationParameters", {})
        return {**super().values(r), "TaskInvocationParameters": {self.KINDS[name]: value for name, value in wish.items()} or None}

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        told = state.get("TaskInvocationParameters", {})
        return {**state, "TaskInvocationParameters": {name: told.get(kind) for name, kind in self.KINDS.items()}}


class PatchBaseline(Simple):
    type = "AWS::SSM::PatchBaseline"
    service, make, identity = "ssm", "create_patch_baseline", "BaselineId"
    get = ("get_patch_baseline", {"BaselineId": "$id"}, "")
    drop = ("delete_patch_baseline", {"BaselineId": "$id"})

    def after(self, r: Resource) -> None:
        for group in r.get("PatchGroups", []):
            r.call("ssm", "register_patch_baseline_for_patch_group", BaselineId=r.physical_id, PatchGroup=group)
        if r.get("DefaultBaseline"):
            r.call("ssm", "register_default_patch_baseline", BaselineId=r.physical_id)

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        default = r.call("ssm", "get_default_patch_baseline", OperatingSystem=state["OperatingSystem"])["BaselineId"]
        tags = r.call("ssm", "list_tags_for_resource", ResourceType="PatchBaseline", ResourceId=r.physical_id)["TagList"]
        return {**state, "DefaultBaseline": default == r.physical_id, "Tags": tags}
