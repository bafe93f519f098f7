"""AWS Organizations, GuardDuty, Security Hub, CloudTrail, Macie, Shield."""

from __future__ import annotations

from typing import Any

from ..core import CannotHold, Handler, Resource, Simple, first, tagged


class Organization(Simple):
    type = "AWS::Organizations::Organization"
    service, make, identity = "organizations", "create_organization", "Organization.Id"
    get = ("describe_organization", {}, "Organization")

    def attribute(self, r: Resource, name: str) -> Any:
        if name == "RootId":
            return r.call("organizations", "list_roots")["Roots"][0]["Id"]
        return super().attribute(r, {"ManagementAccountId": "MasterAccountId", "ManagementAccountArn": "MasterAccountArn"}.get(name, name))


class OrganizationalUnit(Simple):
    type = "AWS::Organizations::OrganizationalUnit"
    service, make, identity = "organizations", "create_organizational_unit", "OrganizationalUnit.Id"
    get = ("describe_organizational_unit", {"OrganizationalUnitId": "$id"}, "OrganizationalUnit")
    tags = ("list_tags_for_resource", {"ResourceId": "$id"}, "Tags")
    drop = ("delete_organizational_unit", {"OrganizationalUnitId": "$id"})

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "ParentId": first(r.call("organizations", "list_parents", ChildId=r.physical_id)["Parents"])["Id"]}


class OrganizationPolicy(Simple):
    type = "AWS::Organizations::Policy"
    service, make, identity = "organizations", "create_policy", "Policy.PolicySummary.Id"
    get = ("describe_policy", {"PolicyId": "$id"}, "Policy")
    tags = ("list_tags_for_resource", {"ResourceId": "$id"}, "Tags")
    drop = ("delete_policy", {"PolicyId": "$id"})

    HELD = (
        "SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY", "AISERVICES_OPT_OUT_POLICY", "BACKUP_POLICY", "CHATBOT_POLICY",
        "DECLARATIVE_POLICY_EC2", "SECURITYHUB_POLICY", "S3_POLICY",
    )  # fmt: skip

    def values(self, r: Resource) -> dict[str, Any]:
        if r.get("Type") not in self.HELD:
            raise CannotHold(f"the emulator's Organizations has no {r.get('Type')}")
        return {"Description": "", **super().values(r)}

    def after(self, r: Resource) -> None:
        for target in r.get("TargetIds", []):
            r.call("organizations", "attach_policy", PolicyId=r.physical_id, TargetId=target)

    def update(self, r: Resource, old: Resource) -> bool:
        if r.get("Type") != old.get("Type") or r.get("TargetIds") != old.get("TargetIds"):
            return False
        r.make("organizations", "update_policy", PolicyId=r.physical_id)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        targets = r.call("organizations", "list_targets_for_policy", PolicyId=r.physical_id)["Targets"] if r.get("TargetIds") else []
        return {**state, **state["PolicySummary"], "TargetIds": [target["TargetId"] for target in targets]}

    def delete(self, r: Resource) -> None:
        for target in r.get("TargetIds", []):
            r.call("organizations", "detach_policy", PolicyId=r.physical_id, TargetId=target)
        super().delete(r)


class Account(Simple):
    type = "AWS::Organizations::Account"
    service, make, identity = "organizations", "create_account", "CreateAccountStatus.AccountId"
    get = ("describe_account", {"AccountId": "$id"}, "Account")
    aliases = {"AccountName": "Name"}


class Detector(Simple):
    type = "AWS::GuardDuty::Detector"
    service, make, identity = "guardduty", "create_detector", "DetectorId"
    get = ("get_detector", {"DetectorId": "$id"}, "")
    drop = ("delete_detector", {"DetectorId": "$id"})

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "Enable": state.get("Status") == "ENABLED"}

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "Id" else super().attribute(r, name)


class Hub(Simple):
    type = "AWS::SecurityHub::Hub"
    instructions = ("EnableDefaultStandards",)  # said when it is enabled, told by no describe call
    service, make, identity = "securityhub", "enable_security_hub", "=HubArn"
    get = ("describe_hub", {}, "")

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), "HubArn": r.arn("securityhub", "hub/default"), "Tags": tagged(r)}

    def delete(self, r: Resource) -> None:
        r.call("securityhub", "disable_security_hub")


class Trail(Simple):
    type = "AWS::CloudTrail::Trail"
    service, make, name, identity = "cloudtrail", "create_trail", ("TrailName", 128), "=TrailName"
    rename = {"TrailName": "Name"}
    get = ("get_trail", {"Name": "$id"}, "Trail")
    drop = ("delete_trail", {"Name": "$id"})
    aliases = {"EnableLogFileValidation": "LogFileValidationEnabled", "Arn": "TrailARN"}

    def values(self, r: Resource) -> dict[str, Any]:
        values = super().values(r)
        values["TrailName"] = values["Name"]
        return {key: value for key, value in values.items() if key != "Tags"} | {"TagsList": r.get("Tags", [])}

    def after(self, r: Resource) -> None:
        if r.get("EventSelectors") or r.get("AdvancedEventSelectors"):
            r.make("cloudtrail", "put_event_selectors", TrailName=r.physical_id)
        if str(r.get("IsLogging")).lower() == "true":
            r.call("cloudtrail", "start_logging", Name=r.physical_id)

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        status = r.call("cloudtrail", "get_trail_status", Name=r.physical_id)
        selectors = (
            r.call("cloudtrail", "get_event_selectors", TrailName=r.physical_id) if r.get("EventSelectors") or r.get("AdvancedEventSelectors") else {}
        )
        tags = r.call("cloudtrail", "list_tags", ResourceIdList=[state["TrailARN"]])["ResourceTagList"][0]["TagsList"] if r.get("Tags") else []
        return {
            **state,
            "IsLogging": status["IsLogging"],
            "EventSelectors": selectors.get("EventSelectors"),
            "AdvancedEventSelectors": selectors.get("AdvancedEventSelectors"),
            "Tags": tags,
        }


class MacieSession(Handler):
    type = "AWS::Macie::Session"

    def create(self, r: Resource) -> str:
        r.make("macie2", "enable_macie")
        return r.account

    def read(self, r: Resource) -> dict[str, Any]:
        return r.call("macie2", "get_macie_session")


class ShieldProtection(Simple):
    type = "AWS::Shield::Protection"
    service, make, identity = "shield", "create_protection", "ProtectionId"
    get = ("describe_protection", {"ProtectionId": "$id"}, "Protection")
    drop = ("delete_protection", {"ProtectionId": "$id"})
