"""AWS Network Firewall."""

from __future__ import annotations

from typing import Any

from ..core import Handler, Resource, Simple


class Firewall(Simple):
    """A firewall, with an endpoint of its own in every subnet, so that routes through it lead somewhere."""

    type = "AWS::NetworkFirewall::Firewall"
    service, make, name, identity = "network-firewall", "create_firewall", ("FirewallName", 128), "Firewall.FirewallArn"
    get = ("describe_firewall", {"FirewallArn": "$id"}, "Firewall")

    def after(self, r: Resource) -> None:
        for mapping in r.get("SubnetMappings", []):
            r.call(
                "ec2",
                "create_vpc_endpoint",
                VpcId=r.get("VpcId"),
                ServiceName=f"com.amazonaws.{r.region}.network-firewall",
                VpcEndpointType="GatewayLoadBalancer",
                SubnetIds=[mapping["SubnetId"]],
                TagSpecifications=[{"ResourceType": "vpc-endpoint", "Tags": [{"Key": "Firewall", "Value": r.physical_id}]}],
            )

    def endpoints(self, r: Resource) -> list[dict[str, Any]]:
        owned = [{"Name": "tag:Firewall", "Values": [r.physical_id]}]
        return r.call("ec2", "describe_vpc_endpoints", Filters=owned)["VpcEndpoints"]

    def attribute(self, r: Resource, name: str) -> Any:
        if name == "EndpointIds":
            return [f"{self.zone(r, endpoint)}:{endpoint['VpcEndpointId']}" for endpoint in self.endpoints(r)]
        return super().attribute(r, name)

    def zone(self, r: Resource, endpoint: dict[str, Any]) -> str:
        subnets = r.call("ec2", "describe_subnets", SubnetIds=endpoint["SubnetIds"])["Subnets"]
        return subnets[0]["AvailabilityZone"]

    def delete(self, r: Resource) -> None:
        ids = [endpoint["VpcEndpointId"] for endpoint in self.endpoints(r)]
        if ids:
            r.call("ec2", "delete_vpc_endpoints", VpcEndpointIds=ids)
        r.call("network-firewall", "delete_firewall", FirewallArn=r.physical_id)


class RuleGroup(Simple):
    type = "AWS::NetworkFirewall::RuleGroup"
    service, make, name, identity = "network-firewall", "create_rule_group", ("RuleGroupName", 128), "RuleGroupResponse.RuleGroupArn"
    get = ("describe_rule_group", {"RuleGroupArn": "$id"}, "")
    drop = ("delete_rule_group", {"RuleGroupArn": "$id"})
    noun = "RuleGroup"

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in (f"{self.noun}Name", "Capacity", "Type")):
            return False
        snake = self.make.removeprefix("create_")
        token = self.fetch(r, self.get)["UpdateToken"]
        values = {key: value for key, value in r.properties.items() if key != f"{self.noun}Name"}
        r.make(self.service, f"update_{snake}", values, UpdateToken=token, **{f"{self.noun}Arn": r.physical_id})
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state[f"{self.noun}Response"], **state}


class FirewallPolicy(RuleGroup):
    type = "AWS::NetworkFirewall::FirewallPolicy"
    make, name, identity = "create_firewall_policy", ("FirewallPolicyName", 128), "FirewallPolicyResponse.FirewallPolicyArn"
    get = ("describe_firewall_policy", {"FirewallPolicyArn": "$id"}, "")
    drop = ("delete_firewall_policy", {"FirewallPolicyArn": "$id"})
    noun = "FirewallPolicy"


class LoggingConfiguration(Handler):
    type = "AWS::NetworkFirewall::LoggingConfiguration"
    service = "network-firewall"

    def create(self, r: Resource) -> str:
        configs = r.get("LoggingConfiguration")["LogDestinationConfigs"]
        for count in range(1, len(configs) + 1):  # the API takes one more destination a call
            values = {"LoggingConfiguration": {"LogDestinationConfigs": configs[:count]}}
            r.make(self.service, "update_logging_configuration", values, FirewallArn=r.get("FirewallArn"))
        return r.get("FirewallArn")

    def update(self, r: Resource, old: Resource) -> bool:
        return r.get("FirewallArn") == old.get("FirewallArn") and bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        state = r.call(self.service, "describe_logging_configuration", FirewallArn=r.physical_id)
        return {**state, "FirewallName": state["FirewallArn"].split("/")[-1]}
