"""AWS Backup."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from ..core import Resource, Simple, tagged


def answered(r: Resource, operation: str) -> dict[str, Any]:
    """A part of a vault that it may not have."""
    try:
        return r.call("backup", operation, BackupVaultName=r.physical_id)
    except ClientError as problem:
        if problem.response["Error"]["Code"] == "ResourceNotFoundException":
            return {}
        raise


class Vault(Simple):
    type = "AWS::Backup::BackupVault"
    service, make, name, identity = "backup", "create_backup_vault", ("BackupVaultName", 50), "=BackupVaultName"
    get = ("describe_backup_vault", {"BackupVaultName": "$id"}, "")
    drop = ("delete_backup_vault", {"BackupVaultName": "$id"})
    fixed: tuple[str, ...] = ("BackupVaultName", "EncryptionKeyArn", "BackupVaultTags")

    def after(self, r: Resource) -> None:
        vault = {"BackupVaultName": r.physical_id}
        if r.get("LockConfiguration"):
            r.make("backup", "put_backup_vault_lock_configuration", r.get("LockConfiguration"), **vault)
        if r.get("AccessPolicy"):
            r.make("backup", "put_backup_vault_access_policy", {"Policy": r.get("AccessPolicy")}, **vault)
        if r.get("Notifications"):
            r.make("backup", "put_backup_vault_notifications", r.get("Notifications"), **vault)

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in self.fixed):
            return False
        gone = {name for name in ("LockConfiguration", "AccessPolicy", "Notifications") if old.get(name) and not r.get(name)}
        operations = {"LockConfiguration": "lock_configuration", "AccessPolicy": "access_policy", "Notifications": "notifications"}
        for name in gone:
            r.call("backup", f"delete_backup_vault_{operations[name]}", BackupVaultName=r.physical_id)
        self.after(r)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        lock = {key: state.get(key) for key in ("MinRetentionDays", "MaxRetentionDays")}
        if state.get("LockDate"):
            lock["ChangeableForDays"] = round((state["LockDate"] - state["CreationDate"]).total_seconds() / 86400)
        tags = r.call("backup", "list_tags", ResourceArn=state["BackupVaultArn"])["Tags"] if r.get("BackupVaultTags") else {}
        return {
            **state,
            "LockConfiguration": lock if state.get("Locked") else None,
            "AccessPolicy": answered(r, "get_backup_vault_access_policy").get("Policy"),
            "Notifications": answered(r, "get_backup_vault_notifications"),
            "BackupVaultTags": tags,
        }


class AirGappedVault(Vault):
    type = "AWS::Backup::LogicallyAirGappedBackupVault"
    make = "create_logically_air_gapped_backup_vault"
    fixed = ("BackupVaultName", "EncryptionKeyArn", "BackupVaultTags", "MinRetentionDays", "MaxRetentionDays")

    def after(self, r: Resource) -> None:
        super().after(r)
        if r.get("MpaApprovalTeamArn"):
            r.make("backup", "associate_backup_vault_mpa_approval_team", BackupVaultName=r.physical_id)


class BackupPlan(Simple):
    type = "AWS::Backup::BackupPlan"
    service, make, identity = "backup", "create_backup_plan", "BackupPlanId"
    get = ("get_backup_plan", {"BackupPlanId": "$id"}, "")
    drop = ("delete_backup_plan", {"BackupPlanId": "$id"})

    def values(self, r: Resource) -> dict[str, Any]:
        plan = r.get("BackupPlan")
        rules = [{**rule, "TargetBackupVaultName": rule["TargetBackupVault"]} for rule in plan["BackupPlanRule"]]
        return {**super().values(r), "BackupPlan": {**plan, "Rules": rules}}

    def update(self, r: Resource, old: Resource) -> bool:
        if r.get("BackupPlanTags") != old.get("BackupPlanTags"):
            return False
        r.make("backup", "update_backup_plan", self.values(r), BackupPlanId=r.physical_id)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        plan = state["BackupPlan"]
        rules = [{**rule, "TargetBackupVault": rule["TargetBackupVaultName"]} for rule in plan["Rules"]]
        tags = r.call("backup", "list_tags", ResourceArn=state["BackupPlanArn"])["Tags"] if r.get("BackupPlanTags") else {}
        return {**state, "BackupPlan": {**plan, "BackupPlanRule": rules}, "BackupPlanTags": tags}


class BackupSelection(Simple):
    """Its `Ref` is the selection's id and the plan's."""

    type = "AWS::Backup::BackupSelection"
    service, make, identity = "backup", "create_backup_selection", "join('_', [SelectionId, BackupPlanId])"

    def where(self, r: Resource) -> dict[str, str]:
        selection, plan = r.physical_id.split("_")
        return {"BackupPlanId": plan, "SelectionId": selection}

    def read(self, r: Resource) -> dict[str, Any]:
        return {**r.call("backup", "get_backup_selection", **self.where(r)), "Id": r.physical_id}

    def delete(self, r: Resource) -> None:
        r.call("backup", "delete_backup_selection", **self.where(r))


class RestoreTestingPlan(Simple):
    type = "AWS::Backup::RestoreTestingPlan"
    service, make, identity = "backup", "create_restore_testing_plan", "RestoreTestingPlanName"
    get = ("get_restore_testing_plan", {"RestoreTestingPlanName": "$id"}, "RestoreTestingPlan")
    drop = ("delete_restore_testing_plan", {"RestoreTestingPlanName": "$id"})

    def values(self, r: Resource) -> dict[str, Any]:
        return {"RestoreTestingPlan": r.properties, "Tags": tagged(r)}

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("RestoreTestingPlanName", "Tags")):
            return False
        r.make("backup", "update_restore_testing_plan", self.values(r), RestoreTestingPlanName=r.physical_id)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        tags = r.call("backup", "list_tags", ResourceArn=state["RestoreTestingPlanArn"])["Tags"] if r.get("Tags") else {}
        return {**state, "Tags": tags}


class RestoreTestingSelection(Simple):
    type = "AWS::Backup::RestoreTestingSelection"
    service, make, identity = "backup", "create_restore_testing_selection", "RestoreTestingSelectionName"
    WHERE = {"RestoreTestingPlanName": "$RestoreTestingPlanName", "RestoreTestingSelectionName": "$RestoreTestingSelectionName"}
    get = ("get_restore_testing_selection", WHERE, "RestoreTestingSelection")
    drop = ("delete_restore_testing_selection", WHERE)

    def values(self, r: Resource) -> dict[str, Any]:
        return {**r.properties, "RestoreTestingSelection": r.properties}

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in (*self.WHERE, "ProtectedResourceType")):
            return False
        r.make("backup", "update_restore_testing_selection", self.values(r))
        return True


class Framework(Simple):
    """Its `Ref` is the ARN."""

    type = "AWS::Backup::Framework"
    service, make, name, identity = "backup", "create_framework", ("FrameworkName", 256), "FrameworkArn"

    def values(self, r: Resource) -> dict[str, Any]:
        r.properties["FrameworkName"] = r.name("FrameworkName").replace("-", "_")
        return {**super().values(r), "FrameworkTags": tags_of(r, "FrameworkTags")}

    def called(self, r: Resource) -> str:
        """The name, from the ARN's last part: behind it stands a random id."""
        return r.physical_id.split(":")[-1].split("-")[0]

    def read(self, r: Resource) -> dict[str, Any]:
        state = r.call("backup", "describe_framework", FrameworkName=self.called(r))
        tags = r.call("backup", "list_tags", ResourceArn=r.physical_id)["Tags"] if r.get("FrameworkTags") else {}
        return {**state, "FrameworkTags": tags}

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("FrameworkTags",)):
            return False
        r.make("backup", "update_framework", FrameworkName=self.called(r))
        return True

    def delete(self, r: Resource) -> None:
        r.call("backup", "delete_framework", FrameworkName=self.called(r))


class ReportPlan(Simple):
    type = "AWS::Backup::ReportPlan"
    service, make, name, identity = "backup", "create_report_plan", ("ReportPlanName", 256), "ReportPlanArn"

    def values(self, r: Resource) -> dict[str, Any]:
        r.properties["ReportPlanName"] = r.name("ReportPlanName").replace("-", "_")
        return {**super().values(r), "ReportPlanTags": tags_of(r, "ReportPlanTags")}

    def called(self, r: Resource) -> str:
        return r.physical_id.split(":")[-1]

    def read(self, r: Resource) -> dict[str, Any]:
        return r.call("backup", "describe_report_plan", ReportPlanName=self.called(r))["ReportPlan"]

    def update(self, r: Resource, old: Resource) -> bool:
        if r.get("ReportPlanTags") != old.get("ReportPlanTags"):
            return False
        r.make("backup", "update_report_plan", ReportPlanName=self.called(r))
        return True

    def delete(self, r: Resource) -> None:
        r.call("backup", "delete_report_plan", ReportPlanName=self.called(r))


def tags_of(r: Resource, name: str) -> dict[str, str] | None:
    """A list of tags as the map that the API takes."""
    tags = r.get(name)
    return {tag["Key"]: tag["Value"] for tag in tags} if isinstance(tags, list) else tags
