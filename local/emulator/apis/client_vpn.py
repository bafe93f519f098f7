"""AWS Client VPN: endpoints, their subnets, rules and routes, and the connections of people.

Nobody signs in here: `POST /dtap-api/vpn-connection` notes a connection, so that ending it can be rehearsed.
"""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

from moto.backends import get_backend
from moto.core.responses import ActionResult
from moto.core.utils import iso_8601_datetime_without_milliseconds, utcnow
from moto.ec2.responses import EC2Response

from .store import ApiError, add, asked, kept, known, new_id, tags_of

ENDPOINT_ERROR = "InvalidClientVpnEndpointId.NotFound"
HANDLER_PREFIX = "AWSClientVPN-"
RENAMED = {"SAMLProviderArn": "SamlProviderArn", "SelfServiceSAMLProviderArn": "SelfServiceSamlProviderArn"}


def now() -> str:
    return iso_8601_datetime_without_milliseconds(utcnow())


def endpoint_of(response: Any, wish: dict[str, Any]) -> dict[str, Any]:
    return known(response.ec2_backend, "vpn_endpoints", wish["ClientVpnEndpointId"], ENDPOINT_ERROR)


def told_authentication(option: dict[str, Any]) -> dict[str, Any]:
    """The answer words the same settings a little differently from the request."""
    mutual, federated = option.get("MutualAuthentication"), option.get("FederatedAuthentication")
    told = {"Type": option["Type"], "ActiveDirectory": option.get("ActiveDirectory")}
    if mutual:
        told["MutualAuthentication"] = {"ClientRootCertificateChain": mutual["ClientRootCertificateChainArn"]}
    if federated:
        told["FederatedAuthentication"] = {RENAMED[name]: value for name, value in federated.items()}
    return {name: value for name, value in told.items() if value}


def settings_of(wish: dict[str, Any]) -> dict[str, Any]:
    """What a create or modify call sets, as the describe call tells it."""
    taken = ("ClientToken", "DryRun", "TagSpecifications", "SelfServicePortal", "AuthenticationOptions", "ClientVpnEndpointId")
    settings = {name: value for name, value in wish.items() if name not in taken}
    if "DnsServers" in wish and isinstance(wish["DnsServers"], dict):
        settings["DnsServers"] = wish["DnsServers"].get("CustomDnsServers", [])
    handler = wish.get("ClientConnectOptions", {})
    if handler.get("Enabled"):
        checked_handler(handler.get("LambdaFunctionArn", ""))
        settings["ClientConnectOptions"] = {**handler, "Status": {"Code": "applied"}}
    return settings


def checked_handler(arn: str) -> None:
    """https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-authorization.html"""
    if not arn.split(":function:")[-1].startswith(HANDLER_PREFIX):
        raise ApiError("InvalidParameterValue", f"The name of a client connect handler must begin with {HANDLER_PREFIX}: {arn}")


def checked_range(cidr: str) -> None:
    """https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/what-is-best-practices.html"""
    if not 12 <= ip_network(cidr).prefixlen <= 22:
        raise ApiError("InvalidParameterValue", f"The client range must have a size of /12 to /22: {cidr}")


def status(code: str) -> dict[str, str]:
    return {"Code": code}


class Additions(EC2Response):
    """The operations; `install` copies them onto moto's own class."""

    def create_client_vpn_endpoint(self) -> ActionResult:
        wish = asked(self)
        checked_range(wish["ClientCidrBlock"])
        identity = new_id("cvpn-endpoint")
        defaults = {"TransportProtocol": "udp", "VpnPort": 443, "SplitTunnel": False, "SessionTimeoutHours": 24, "VpnProtocol": "openvpn"}
        endpoint = {
            **defaults,
            **settings_of(wish),
            "ClientVpnEndpointId": identity,
            "AuthenticationOptions": [told_authentication(option) for option in wish["AuthenticationOptions"]],
            "Status": status("pending-associate"),
            "CreationTime": now(),
            "DnsName": f"*.{identity}.prod.clientvpn.{self.region}.amazonaws.com",
            "Tags": tags_of(wish),
        }
        portal(endpoint, wish, self.region)
        kept(self.ec2_backend, "vpn_endpoints")[identity] = endpoint
        return ActionResult({key: endpoint[key] for key in ("ClientVpnEndpointId", "Status", "DnsName")})

    def modify_client_vpn_endpoint(self) -> ActionResult:
        wish = asked(self)
        endpoint = endpoint_of(self, wish)
        endpoint.update(settings_of(wish))
        portal(endpoint, wish, self.region)
        return ActionResult({"Return": True})

    def describe_client_vpn_endpoints(self) -> ActionResult:
        endpoints = kept(self.ec2_backend, "vpn_endpoints")
        ids = asked(self).get("ClientVpnEndpointIds") or list(endpoints)
        return ActionResult({"ClientVpnEndpoints": [endpoint_of(self, {"ClientVpnEndpointId": one}) for one in ids]})

    def delete_client_vpn_endpoint(self) -> ActionResult:
        endpoint = endpoint_of(self, asked(self))
        if associations(self, endpoint):
            raise ApiError("OperationNotPermitted", "The Client VPN endpoint still has associated target networks.")
        del kept(self.ec2_backend, "vpn_endpoints")[endpoint["ClientVpnEndpointId"]]
        return ActionResult({"Status": status("deleting")})

    def associate_client_vpn_target_network(self) -> ActionResult:
        wish = asked(self)
        endpoint, subnet = endpoint_of(self, wish), self.ec2_backend.get_subnet(wish["SubnetId"])
        checked_association(self, endpoint, subnet)
        association = {
            "AssociationId": new_id("cvpn-assoc"),
            "VpcId": subnet.vpc_id,
            "TargetNetworkId": subnet.id,
            "ClientVpnEndpointId": endpoint["ClientVpnEndpointId"],
            "Status": status("associated"),
            "SecurityGroups": endpoint.get("SecurityGroupIds", []),
        }
        kept(self.ec2_backend, "vpn_associations")[association["AssociationId"]] = association
        endpoint.update({"Status": status("available"), "VpcId": subnet.vpc_id})
        block = self.ec2_backend.get_vpc(subnet.vpc_id).cidr_block
        routes(self, endpoint)[f"{block}|{subnet.id}"] = route(endpoint, block, subnet.id, "associate", "Default Route")
        return ActionResult({"AssociationId": association["AssociationId"], "Status": status("associating")})

    def describe_client_vpn_target_networks(self) -> ActionResult:
        wish = asked(self)
        found = associations(self, endpoint_of(self, wish))
        ids = wish.get("AssociationIds")
        return ActionResult({"ClientVpnTargetNetworks": [one for one in found if not ids or one["AssociationId"] in ids]})

    def disassociate_client_vpn_target_network(self) -> ActionResult:
        wish = asked(self)
        endpoint = endpoint_of(self, wish)
        association = known(self.ec2_backend, "vpn_associations", wish["AssociationId"], "InvalidClientVpnAssociationId.NotFound")
        del kept(self.ec2_backend, "vpn_associations")[association["AssociationId"]]
        for key in [key for key in routes(self, endpoint) if key.endswith(f"|{association['TargetNetworkId']}")]:
            del routes(self, endpoint)[key]
        if not associations(self, endpoint):
            endpoint["Status"] = status("pending-associate")
        return ActionResult({"AssociationId": association["AssociationId"], "Status": status("disassociating")})

    def authorize_client_vpn_ingress(self) -> ActionResult:
        wish = asked(self)
        endpoint = endpoint_of(self, wish)
        if bool(wish.get("AccessGroupId")) == bool(wish.get("AuthorizeAllGroups")):
            raise ApiError("InvalidParameterCombination", "Name an access group, or authorize all groups, not both and not neither.")
        key = f"{wish['TargetNetworkCidr']}|{wish.get('AccessGroupId', '')}"
        if key in rules(self, endpoint):
            raise ApiError("InvalidClientVpnDuplicateAuthorizationRule", f"{key} is authorized already.")
        rules(self, endpoint)[key] = {
            "ClientVpnEndpointId": endpoint["ClientVpnEndpointId"],
            "Description": wish.get("Description"),
            "GroupId": wish.get("AccessGroupId", ""),
            "AccessAll": bool(wish.get("AuthorizeAllGroups")),
            "DestinationCidr": wish["TargetNetworkCidr"],
            "Status": status("active"),
        }
        return ActionResult({"Status": status("authorizing")})

    def describe_client_vpn_authorization_rules(self) -> ActionResult:
        return ActionResult({"AuthorizationRules": list(rules(self, endpoint_of(self, asked(self))).values())})

    def revoke_client_vpn_ingress(self) -> ActionResult:
        wish = asked(self)
        key = f"{wish['TargetNetworkCidr']}|{wish.get('AccessGroupId', '')}"
        if rules(self, endpoint_of(self, wish)).pop(key, None) is None:
            raise ApiError("InvalidClientVpnEndpointAuthorizationRuleNotFound", f"{key} is not authorized.")
        return ActionResult({"Status": status("revoking")})

    def create_client_vpn_route(self) -> ActionResult:
        wish = asked(self)
        endpoint, subnet = endpoint_of(self, wish), wish["TargetVpcSubnetId"]
        if subnet not in [one["TargetNetworkId"] for one in associations(self, endpoint)]:
            raise ApiError("InvalidClientVpnSubnetId.NotFound", f"{subnet} is not associated with the endpoint.")
        key = f"{wish['DestinationCidrBlock']}|{subnet}"
        if key in routes(self, endpoint):
            raise ApiError("InvalidClientVpnDuplicateRoute", f"{key} exists already.")
        routes(self, endpoint)[key] = route(endpoint, wish["DestinationCidrBlock"], subnet, "add-route", wish.get("Description"))
        return ActionResult({"Status": status("creating")})

    def describe_client_vpn_routes(self) -> ActionResult:
        return ActionResult({"Routes": list(routes(self, endpoint_of(self, asked(self))).values())})

    def delete_client_vpn_route(self) -> ActionResult:
        wish = asked(self)
        key = f"{wish['DestinationCidrBlock']}|{wish.get('TargetVpcSubnetId')}"
        if routes(self, endpoint_of(self, wish)).pop(key, None) is None:
            raise ApiError("InvalidClientVpnRouteNotFound", f"{key} was not found.")
        return ActionResult({"Status": status("deleting")})

    def describe_client_vpn_connections(self) -> ActionResult:
        return ActionResult({"Connections": connections(self.ec2_backend, endpoint_of(self, asked(self)))})

    def terminate_client_vpn_connections(self) -> ActionResult:
        wish = asked(self)
        endpoint = endpoint_of(self, wish)
        wanted = {name: wish[name] for name in ("ConnectionId", "Username") if wish.get(name)}
        if len(wanted) != 1:
            raise ApiError("InvalidParameterCombination", "Name a connection or a user name.")
        ended = []
        for one in connections(self.ec2_backend, endpoint):
            if wanted.items() <= one.items() and one["Status"]["Code"] == "active":
                one.update({"Status": status("terminated"), "ConnectionEndTime": now()})
                ended.append({"ConnectionId": one["ConnectionId"], "PreviousStatus": status("active"), "CurrentStatus": status("terminating")})
        return ActionResult({"ClientVpnEndpointId": endpoint["ClientVpnEndpointId"], **wanted, "ConnectionStatuses": ended})


def portal(endpoint: dict[str, Any], wish: dict[str, Any], region: str) -> None:
    """Only a portal that is on has an address."""
    if "SelfServicePortal" in wish:
        identity = endpoint["ClientVpnEndpointId"]
        address = f"https://self-service.clientvpn.amazonaws.com/endpoints/{identity}?region={region}"
        endpoint["SelfServicePortalUrl"] = address if wish["SelfServicePortal"] == "enabled" else None


def checked_association(response: Any, endpoint: dict[str, Any], subnet: Any) -> None:
    """One network, one subnet in each zone, and a client range that does not overlap the network's."""
    network = response.ec2_backend.get_vpc(subnet.vpc_id)
    if ip_network(endpoint["ClientCidrBlock"]).overlaps(ip_network(network.cidr_block)):
        raise ApiError("InvalidParameterValue", "The client range overlaps the range of the network.")
    for other in associations(response, endpoint):
        neighbour = response.ec2_backend.get_subnet(other["TargetNetworkId"])
        if neighbour.vpc_id != subnet.vpc_id:
            raise ApiError("InvalidClientVpnSubnetId.DifferentAccount", "All target networks must be of one VPC.")
        if neighbour.availability_zone == subnet.availability_zone:
            raise ApiError("InvalidClientVpnSubnetId.DuplicateAz", "Another subnet of this availability zone is associated.")


def associations(response: Any, endpoint: dict[str, Any]) -> list[dict[str, Any]]:
    found = kept(response.ec2_backend, "vpn_associations").values()
    return [one for one in found if one["ClientVpnEndpointId"] == endpoint["ClientVpnEndpointId"]]


def rules(response: Any, endpoint: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return kept(response.ec2_backend, f"vpn_rules/{endpoint['ClientVpnEndpointId']}")


def routes(response: Any, endpoint: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return kept(response.ec2_backend, f"vpn_routes/{endpoint['ClientVpnEndpointId']}")


def route(endpoint: dict[str, Any], destination: str, subnet: str, origin: str, description: str | None) -> dict[str, Any]:
    return {
        "ClientVpnEndpointId": endpoint["ClientVpnEndpointId"],
        "DestinationCidr": destination,
        "TargetSubnet": subnet,
        "Type": "Nat",
        "Origin": origin,
        "Status": status("active"),
        "Description": description,
    }


def connections(backend: Any, endpoint: dict[str, Any]) -> list[dict[str, Any]]:
    found = kept(backend, "vpn_connections").values()
    return [one for one in found if one["ClientVpnEndpointId"] == endpoint["ClientVpnEndpointId"]]


def connected(wish: dict[str, str]) -> dict[str, Any]:
    """Notes that a person is connected: `{account, region, endpoint, username}`."""
    backend = get_backend("ec2")[wish["account"]][wish["region"]]
    endpoint = known(backend, "vpn_endpoints", wish["endpoint"], ENDPOINT_ERROR)
    connection = {
        "ClientVpnEndpointId": endpoint["ClientVpnEndpointId"],
        "ConnectionId": new_id("cvpn-connection"),
        "Username": wish["username"],
        "ConnectionEstablishedTime": now(),
        "Status": status("active"),
    }
    kept(backend, "vpn_connections")[connection["ConnectionId"]] = connection
    return connection


def install() -> None:
    add(Additions, EC2Response)
