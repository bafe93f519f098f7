"""Amazon EC2: what closes a virtual private cloud."""

from __future__ import annotations

from typing import Any

from ..core import Absent, Handler, Resource, Simple, first
from .ec2_network import Ec2, acl_association, described


class NetworkAcl(Ec2):
    type = "AWS::EC2::NetworkAcl"
    make, identity = "create_network_acl", "NetworkAcl.NetworkAclId"
    get = ("describe_network_acls", {"NetworkAclIds": ["$id"]}, "NetworkAcls[0]")
    drop = ("delete_network_acl", {"NetworkAclId": "$id"})

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "Id" else super().attribute(r, name)


class NetworkAclEntry(Handler):
    type = "AWS::EC2::NetworkAclEntry"

    def parameters(self, r: Resource) -> dict[str, Any]:
        egress = str(r.get("Egress", False)).lower() == "true"
        values = {**r.properties, "Egress": egress, "IcmpTypeCode": r.get("Icmp")}
        return {key: value for key, value in values.items() if value is not None}

    def create(self, r: Resource) -> str:
        r.make("ec2", "create_network_acl_entry", self.parameters(r))
        way = "egress" if self.parameters(r)["Egress"] else "ingress"
        return f"{r.get('NetworkAclId')}|{r.get('RuleNumber')}|{way}"

    def update(self, r: Resource, old: Resource) -> bool:
        if any(self.parameters(r).get(name) != self.parameters(old).get(name) for name in ("NetworkAclId", "RuleNumber", "Egress")):
            return False
        r.make("ec2", "replace_network_acl_entry", self.parameters(r))
        return True

    def read(self, r: Resource) -> dict[str, Any]:
        acl = described(r, "describe_network_acls", "NetworkAcls", NetworkAclIds=[r.get("NetworkAclId")])
        number, egress = int(r.get("RuleNumber")), self.parameters(r)["Egress"]
        entry = first([e for e in acl["Entries"] if int(e["RuleNumber"]) == number and e["Egress"] == egress], r.physical_id)
        return {**entry, "NetworkAclId": acl["NetworkAclId"], "Icmp": entry.get("IcmpTypeCode")}

    def delete(self, r: Resource) -> None:
        where = {"NetworkAclId": r.get("NetworkAclId"), "RuleNumber": int(r.get("RuleNumber")), "Egress": self.parameters(r)["Egress"]}
        r.call("ec2", "delete_network_acl_entry", **where)


class SubnetNetworkAclAssociation(Handler):
    type = "AWS::EC2::SubnetNetworkAclAssociation"

    def create(self, r: Resource) -> str:
        current = acl_association(r, r.get("SubnetId"))["NetworkAclAssociationId"]
        out = r.call("ec2", "replace_network_acl_association", AssociationId=current, NetworkAclId=r.get("NetworkAclId"))
        return out["NewAssociationId"]

    def update(self, r: Resource, old: Resource) -> bool:
        if r.get("SubnetId") != old.get("SubnetId"):
            return False
        r.physical_id = self.create(r)
        return True

    def read(self, r: Resource) -> dict[str, Any]:
        association = acl_association(r, r.get("SubnetId"))
        if association["NetworkAclAssociationId"] != r.physical_id:
            raise Absent(r.physical_id)
        return association

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "AssociationId" else super().attribute(r, name)

    def delete(self, r: Resource) -> None:
        subnet = described(r, "describe_subnets", "Subnets", SubnetIds=[r.get("SubnetId")])
        here = [{"Name": "vpc-id", "Values": [subnet["VpcId"]]}, {"Name": "default", "Values": ["true"]}]
        default = described(r, "describe_network_acls", "NetworkAcls", Filters=here)["NetworkAclId"]
        current = acl_association(r, r.get("SubnetId"))["NetworkAclAssociationId"]
        r.call("ec2", "replace_network_acl_association", AssociationId=current, NetworkAclId=default)


class BlockPublicAccessOptions(Handler):
    type = "AWS::EC2::VPCBlockPublicAccessOptions"

    def create(self, r: Resource) -> str:
        r.make("ec2", "modify_vpc_block_public_access_options")
        return r.account

    def update(self, r: Resource, old: Resource) -> bool:
        return bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        return r.call("ec2", "describe_vpc_block_public_access_options")["VpcBlockPublicAccessOptions"]

    def delete(self, r: Resource) -> None:
        r.call("ec2", "modify_vpc_block_public_access_options", InternetGatewayBlockMode="off")


class BlockPublicAccessExclusion(Simple):
    type = "AWS::EC2::VPCBlockPublicAccessExclusion"
    service, make, identity = "ec2", "create_vpc_block_public_access_exclusion", "VpcBlockPublicAccessExclusion.ExclusionId"
    get = ("describe_vpc_block_public_access_exclusions", {"ExclusionIds": ["$id"]}, "VpcBlockPublicAccessExclusions[0]")
    drop = ("delete_vpc_block_public_access_exclusion", {"ExclusionId": "$id"})

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        kind, identity = state["ResourceArn"].split(":")[-1].split("/")
        return {**state, "VpcId" if kind == "vpc" else "SubnetId": identity}


class EncryptionControl(Simple):
    type = "AWS::EC2::VPCEncryptionControl"
    service, make, identity = "ec2", "create_vpc_encryption_control", "VpcEncryptionControl.VpcEncryptionControlId"
    get = ("describe_vpc_encryption_controls", {"VpcEncryptionControlIds": ["$id"]}, "VpcEncryptionControls[0]")
    drop = ("delete_vpc_encryption_control", {"VpcEncryptionControlId": "$id"})
    EXCLUSIONS = (
        "InternetGateway", "EgressOnlyInternetGateway", "NatGateway", "VirtualPrivateGateway", "VpcPeering", "Lambda", "VpcLattice",
        "ElasticFileSystem",
    )  # fmt: skip

    def after(self, r: Resource) -> None:
        r.make("ec2", "modify_vpc_encryption_control", VpcEncryptionControlId=r.physical_id)

    def update(self, r: Resource, old: Resource) -> bool:
        if r.get("VpcId") != old.get("VpcId"):
            return False
        self.after(r)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        held = state.get("ResourceExclusions") or {}
        words = {"enabled": "enable", "disabled": "disable"}
        exclusions = {f"{name}Exclusion": words.get(held.get(name, {}).get("State")) for name in self.EXCLUSIONS}
        return {**state, **exclusions}


class SnapshotBlockPublicAccess(Handler):
    type = "AWS::EC2::SnapshotBlockPublicAccess"

    def create(self, r: Resource) -> str:
        r.make("ec2", "enable_snapshot_block_public_access")
        return r.account

    def update(self, r: Resource, old: Resource) -> bool:
        return bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        return r.call("ec2", "get_snapshot_block_public_access_state")

    def delete(self, r: Resource) -> None:
        r.call("ec2", "disable_snapshot_block_public_access")


class RestrictedDefaultGroup(Handler):
    """The CDK's custom resource that empties a VPC's default security group, done with the same calls its function makes."""

    type = "Custom::VpcRestrictDefaultSG"
    instructions = ("ServiceToken", "Account")

    def group(self, r: Resource) -> dict[str, Any]:
        return described(r, "describe_security_groups", "SecurityGroups", GroupIds=[r.get("DefaultSecurityGroupId")])

    def create(self, r: Resource) -> str:
        group = self.group(r)
        for rules, operation in (("IpPermissions", "revoke_security_group_ingress"), ("IpPermissionsEgress", "revoke_security_group_egress")):
            if group[rules]:
                r.call("ec2", operation, GroupId=group["GroupId"], IpPermissions=group[rules])
        return f"restricted|{group['GroupId']}"

    def update(self, r: Resource, old: Resource) -> bool:
        return r.get("DefaultSecurityGroupId") == old.get("DefaultSecurityGroupId")

    def read(self, r: Resource) -> dict[str, Any]:
        group = self.group(r)
        if group["IpPermissions"] or group["IpPermissionsEgress"]:
            raise Absent(f"{group['GroupId']} still has rules")
        return {"DefaultSecurityGroupId": group["GroupId"]}
