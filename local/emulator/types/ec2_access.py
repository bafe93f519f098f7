"""Amazon EC2: Client VPN, EC2 Instance Connect endpoints, peering of virtual private clouds."""

from __future__ import annotations

from typing import Any

from ..core import CannotHold, Handler, Resource, Simple, first
from .ec2_network import Ec2


def specified_tags(r: Resource, kind: str) -> dict[str, Any]:
    """Tags of the stack and of the resource, the way a create call takes them."""
    tags = [*r.get("Tags", []), *(tag for item in r.get("TagSpecifications", []) for tag in item.get("Tags", []))]
    return {"TagSpecifications": [{"ResourceType": kind, "Tags": tags}]} if tags else {}


class ClientVpnEndpoint(Simple):
    type = "AWS::EC2::ClientVpnEndpoint"
    service, make, identity = "ec2", "create_client_vpn_endpoint", "ClientVpnEndpointId"
    get = ("describe_client_vpn_endpoints", {"ClientVpnEndpointIds": ["$id"]}, "ClientVpnEndpoints[0]")
    drop = ("delete_client_vpn_endpoint", {"ClientVpnEndpointId": "$id"})
    FIXED = ("AuthenticationOptions", "ClientCidrBlock", "TransportProtocol", "TagSpecifications", "EndpointIpAddressType", "TrafficIpAddressType")

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), **specified_tags(r, "client-vpn-endpoint")}

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in self.FIXED):
            return False
        servers = {"DnsServers": {"CustomDnsServers": r.get("DnsServers"), "Enabled": True}} if r.get("DnsServers") else {}
        r.make("ec2", "modify_client_vpn_endpoint", {**r.properties, "DnsServers": None, **servers}, ClientVpnEndpointId=r.physical_id)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {
            **state,
            "SelfServicePortal": "enabled" if state.get("SelfServicePortalUrl") else "disabled",
            "AuthenticationOptions": [worded(option) for option in state["AuthenticationOptions"]],
            "TagSpecifications": [{"ResourceType": "client-vpn-endpoint", "Tags": state.get("Tags", [])}],
        }


def worded(option: dict[str, Any]) -> dict[str, Any]:
    """A way to sign in, in CloudFormation's words."""
    mutual = option.get("MutualAuthentication", {}).get("ClientRootCertificateChain")
    return {**option, "MutualAuthentication": {"ClientRootCertificateChainArn": mutual}}


class OfClientVpn(Handler):
    """What belongs to an endpoint and is told in a list of the endpoint's."""

    make, drop, describe, told = "", "", "", ""
    key: dict[str, str] = {}  # CloudFormation's name -> the answer's

    def create(self, r: Resource) -> str:
        r.make("ec2", self.make)
        return "|".join(str(r.get(name, "")) for name in ("ClientVpnEndpointId", *self.key))

    def read(self, r: Resource) -> dict[str, Any]:
        found = r.call("ec2", self.describe, ClientVpnEndpointId=r.get("ClientVpnEndpointId"))[self.told]
        mine = [one for one in found if all(one.get(told, "") == r.get(name, "") for name, told in self.key.items())]
        state = first(mine, r.physical_id)
        return {**state, **{name: state.get(told) for name, told in self.key.items()}}

    def delete(self, r: Resource) -> None:
        r.make("ec2", self.drop)


class ClientVpnTargetNetworkAssociation(OfClientVpn):
    type = "AWS::EC2::ClientVpnTargetNetworkAssociation"
    describe, told, key = "describe_client_vpn_target_networks", "ClientVpnTargetNetworks", {"SubnetId": "TargetNetworkId"}

    def create(self, r: Resource) -> str:
        return r.make("ec2", "associate_client_vpn_target_network")["AssociationId"]

    def delete(self, r: Resource) -> None:
        r.make("ec2", "disassociate_client_vpn_target_network", AssociationId=r.physical_id)


class ClientVpnAuthorizationRule(OfClientVpn):
    type = "AWS::EC2::ClientVpnAuthorizationRule"
    make, drop = "authorize_client_vpn_ingress", "revoke_client_vpn_ingress"
    describe, told = "describe_client_vpn_authorization_rules", "AuthorizationRules"
    key = {"TargetNetworkCidr": "DestinationCidr", "AccessGroupId": "GroupId"}

    def read(self, r: Resource) -> dict[str, Any]:
        state = super().read(r)
        return {**state, "AuthorizeAllGroups": state["AccessAll"]}

    def delete(self, r: Resource) -> None:
        r.make("ec2", self.drop, RevokeAllGroups=r.get("AuthorizeAllGroups"))


class ClientVpnRoute(OfClientVpn):
    type = "AWS::EC2::ClientVpnRoute"
    make, drop = "create_client_vpn_route", "delete_client_vpn_route"
    describe, told = "describe_client_vpn_routes", "Routes"
    key = {"DestinationCidrBlock": "DestinationCidr", "TargetVpcSubnetId": "TargetSubnet"}


class InstanceConnectEndpoint(Simple):
    type = "AWS::EC2::InstanceConnectEndpoint"
    instructions = ("ClientToken",)
    service, make, identity = "ec2", "create_instance_connect_endpoint", "InstanceConnectEndpoint.InstanceConnectEndpointId"
    get = ("describe_instance_connect_endpoints", {"InstanceConnectEndpointIds": ["$id"]}, "InstanceConnectEndpoints[0]")
    drop = ("delete_instance_connect_endpoint", {"InstanceConnectEndpointId": "$id"})

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), **specified_tags(r, "instance-connect-endpoint")}

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "Id" else super().attribute(r, name)


class VpcPeeringConnection(Ec2):
    """Between networks of one account it is accepted at once; of two accounts, through the role the template names."""

    type = "AWS::EC2::VPCPeeringConnection"
    instructions = ("PeerRoleArn", "AssumeRoleRegion")
    make, identity = "create_vpc_peering_connection", "VpcPeeringConnection.VpcPeeringConnectionId"
    get = ("describe_vpc_peering_connections", {"VpcPeeringConnectionIds": ["$id"]}, "VpcPeeringConnections[0]")
    drop = ("delete_vpc_peering_connection", {"VpcPeeringConnectionId": "$id"})
    aliases = {
        "VpcId": "RequesterVpcInfo.VpcId",
        "PeerVpcId": "AccepterVpcInfo.VpcId",
        "PeerOwnerId": "AccepterVpcInfo.OwnerId",
        "PeerRegion": "AccepterVpcInfo.Region",
    }

    def after(self, r: Resource) -> None:
        account, region = r.get("PeerOwnerId", r.account), r.get("PeerRegion", r.region)
        if account != r.account and not r.get("PeerRoleArn"):
            raise CannotHold("a peering with another account needs PeerRoleArn to be accepted")
        accepter = r.clients.client("ec2", account, region)
        accepter.accept_vpc_peering_connection(VpcPeeringConnectionId=r.physical_id)

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return state if state["Status"]["Code"] == "active" else {}

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "Id" else super().attribute(r, name)
