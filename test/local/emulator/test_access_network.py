"""The network by which administrators come: the VPN, its handler's name, the peering and the bastion."""

import unittest

from botocore.exceptions import ClientError
from emulator.apis.client_vpn import connected
from families import CLIENTS, NETWORK, REGION, TAGS, TRUST, att, held_whole, ref

SAML = "arn:aws:iam::400000000001:saml-provider/people"
HANDLER = "arn:aws:lambda:eu-central-1:400000000001:function:AWSClientVPN-admit"
ENDPOINT = {
    "AuthenticationOptions": [
        {"Type": "federated-authentication", "FederatedAuthentication": {"SAMLProviderArn": SAML}},
        {
            "Type": "certificate-authentication",
            "MutualAuthentication": {"ClientRootCertificateChainArn": "arn:aws:acm:eu-central-1:400000000001:certificate/c"},
        },
    ],
    "ClientCidrBlock": "10.99.0.0/22",
    "ServerCertificateArn": "arn:aws:acm:eu-central-1:400000000001:certificate/s",
    "ConnectionLogOptions": {"Enabled": True, "CloudwatchLogGroup": "vpn", "CloudwatchLogStream": "connections"},
    "ClientConnectOptions": {"Enabled": True, "LambdaFunctionArn": HANDLER},
    "ClientLoginBannerOptions": {"Enabled": True, "BannerText": "Everything is recorded."},
    "Description": "administrators",
    "DisconnectOnSessionTimeout": True,
    "SelfServicePortal": "disabled",
    "SessionTimeoutHours": 8,
    "SplitTunnel": True,
    "TransportProtocol": "udp",
    "VpnPort": 443,
    "SecurityGroupIds": [att("Group", "GroupId")],
    "VpcId": ref("Vpc"),
    "DnsServers": ["10.0.0.2"],
    "TagSpecifications": [{"ResourceType": "client-vpn-endpoint", "Tags": TAGS}],
}
VPN = {
    **NETWORK,
    "Endpoint": ("AWS::EC2::ClientVpnEndpoint", ENDPOINT),
    "Association": ("AWS::EC2::ClientVpnTargetNetworkAssociation", {"ClientVpnEndpointId": ref("Endpoint"), "SubnetId": ref("SubnetA")}),
    "Rule": (
        "AWS::EC2::ClientVpnAuthorizationRule",
        {"ClientVpnEndpointId": ref("Endpoint"), "TargetNetworkCidr": "10.0.0.0/24", "AccessGroupId": "operators", "Description": "to the bastion"},
        "Association",
    ),
    "Route": (
        "AWS::EC2::ClientVpnRoute",
        {"ClientVpnEndpointId": ref("Endpoint"), "DestinationCidrBlock": "10.1.0.0/16", "TargetVpcSubnetId": ref("SubnetA"), "Description": "on"},
        "Association",
    ),
}
BASTION = {
    **NETWORK,
    "Connect": (
        "AWS::EC2::InstanceConnectEndpoint",
        {"SubnetId": ref("SubnetA"), "SecurityGroupIds": [att("Group", "GroupId")], "PreserveClientIp": True, "Tags": TAGS},
    ),
    "Ingress": (
        "AWS::EC2::SecurityGroupIngress",
        {
            "GroupId": att("Group", "GroupId"),
            "IpProtocol": "tcp",
            "FromPort": 22,
            "ToPort": 22,
            "CidrIp": "10.99.0.0/22",
            "Description": "from the VPN",
        },
    ),
    "Egress": (
        "AWS::EC2::SecurityGroupEgress",
        {
            "GroupId": att("Group", "GroupId"),
            "IpProtocol": "tcp",
            "FromPort": 5433,
            "ToPort": 5433,
            "DestinationSecurityGroupId": att("Group", "GroupId"),
            "Description": "to the database",
        },
    ),
    "Role": ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
    "Profile": ("AWS::IAM::InstanceProfile", {"Roles": [ref("Role")]}),
    "Template": (
        "AWS::EC2::LaunchTemplate",
        {
            "LaunchTemplateData": {
                "ImageId": "ami-12c6146b",
                "InstanceType": "t4g.small",
                "IamInstanceProfile": {"Arn": att("Profile", "Arn")},
                "MetadataOptions": {
                    "HttpTokens": "required",
                    "HttpEndpoint": "enabled",
                    "HttpPutResponseHopLimit": 1,
                    "InstanceMetadataTags": "disabled",
                },
                "Monitoring": {"Enabled": True},
                "NetworkInterfaces": [
                    {"DeviceIndex": 0, "AssociatePublicIpAddress": False, "Groups": [att("Group", "GroupId")], "DeleteOnTermination": True}
                ],
                "BlockDeviceMappings": [
                    {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "KmsKeyId": "alias/data", "VolumeSize": 20, "VolumeType": "gp3"}}
                ],
                "TagSpecifications": [{"ResourceType": "instance", "Tags": TAGS}],
                "UserData": {"Fn::Base64": "#!/bin/sh\ntrue\n"},
            },
            "TagSpecifications": [{"ResourceType": "launch-template", "Tags": TAGS}],
        },
    ),
    "Topic": ("AWS::SNS::Topic", {}),
    "Fleet": (
        "AWS::AutoScaling::AutoScalingGroup",
        {
            "MinSize": "1",
            "MaxSize": "1",
            "VPCZoneIdentifier": [ref("SubnetA"), ref("SubnetB")],
            "LaunchTemplate": {"LaunchTemplateId": ref("Template"), "Version": att("Template", "LatestVersionNumber")},
            "HealthCheckType": "EC2",
            "HealthCheckGracePeriod": 300,
            "MaxInstanceLifetime": 1209600,
            "NewInstancesProtectedFromScaleIn": False,
            "TerminationPolicies": ["OldestInstance"],
            "NotificationConfigurations": [{"TopicARN": ref("Topic"), "NotificationTypes": ["autoscaling:EC2_INSTANCE_LAUNCH_ERROR"]}],
            "Tags": [{"Key": "owner", "Value": "team", "PropagateAtLaunch": True}],
        },
    ),
    "Hook": (
        "AWS::AutoScaling::LifecycleHook",
        {
            "AutoScalingGroupName": ref("Fleet"),
            "LifecycleTransition": "autoscaling:EC2_INSTANCE_TERMINATING",
            "HeartbeatTimeout": 300,
            "DefaultResult": "CONTINUE",
        },
    ),
    "Nightly": (
        "AWS::AutoScaling::ScheduledAction",
        {"AutoScalingGroupName": ref("Fleet"), "Recurrence": "0 20 * * *", "DesiredCapacity": 0, "MinSize": 0, "TimeZone": "Europe/Amsterdam"},
    ),
    "Warm": ("AWS::AutoScaling::WarmPool", {"AutoScalingGroupName": ref("Fleet"), "MinSize": 0, "PoolState": "Stopped"}),
    "Tracking": (
        "AWS::AutoScaling::ScalingPolicy",
        {
            "AutoScalingGroupName": ref("Fleet"),
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingConfiguration": {"TargetValue": 50, "PredefinedMetricSpecification": {"PredefinedMetricType": "ASGAverageCPUUtilization"}},
        },
    ),
}
PEERING = {
    "Access": ("AWS::EC2::VPC", {"CidrBlock": "10.50.0.0/24"}),
    "Workload": ("AWS::EC2::VPC", {"CidrBlock": "10.10.0.0/16"}),
    "Peering": ("AWS::EC2::VPCPeeringConnection", {"VpcId": ref("Access"), "PeerVpcId": ref("Workload"), "Tags": TAGS}),
    "Table": ("AWS::EC2::RouteTable", {"VpcId": ref("Access")}),
    "There": (
        "AWS::EC2::Route",
        {"RouteTableId": ref("Table"), "DestinationCidrBlock": "10.10.16.0/20", "VpcPeeringConnectionId": ref("Peering")},
    ),
}


class AccessNetwork(unittest.TestCase):
    maxDiff = None

    def test_the_vpn_is_held_and_changed_in_place(self):
        narrower = {**ENDPOINT, "SessionTimeoutHours": 10, "SplitTunnel": False, "DnsServers": ["10.0.0.3"]}
        held_whole(self, "vpn", VPN, {"Endpoint": ("AWS::EC2::ClientVpnEndpoint", narrower)})

    def test_the_bastion_is_held(self):
        held_whole(self, "bastion", BASTION)

    def test_a_peering_of_one_account_is_active_at_once(self):
        held_whole(self, "peering", PEERING)


class ClientVpn(unittest.TestCase):
    def setUp(self):
        self.api = CLIENTS.client("ec2", "400000000002", REGION)
        self.vpc = self.api.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.subnets = [
            self.api.create_subnet(VpcId=self.vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=f"{REGION}{zone}")["Subnet"]["SubnetId"]
            for number, zone in enumerate("aab")
        ]

    def endpoint(self, **changes):
        options = [{"Type": "federated-authentication", "FederatedAuthentication": {"SAMLProviderArn": SAML}}]
        wish = {
            "ClientCidrBlock": "10.99.0.0/22",
            "ServerCertificateArn": "arn:aws:acm:eu-central-1:400000000002:certificate/s",
            "AuthenticationOptions": options,
            "ConnectionLogOptions": {"Enabled": False},
        }
        return self.api.create_client_vpn_endpoint(**{**wish, **changes})["ClientVpnEndpointId"]

    def state(self, endpoint):
        return self.api.describe_client_vpn_endpoints(ClientVpnEndpointIds=[endpoint])["ClientVpnEndpoints"][0]

    def refused(self, message, call, **parameters):
        with self.assertRaisesRegex(ClientError, message):
            call(**parameters)

    def test_it_refuses_what_aws_refuses(self):
        self.refused("size of /12 to /22", self.endpoint, ClientCidrBlock="10.99.0.0/24")
        handler = {"Enabled": True, "LambdaFunctionArn": HANDLER.replace("AWSClientVPN-", "")}
        self.refused("must begin with AWSClientVPN-", self.endpoint, ClientConnectOptions=handler)
        overlapping = self.endpoint(ClientCidrBlock="10.0.0.0/22")
        self.refused("overlaps", self.api.associate_client_vpn_target_network, ClientVpnEndpointId=overlapping, SubnetId=self.subnets[0])
        self.refused("was not found", self.state, endpoint="cvpn-endpoint-nobody")

    def test_an_endpoint_opens_with_its_first_subnet(self):
        endpoint = self.endpoint()
        self.assertEqual(self.state(endpoint)["Status"]["Code"], "pending-associate")
        where = {"ClientVpnEndpointId": endpoint}
        made = self.api.associate_client_vpn_target_network(**where, SubnetId=self.subnets[0])["AssociationId"]
        self.assertEqual(self.state(endpoint)["Status"]["Code"], "available")
        self.assertEqual([route["Origin"] for route in self.api.describe_client_vpn_routes(**where)["Routes"]], ["associate"])
        self.refused("availability zone", self.api.associate_client_vpn_target_network, **where, SubnetId=self.subnets[1])
        self.refused(
            "not associated", self.api.create_client_vpn_route, **where, DestinationCidrBlock="10.1.0.0/16", TargetVpcSubnetId=self.subnets[2]
        )
        self.refused("still has", self.api.delete_client_vpn_endpoint, **where)
        self.api.disassociate_client_vpn_target_network(**where, AssociationId=made)
        self.assertEqual(self.api.describe_client_vpn_routes(**where)["Routes"], [])
        self.api.delete_client_vpn_endpoint(**where)
        self.refused("was not found", self.state, endpoint=endpoint)

    def test_a_rule_is_for_one_group_or_for_all(self):
        where = {"ClientVpnEndpointId": self.endpoint(), "TargetNetworkCidr": "10.0.0.0/24"}
        self.refused("not neither", self.api.authorize_client_vpn_ingress, **where)
        self.refused("not both", self.api.authorize_client_vpn_ingress, **where, AccessGroupId="g", AuthorizeAllGroups=True)
        self.api.authorize_client_vpn_ingress(**where, AccessGroupId="g")
        self.refused("already", self.api.authorize_client_vpn_ingress, **where, AccessGroupId="g")
        self.api.revoke_client_vpn_ingress(**where, AccessGroupId="g")
        self.refused("is not authorized", self.api.revoke_client_vpn_ingress, **where, AccessGroupId="g")

    def test_the_connections_of_one_person_are_ended(self):
        endpoint = self.endpoint()
        for person in ("alice", "alice", "bob"):
            connected({"account": "400000000002", "region": REGION, "endpoint": endpoint, "username": person})
        ended = self.api.terminate_client_vpn_connections(ClientVpnEndpointId=endpoint, Username="alice")["ConnectionStatuses"]
        self.assertEqual([one["PreviousStatus"]["Code"] for one in ended], ["active", "active"])
        found = self.api.describe_client_vpn_connections(ClientVpnEndpointId=endpoint)["Connections"]
        self.assertEqual(
            [(one["Username"], one["Status"]["Code"]) for one in found], [("alice", "terminated"), ("alice", "terminated"), ("bob", "active")]
        )
        self.refused("connection or a user", self.api.terminate_client_vpn_connections, ClientVpnEndpointId=endpoint)


if __name__ == "__main__":
    unittest.main()
