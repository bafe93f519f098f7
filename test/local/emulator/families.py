"""What the tests of the types share: small words for templates, and the deployment of one family of types."""

import json

from botocore.exceptions import ClientError
from emulator import server
from emulator.ledger import LEDGER
from emulator.verify import judged

CLIENTS = server.prepare()
ACCOUNT, REGION = "400000000001", "eu-central-1"
TRUST = {"Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}], "Version": "2012-10-17"}
ALLOW = {"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}], "Version": "2012-10-17"}
TAGS = [{"Key": "owner", "Value": "team"}]


def ref(name):
    return {"Ref": name}


def att(name, attribute):
    return {"Fn::GetAtt": [name, attribute]}


NETWORK = {
    "Vpc": ("AWS::EC2::VPC", {"CidrBlock": "10.0.0.0/16"}),
    "SubnetA": ("AWS::EC2::Subnet", {"VpcId": ref("Vpc"), "CidrBlock": "10.0.0.0/24", "AvailabilityZone": "eu-central-1a"}),
    "SubnetB": ("AWS::EC2::Subnet", {"VpcId": ref("Vpc"), "CidrBlock": "10.0.1.0/24", "AvailabilityZone": "eu-central-1b"}),
    "Group": (
        "AWS::EC2::SecurityGroup",
        {
            "GroupDescription": "d",
            "VpcId": ref("Vpc"),
            "SecurityGroupEgress": [{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/8", "Description": "out"}],
        },
    ),
}


def template(members):
    """A template of resources given as `(type, properties)` or `(type, properties, what it depends on)`."""
    resources = {}
    for name, (kind, properties, *depends) in members.items():
        resources[name] = {"Type": kind, "Properties": properties, **({"DependsOn": depends[0]} if depends else {})}
    return json.dumps({"Resources": resources})


def book(family, account=ACCOUNT, region=REGION):
    """Physical ids of what the ledger has of a family, by logical id."""
    return {r.logical_id: r.physical_id for r in LEDGER.resources() if (r.stack_name, r.account, r.region) == (family, account, region)}


def deployed_whole(test, family, members, number=0, account=ACCOUNT, region=REGION):
    """Creates (or, with a number, changes) a family: everything must be held, with every property."""
    api = CLIENTS.client("cloudformation", account, region)
    operation = api.update_stack if number else api.create_stack
    operation(StackName=family, TemplateBody=template(members))
    status = api.describe_stacks(StackName=family)["Stacks"][0]["StackStatus"]
    test.assertEqual(status, "UPDATE_COMPLETE" if number else "CREATE_COMPLETE")
    place = (family, account, region)
    verdicts = [judged(CLIENTS, entry) for entry in LEDGER.listed() if (entry["stack"], entry["account"], entry["region"]) == place]
    test.assertEqual([(one["type"], one["reason"], one.get("missing")) for one in verdicts if not one["held"]], [])
    test.assertEqual({f"{one['type']} {one['logicalId']}": one["without"] for one in verdicts if one["without"]}, {})


def removed(test, family, account=ACCOUNT, region=REGION):
    """Deletes a family: nothing of it may stay."""
    api = CLIENTS.client("cloudformation", account, region)
    api.delete_stack(StackName=family)
    with test.assertRaises(ClientError):
        api.describe_stacks(StackName=family)
    test.assertEqual(book(family, account, region), {})


def held_whole(test, family, members, changed=None, **where):
    """Deploys a family, changes what is `changed` in place, and removes it."""
    deployed_whole(test, family, members, **where)
    if changed is not None:
        before = book(family, **where)
        deployed_whole(test, family, {**members, **changed}, 1, **where)
        test.assertEqual(book(family, **where), before)
    removed(test, family, **where)
