"""AWS Network Firewall. The API of the emulator holds firewalls and their logging, not policies and rule groups."""

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
        return {**state, "FirewallName": r.get("FirewallName")}
