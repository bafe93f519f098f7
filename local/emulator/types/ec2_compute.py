"""Amazon EC2: security groups, launch templates, instances, volumes."""

from __future__ import annotations

from typing import Any

from ..core import Handler, Resource, Simple, first
from .ec2_network import Ec2, described

RULE_SOURCES = {
    "CidrIp": ("IpRanges", "CidrIp"),
    "CidrIpv6": ("Ipv6Ranges", "CidrIpv6"),
    "SourcePrefixListId": ("PrefixListIds", "PrefixListId"),
    "DestinationPrefixListId": ("PrefixListIds", "PrefixListId"),
    "SourceSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
    "DestinationSecurityGroupId": ("UserIdGroupPairs", "GroupId"),
}


def permission(rule: dict[str, Any]) -> dict[str, Any]:
    """A CloudFormation rule as the API's permission."""
    out: dict[str, Any] = {"IpProtocol": str(rule["IpProtocol"])}
    for port in ("FromPort", "ToPort"):
        if port in rule:
            out[port] = int(rule[port])
    for prop, (group, key) in RULE_SOURCES.items():
        if prop in rule:
            note = {"Description": rule["Description"]} if "Description" in rule else {}
            out[group] = [{key: rule[prop], **note}]
    return out


def rule_property(rule: dict[str, Any]) -> dict[str, Any]:
    """A rule as the API describes it, in CloudFormation's words."""
    peer = rule.get("ReferencedGroupInfo", {}).get("GroupId")
    way = "Destination" if rule["IsEgress"] else "Source"
    return {
        **rule,
        "CidrIp": rule.get("CidrIpv4"),
        f"{way}SecurityGroupId": peer,
        f"{way}PrefixListId": rule.get("PrefixListId"),
        "SourceSecurityGroupOwnerId": rule.get("ReferencedGroupInfo", {}).get("UserId"),
        "FromPort": rule.get("FromPort", -1),
        "ToPort": rule.get("ToPort", -1),
    }


def rules_of(r: Resource, group: str) -> list[dict[str, Any]]:
    found = r.call("ec2", "describe_security_group_rules", Filters=[{"Name": "group-id", "Values": [group]}])
    return found["SecurityGroupRules"]


class SecurityGroup(Ec2):
    type = "AWS::EC2::SecurityGroup"

    def create(self, r: Resource) -> str:
        values = {"GroupName": r.name("GroupName", 255), "Description": r.get("GroupDescription"), "VpcId": r.get("VpcId")}
        r.physical_id = r.make("ec2", "create_security_group", values)["GroupId"]
        self.tag(r)
        if r.get("SecurityGroupEgress"):
            self.open_egress(r)
        self.authorize(r)
        return r.physical_id

    def open_egress(self, r: Resource) -> None:
        """AWS gives a new group one rule that lets everything out; stated egress rules replace it."""
        everything = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}
        r.call("ec2", "revoke_security_group_egress", GroupId=r.physical_id, IpPermissions=[everything])

    def authorize(self, r: Resource) -> None:
        for way in ("Ingress", "Egress"):
            for rule in r.get(f"SecurityGroup{way}", []):
                operation = f"authorize_security_group_{way.lower()}"
                r.call("ec2", operation, GroupId=r.physical_id, IpPermissions=[permission(rule)])

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("GroupName", "GroupDescription", "VpcId")):
            return False
        for way in ("Ingress", "Egress"):
            for rule in old.get(f"SecurityGroup{way}", []):
                operation = f"revoke_security_group_{way.lower()}"
                r.call("ec2", operation, GroupId=r.physical_id, IpPermissions=[permission(rule)])
        self.authorize(r)
        self.tag(r)
        return True

    def read(self, r: Resource) -> dict[str, Any]:
        group = described(r, "describe_security_groups", "SecurityGroups", GroupIds=[r.physical_id])
        rules = [rule_property(rule) for rule in rules_of(r, r.physical_id)]
        return {
            **group,
            "GroupDescription": group["Description"],
            "SecurityGroupIngress": [rule for rule in rules if not rule["IsEgress"]],
            "SecurityGroupEgress": [rule for rule in rules if rule["IsEgress"]],
        }

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name in ("GroupId", "Id") else super().attribute(r, name)

    def delete(self, r: Resource) -> None:
        r.call("ec2", "delete_security_group", GroupId=r.physical_id)


class SecurityGroupIngress(Handler):
    type = "AWS::EC2::SecurityGroupIngress"
    way = "ingress"

    def create(self, r: Resource) -> str:
        out = r.call("ec2", f"authorize_security_group_{self.way}", GroupId=r.get("GroupId"), IpPermissions=[permission(r.properties)])
        return out["SecurityGroupRules"][0]["SecurityGroupRuleId"]

    def read(self, r: Resource) -> dict[str, Any]:
        rules = [rule for rule in rules_of(r, r.get("GroupId")) if rule["SecurityGroupRuleId"] == r.physical_id]
        return rule_property(first(rules, r.physical_id))

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "Id" else super().attribute(r, name)

    def delete(self, r: Resource) -> None:
        r.call("ec2", f"revoke_security_group_{self.way}", GroupId=r.get("GroupId"), IpPermissions=[permission(r.properties)])


class SecurityGroupEgress(SecurityGroupIngress):
    type = "AWS::EC2::SecurityGroupEgress"
    way = "egress"


class LaunchTemplate(Simple):
    type = "AWS::EC2::LaunchTemplate"
    service, make, name, identity = "ec2", "create_launch_template", ("LaunchTemplateName", 128), "LaunchTemplate.LaunchTemplateId"
    get = ("describe_launch_templates", {"LaunchTemplateIds": ["$id"]}, "LaunchTemplates[0]")
    drop = ("delete_launch_template", {"LaunchTemplateId": "$id"})
    instructions = ("TagSpecifications",)

    def update(self, r: Resource, old: Resource) -> bool:
        if r.get("LaunchTemplateName") not in (None, old.properties["LaunchTemplateName"]):
            return False
        r.properties["LaunchTemplateName"] = old.properties["LaunchTemplateName"]
        r.make("ec2", "create_launch_template_version", {"LaunchTemplateData": r.get("LaunchTemplateData")}, LaunchTemplateId=r.physical_id)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        latest = r.call("ec2", "describe_launch_template_versions", LaunchTemplateId=r.physical_id, Versions=["$Latest"])
        return {**state, "LaunchTemplateData": latest["LaunchTemplateVersions"][0]["LaunchTemplateData"]}

    def attribute(self, r: Resource, name: str) -> Any:
        number = {"LatestVersionNumber": "LatestVersionNumber", "DefaultVersionNumber": "DefaultVersionNumber"}.get(name)
        return str(self.read(r)[number]) if number else super().attribute(r, name)


class Instance(Ec2):
    type = "AWS::EC2::Instance"
    make, identity = "run_instances", "Instances[0].InstanceId"
    get = ("describe_instances", {"InstanceIds": ["$id"]}, "Reservations[0].Instances[?State.Name!='terminated'] | [0]")
    drop = ("terminate_instances", {"InstanceIds": ["$id"]})
    aliases = {"AvailabilityZone": "Placement.AvailabilityZone", "SecurityGroupIds": "SecurityGroups[].GroupId"}

    def values(self, r: Resource) -> dict[str, Any]:
        profile = {"IamInstanceProfile": {"Name": r.get("IamInstanceProfile")}} if r.get("IamInstanceProfile") else {}
        return {**super().values(r), **profile, "MinCount": 1, "MaxCount": 1}

    def attribute(self, r: Resource, name: str) -> Any:
        return super().attribute(
            r, {"PrivateIp": "PrivateIpAddress", "PublicIp": "PublicIpAddress", "AvailabilityZone": "Placement.AvailabilityZone"}.get(name, name)
        )


class Volume(Ec2):
    type = "AWS::EC2::Volume"
    make, identity = "create_volume", "VolumeId"
    get = ("describe_volumes", {"VolumeIds": ["$id"]}, "Volumes[0]")
    drop = ("delete_volume", {"VolumeId": "$id"})
