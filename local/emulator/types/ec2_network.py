"""Amazon EC2: virtual private clouds and what is in them."""

from __future__ import annotations

from typing import Any

from ..core import Handler, Resource, Simple, first


def described(r: Resource, operation: str, key: str, **parameters: Any) -> dict[str, Any]:
    """The one result of a describe call."""
    return dict(first(r.call("ec2", operation, **parameters)[key], r.physical_id))


def acl_association(r: Resource, subnet: str) -> dict[str, Any]:
    acls = r.call("ec2", "describe_network_acls", Filters=[{"Name": "association.subnet-id", "Values": [subnet]}])["NetworkAcls"]
    return first([a for acl in acls for a in acl["Associations"] if a["SubnetId"] == subnet], subnet)


class Ec2(Simple):
    """An EC2 resource: tags go in a call of their own."""

    service = "ec2"

    def values(self, r: Resource) -> dict[str, Any]:
        return {key: value for key, value in super().values(r).items() if key != "Tags"}

    def create(self, r: Resource) -> str:
        super().create(r)
        self.tag(r)
        return r.physical_id

    def tag(self, r: Resource) -> None:
        if r.get("Tags"):
            r.call("ec2", "create_tags", Resources=[r.physical_id], Tags=r.get("Tags"))

    def update(self, r: Resource, old: Resource) -> bool:
        """Tags can change in place; for anything else a new one is made."""
        fixed = [{key: value for key, value in one.asked.items() if key != "Tags"} for one in (r, old)]
        if fixed[0] != fixed[1]:
            return False
        self.tag(r)
        return True


class Vpc(Ec2):
    type = "AWS::EC2::VPC"
    make, identity = "create_vpc", "Vpc.VpcId"
    get = ("describe_vpcs", {"VpcIds": ["$id"]}, "Vpcs[0]")
    drop = ("delete_vpc", {"VpcId": "$id"})
    FLAGS = {"EnableDnsSupport": "enableDnsSupport", "EnableDnsHostnames": "enableDnsHostnames"}

    def after(self, r: Resource) -> None:
        for flag in self.FLAGS:
            if r.get(flag) is not None:
                r.make("ec2", "modify_vpc_attribute", {flag: {"Value": r.get(flag)}}, VpcId=r.physical_id)

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        for flag, attribute in self.FLAGS.items():
            state[flag] = r.call("ec2", "describe_vpc_attribute", VpcId=r.physical_id, Attribute=attribute)[flag]["Value"]
        return state

    def attribute(self, r: Resource, name: str) -> Any:
        here = [{"Name": "vpc-id", "Values": [r.physical_id]}]
        if name == "DefaultSecurityGroup":
            groups = r.call("ec2", "describe_security_groups", Filters=[*here, {"Name": "group-name", "Values": ["default"]}])
            return groups["SecurityGroups"][0]["GroupId"]
        if name == "DefaultNetworkAcl":
            acls = r.call("ec2", "describe_network_acls", Filters=[*here, {"Name": "default", "Values": ["true"]}])
            return acls["NetworkAcls"][0]["NetworkAclId"]
        if name == "CidrBlockAssociations":
            return [block["AssociationId"] for block in self.read(r)["CidrBlockAssociationSet"]]
        if name == "Ipv6CidrBlocks":
            return [block["Ipv6CidrBlock"] for block in self.read(r).get("Ipv6CidrBlockAssociationSet", [])]
        return super().attribute(r, name)


class VpcCidrBlock(Simple):
    type = "AWS::EC2::VPCCidrBlock"
    service, make, identity = "ec2", "associate_vpc_cidr_block", "CidrBlockAssociation.AssociationId || Ipv6CidrBlockAssociation.AssociationId"
    get = (
        "describe_vpcs",
        {"VpcIds": ["$VpcId"]},
        "Vpcs[0].[CidrBlockAssociationSet, Ipv6CidrBlockAssociationSet][][] | [?AssociationId=='$id'] | [0]",
    )
    drop = ("disassociate_vpc_cidr_block", {"AssociationId": "$id"})

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "VpcId": r.get("VpcId"), "AmazonProvidedIpv6CidrBlock": "Ipv6CidrBlock" in state}


class Subnet(Ec2):
    type = "AWS::EC2::Subnet"
    make, identity = "create_subnet", "Subnet.SubnetId"
    get = ("describe_subnets", {"SubnetIds": ["$id"]}, "Subnets[0]")
    drop = ("delete_subnet", {"SubnetId": "$id"})

    def after(self, r: Resource) -> None:
        for flag in ("MapPublicIpOnLaunch", "AssignIpv6AddressOnCreation"):
            if r.get(flag) is not None:
                r.make("ec2", "modify_subnet_attribute", {flag: {"Value": r.get(flag)}}, SubnetId=r.physical_id)

    def attribute(self, r: Resource, name: str) -> Any:
        if name == "NetworkAclAssociationId":
            return acl_association(r, r.physical_id)["NetworkAclAssociationId"]
        return super().attribute(r, name)


class RouteTable(Ec2):
    type = "AWS::EC2::RouteTable"
    make, identity = "create_route_table", "RouteTable.RouteTableId"
    get = ("describe_route_tables", {"RouteTableIds": ["$id"]}, "RouteTables[0]")
    drop = ("delete_route_table", {"RouteTableId": "$id"})


class Route(Handler):
    type = "AWS::EC2::Route"
    DESTINATIONS = ("DestinationCidrBlock", "DestinationIpv6CidrBlock", "DestinationPrefixListId")

    def destination(self, r: Resource) -> dict[str, str]:
        return {name: r.get(name) for name in self.DESTINATIONS if r.get(name)}

    def create(self, r: Resource) -> str:
        r.make("ec2", "create_route")
        return "|".join([r.get("RouteTableId"), *self.destination(r).values()])

    def read(self, r: Resource) -> dict[str, Any]:
        table = described(r, "describe_route_tables", "RouteTables", RouteTableIds=[r.get("RouteTableId")])
        wanted = self.destination(r).items()
        route = first([route for route in table["Routes"] if wanted <= route.items()], r.physical_id)
        target = route.get("GatewayId", "")
        held = {**route, "RouteTableId": table["RouteTableId"]}
        return {**held, "VpcEndpointId": target} if target.startswith("vpce-") else held

    def delete(self, r: Resource) -> None:
        r.call("ec2", "delete_route", RouteTableId=r.get("RouteTableId"), **self.destination(r))


class RouteTableAssociation(Handler):
    type = "AWS::EC2::SubnetRouteTableAssociation"

    def create(self, r: Resource) -> str:
        return r.make("ec2", "associate_route_table")["AssociationId"]

    def read(self, r: Resource) -> dict[str, Any]:
        table = described(r, "describe_route_tables", "RouteTables", RouteTableIds=[r.get("RouteTableId")])
        return first([a for a in table["Associations"] if a["RouteTableAssociationId"] == r.physical_id], r.physical_id)

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name in ("Id", "AssociationId") else super().attribute(r, name)

    def delete(self, r: Resource) -> None:
        r.call("ec2", "disassociate_route_table", AssociationId=r.physical_id)


class GatewayRouteTableAssociation(RouteTableAssociation):
    type = "AWS::EC2::GatewayRouteTableAssociation"

    def read(self, r: Resource) -> dict[str, Any]:
        state = super().read(r)
        gateway = state.get("GatewayId") or state.get("SubnetId")  # moto answers every association in the subnet's place
        return {**state, "GatewayId": gateway}


class InternetGateway(Ec2):
    type = "AWS::EC2::InternetGateway"
    make, identity = "create_internet_gateway", "InternetGateway.InternetGatewayId"
    get = ("describe_internet_gateways", {"InternetGatewayIds": ["$id"]}, "InternetGateways[0]")
    drop = ("delete_internet_gateway", {"InternetGatewayId": "$id"})


class EgressOnlyInternetGateway(Ec2):
    type = "AWS::EC2::EgressOnlyInternetGateway"
    make, identity = "create_egress_only_internet_gateway", "EgressOnlyInternetGateway.EgressOnlyInternetGatewayId"
    get = ("describe_egress_only_internet_gateways", {"EgressOnlyInternetGatewayIds": ["$id"]}, "EgressOnlyInternetGateways[0]")
    drop = ("delete_egress_only_internet_gateway", {"EgressOnlyInternetGatewayId": "$id"})
    aliases = {"VpcId": "Attachments[0].VpcId"}


class VpcGatewayAttachment(Handler):
    type = "AWS::EC2::VPCGatewayAttachment"

    def create(self, r: Resource) -> str:
        r.make("ec2", "attach_internet_gateway" if r.get("InternetGatewayId") else "attach_vpn_gateway")
        return f"{'IGW' if r.get('InternetGatewayId') else 'VGW'}|{r.get('VpcId')}"

    def read(self, r: Resource) -> dict[str, Any]:
        if r.get("InternetGatewayId"):
            gateway = described(r, "describe_internet_gateways", "InternetGateways", InternetGatewayIds=[r.get("InternetGatewayId")])
        else:
            gateway = described(r, "describe_vpn_gateways", "VpnGateways", VpnGatewayIds=[r.get("VpnGatewayId")])
        attachments = gateway.get("Attachments") or gateway.get("VpcAttachments") or []
        return {**gateway, **first([a for a in attachments if a["VpcId"] == r.get("VpcId")], r.physical_id)}

    def delete(self, r: Resource) -> None:
        r.make("ec2", "detach_internet_gateway" if r.get("InternetGatewayId") else "detach_vpn_gateway")


class Eip(Ec2):
    """Its `Ref` is the address, its identity in the API the allocation."""

    type = "AWS::EC2::EIP"
    make, identity = "allocate_address", "PublicIp"
    get = ("describe_addresses", {"PublicIps": ["$id"]}, "Addresses[0]")

    def tag(self, r: Resource) -> None:
        if r.get("Tags"):
            r.call("ec2", "create_tags", Resources=[self.fetch(r, self.get)["AllocationId"]], Tags=r.get("Tags"))

    def delete(self, r: Resource) -> None:
        r.call("ec2", "release_address", AllocationId=self.fetch(r, self.get)["AllocationId"])


class NatGateway(Ec2):
    type = "AWS::EC2::NatGateway"
    make, identity = "create_nat_gateway", "NatGateway.NatGatewayId"
    get = ("describe_nat_gateways", {"NatGatewayIds": ["$id"]}, "NatGateways[?State!='deleted'] | [0]")
    drop = ("delete_nat_gateway", {"NatGatewayId": "$id"})
    aliases = {"AllocationId": "NatGatewayAddresses[0].AllocationId"}


class VpcEndpoint(Ec2):
    type = "AWS::EC2::VPCEndpoint"
    make, identity = "create_vpc_endpoint", "VpcEndpoint.VpcEndpointId"
    get = ("describe_vpc_endpoints", {"VpcEndpointIds": ["$id"]}, "VpcEndpoints[0]")
    drop = ("delete_vpc_endpoints", {"VpcEndpointIds": ["$id"]})
    aliases = {"SecurityGroupIds": "Groups[].GroupId"}

    def values(self, r: Resource) -> dict[str, Any]:
        return {"VpcEndpointType": "Gateway", **super().values(r)}

    def update(self, r: Resource, old: Resource) -> bool:
        names = ("VpcId", "ServiceName", "VpcEndpointType", "SubnetIds", "RouteTableIds", "SecurityGroupIds", "PrivateDnsEnabled")
        if any(r.get(name) != old.get(name) for name in names):
            return False
        r.make("ec2", "modify_vpc_endpoint", {"PolicyDocument": r.get("PolicyDocument")}, VpcEndpointId=r.physical_id)
        self.tag(r)
        return True

    def attribute(self, r: Resource, name: str) -> Any:
        if name == "DnsEntries":
            return [f"{entry.get('HostedZoneId', '')}:{entry['DnsName']}" for entry in self.read(r)["DnsEntries"]]
        return r.physical_id if name == "Id" else super().attribute(r, name)


class FlowLog(Ec2):
    type = "AWS::EC2::FlowLog"
    make, identity = "create_flow_logs", "FlowLogIds[0]"
    get = ("describe_flow_logs", {"FlowLogIds": ["$id"]}, "FlowLogs[0]")
    drop = ("delete_flow_logs", {"FlowLogIds": ["$id"]})
    instructions = ("ResourceType",)  # the API tells it by the id

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), "ResourceIds": [r.get("ResourceId")]}


class DhcpOptions(Ec2):
    type = "AWS::EC2::DHCPOptions"
    make, identity = "create_dhcp_options", "DhcpOptions.DhcpOptionsId"
    get = ("describe_dhcp_options", {"DhcpOptionsIds": ["$id"]}, "DhcpOptions[0]")
    drop = ("delete_dhcp_options", {"DhcpOptionsId": "$id"})
    KEYS = {"DomainName": "domain-name", "DomainNameServers": "domain-name-servers", "NtpServers": "ntp-servers"}

    def values(self, r: Resource) -> dict[str, Any]:
        pairs = {key: r.get(name) for name, key in self.KEYS.items() if r.get(name)}
        return {"DhcpConfigurations": [{"Key": key, "Values": value if isinstance(value, list) else [value]} for key, value in pairs.items()]}

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        held = {item["Key"]: [value["Value"] for value in item["Values"]] for item in state["DhcpConfigurations"]}
        return {**state, **{name: held.get(key) for name, key in self.KEYS.items()}}


class VpcDhcpOptionsAssociation(Handler):
    type = "AWS::EC2::VPCDHCPOptionsAssociation"

    def create(self, r: Resource) -> str:
        r.make("ec2", "associate_dhcp_options")
        return f"{r.get('DhcpOptionsId')}|{r.get('VpcId')}"

    def read(self, r: Resource) -> dict[str, Any]:
        return described(r, "describe_vpcs", "Vpcs", VpcIds=[r.get("VpcId")])


class PrefixList(Ec2):
    type = "AWS::EC2::PrefixList"
    make, identity = "create_managed_prefix_list", "PrefixList.PrefixListId"
    get = ("describe_managed_prefix_lists", {"PrefixListIds": ["$id"]}, "PrefixLists[0]")
    drop = ("delete_managed_prefix_list", {"PrefixListId": "$id"})

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "Entries": r.call("ec2", "get_managed_prefix_list_entries", PrefixListId=r.physical_id)["Entries"]}
