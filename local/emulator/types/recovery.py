"""ARC Region switch, AWS Fault Injection Service, AWS Resource Access Manager."""

from __future__ import annotations

from typing import Any

from ..core import Resource, Simple


class RegionSwitchPlan(Simple):
    type = "AWS::ARCRegionSwitch::Plan"
    service, make, identity = "arc-region-switch", "create_plan", "plan.arn"
    get = ("get_plan", {"arn": "$id"}, "plan")
    drop = ("delete_plan", {"arn": "$id"})

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("Name", "Regions", "RecoveryApproach", "PrimaryRegion", "Tags")):
            return False
        r.make("arc-region-switch", "update_plan", arn=r.physical_id)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "Tags": r.call("arc-region-switch", "list_tags_for_resource", arn=r.physical_id)["resourceTags"]}


class ExperimentTemplate(Simple):
    type = "AWS::FIS::ExperimentTemplate"
    service, make, identity = "fis", "create_experiment_template", "experimentTemplate.id"
    get = ("get_experiment_template", {"id": "$id"}, "experimentTemplate")
    drop = ("delete_experiment_template", {"id": "$id"})

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), "clientToken": f"{r.logical_id}-{r.suffix}"[:64]}

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "Id" else super().attribute(r, name)


class ResourceShare(Simple):
    type = "AWS::RAM::ResourceShare"
    service, make, identity = "ram", "create_resource_share", "resourceShare.resourceShareArn"
    get = ("get_resource_shares", {"resourceOwner": "SELF", "resourceShareArns": ["$id"]}, "resourceShares[0]")
    drop = ("delete_resource_share", {"resourceShareArn": "$id"})

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "ResourceArns": self.associated(r, "RESOURCE"), "Principals": self.associated(r, "PRINCIPAL")}

    def associated(self, r: Resource, kind: str) -> list[str]:
        found = r.call("ram", "get_resource_share_associations", associationType=kind, resourceShareArns=[r.physical_id])
        return [one["associatedEntity"] for one in found["resourceShareAssociations"]]
