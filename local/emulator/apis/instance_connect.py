"""Amazon EC2: EC2 Instance Connect endpoints."""

from __future__ import annotations

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.ec2.responses import EC2Response

from .store import add, asked, kept, known, new_id, tags_of

ERROR = "InvalidInstanceConnectEndpointId.NotFound"


class Additions(EC2Response):
    """The operations; `install` copies them onto moto's own class."""

    def create_instance_connect_endpoint(self) -> ActionResult:
        wish = asked(self)
        subnet = self.ec2_backend.get_subnet(wish["SubnetId"])
        groups = wish.get("SecurityGroupIds") or [self.ec2_backend.get_default_security_group(subnet.vpc_id).id]
        for group in groups:
            self.ec2_backend.describe_security_groups(group_ids=[group])
        identity = new_id("eice")
        endpoint = {
            "OwnerId": self.current_account,
            "InstanceConnectEndpointId": identity,
            "InstanceConnectEndpointArn": f"arn:aws:ec2:{self.region}:{self.current_account}:instance-connect-endpoint/{identity}",
            "State": "create-complete",
            "DnsName": f"{identity}.ec2-instance-connect-endpoint.{self.region}.amazonaws.com",
            "VpcId": subnet.vpc_id,
            "AvailabilityZone": subnet.availability_zone,
            "CreatedAt": utcnow(),
            "SubnetId": subnet.id,
            "PreserveClientIp": bool(wish.get("PreserveClientIp")),
            "SecurityGroupIds": groups,
            "IpAddressType": wish.get("IpAddressType", "ipv4"),
            "Tags": tags_of(wish),
        }
        kept(self.ec2_backend, "connect_endpoints")[identity] = endpoint
        return ActionResult({"InstanceConnectEndpoint": endpoint})

    def describe_instance_connect_endpoints(self) -> ActionResult:
        endpoints = kept(self.ec2_backend, "connect_endpoints")
        ids = asked(self).get("InstanceConnectEndpointIds") or list(endpoints)
        return ActionResult({"InstanceConnectEndpoints": [known(self.ec2_backend, "connect_endpoints", one, ERROR) for one in ids]})

    def delete_instance_connect_endpoint(self) -> ActionResult:
        endpoint = known(self.ec2_backend, "connect_endpoints", asked(self)["InstanceConnectEndpointId"], ERROR)
        del kept(self.ec2_backend, "connect_endpoints")[endpoint["InstanceConnectEndpointId"]]
        return ActionResult({"InstanceConnectEndpoint": {**endpoint, "State": "delete-in-progress"}})


def install() -> None:
    add(Additions, EC2Response)
