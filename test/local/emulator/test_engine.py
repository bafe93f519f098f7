"""Stacks, deployed into the emulator in this process."""

import json
import unittest
from unittest.mock import patch

from botocore.exceptions import ClientError
from emulator import server
from emulator.core import HANDLERS
from emulator.ledger import LEDGER

CLIENTS = server.prepare()
ACCOUNT, OTHER, REGION = "200000000001", "200000000002", "eu-central-1"


def cloudformation(account=ACCOUNT, region=REGION):
    return CLIENTS.client("cloudformation", account, region)


def deploy(name, resources, outputs=None, account=ACCOUNT, region=REGION, update=False, **sections):
    body = json.dumps({"Resources": resources, "Outputs": outputs or {}, **sections})
    api = cloudformation(account, region)
    (api.update_stack if update else api.create_stack)(StackName=name, TemplateBody=body)
    return api.describe_stacks(StackName=name)["Stacks"][0]


def entries(stack):
    return {entry["logicalId"]: entry for entry in LEDGER.listed() if entry["stack"] == stack}


def queue(**properties):
    return {"Type": "AWS::SQS::Queue", "Properties": properties}


class Strictness(unittest.TestCase):
    def test_an_unknown_type_is_never_counted_as_created(self):
        things = {
            "Thing": {"Type": "AWS::Nobody::Thing", "Properties": {"Name": "x"}},
            "Name": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Fn::GetAtt": ["Thing", "Arn"]}}},
        }
        self.assertEqual(deploy("unknown", things)["StackStatus"], "CREATE_COMPLETE")
        self.assertFalse(entries("unknown")["Thing"]["held"])
        self.assertTrue(entries("unknown")["Name"]["held"])
        self.assertIn("AWS::Nobody::Thing", [entry["type"] for entry in LEDGER.unheld()["resources"]])

    def test_a_property_the_api_does_not_know_is_reported(self):
        deploy("made-up", {"Queue": queue(MadeUp="x", VisibilityTimeout=77)})
        lost = [entry for entry in LEDGER.unheld()["properties"] if entry["stack"] == "made-up"]
        self.assertEqual([entry["without"] for entry in lost], [["MadeUp"]])

    def test_a_property_the_emulator_forgets_is_reported(self):
        block = {key: True for key in ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")}
        bucket = {"Type": "AWS::S3::Bucket", "Properties": {"PublicAccessBlockConfiguration": block}}
        deploy("kept", {"Bucket": bucket})
        with patch("moto.s3.models.S3Backend.put_public_access_block", lambda *_: None):
            deploy("forgotten", {"Bucket": bucket})
        lost = {entry["stack"]: entry["without"] for entry in LEDGER.unheld()["properties"]}
        self.assertNotIn("kept", lost)
        self.assertEqual(lost["forgotten"], ["PublicAccessBlockConfiguration"])

    def test_a_variant_without_a_place_in_the_api_is_not_held(self):
        from emulator.core import CannotHold

        with patch.object(HANDLERS["AWS::SQS::Queue"], "create", side_effect=CannotHold("no such queues")):
            deploy("variant", {"Queue": queue()})
        self.assertFalse(entries("variant")["Queue"]["held"])
        self.assertEqual(entries("variant")["Queue"]["reason"], "no such queues")

    def test_an_attribute_that_is_not_there_fails_the_stack(self):
        parameter = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Fn::GetAtt": ["Queue", "Colour"]}}}
        stack = deploy("no-attribute", {"Queue": queue(), "Parameter": parameter})
        self.assertEqual(stack["StackStatus"], "ROLLBACK_COMPLETE")

    def test_an_unknown_function_fails_the_stack(self):
        stack = deploy("no-function", {"Queue": queue(QueueName={"Fn::Invented": "x"})})
        self.assertEqual(stack["StackStatus"], "ROLLBACK_COMPLETE")


class Lifecycle(unittest.TestCase):
    def test_a_failure_takes_back_what_was_made_and_says_why(self):
        policy = {
            "Type": "AWS::S3::BucketPolicy",
            "DependsOn": "Queue",
            "Properties": {"Bucket": "nobodys-bucket", "PolicyDocument": {"Statement": []}},
        }
        stack = deploy("failing", {"Queue": queue(QueueName="taken-back"), "Policy": policy})
        self.assertEqual(stack["StackStatus"], "ROLLBACK_COMPLETE")
        events = cloudformation().describe_stack_events(StackName="failing")["StackEvents"]
        self.assertTrue(any("NoSuchBucket" in event.get("ResourceStatusReason", "") for event in events))
        with self.assertRaises(ClientError):
            CLIENTS.client("sqs", ACCOUNT, REGION).get_queue_url(QueueName="taken-back")
        self.assertEqual(entries("failing"), {})

    def test_the_same_template_again_is_no_update(self):
        deploy("same", {"Queue": queue()})
        with self.assertRaisesRegex(ClientError, "No updates are to be performed"):
            deploy("same", {"Queue": queue()}, update=True)

    def test_an_update_changes_what_differs_and_nothing_else(self):
        deploy("changing", {"One": queue(VisibilityTimeout=10), "Two": queue(), "Gone": queue()})
        before = entries("changing")
        deploy("changing", {"One": queue(VisibilityTimeout=20), "Two": queue(), "New": queue()}, update=True)
        after = entries("changing")
        self.assertEqual(set(after), {"One", "Two", "New"})
        self.assertEqual(before["One"]["physicalId"], after["One"]["physicalId"])
        self.assertEqual(before["Two"]["physicalId"], after["Two"]["physicalId"])
        attributes = CLIENTS.client("sqs", ACCOUNT, REGION).get_queue_attributes(
            QueueUrl=after["One"]["physicalId"], AttributeNames=["VisibilityTimeout"]
        )
        self.assertEqual(attributes["Attributes"]["VisibilityTimeout"], "20")
        with self.assertRaises(ClientError):
            CLIENTS.client("sqs", ACCOUNT, REGION).get_queue_attributes(QueueUrl=before["Gone"]["physicalId"], AttributeNames=["All"])

    def test_what_cannot_change_in_place_is_replaced_with_its_dependants(self):
        def network(block):
            return {
                "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": block}},
                "Table": {"Type": "AWS::EC2::RouteTable", "Properties": {"VpcId": {"Ref": "Vpc"}}},
            }

        deploy("replacing", network("10.1.0.0/16"))
        before = entries("replacing")
        self.assertEqual(deploy("replacing", network("10.2.0.0/16"), update=True)["StackStatus"], "UPDATE_COMPLETE")
        after = entries("replacing")
        self.assertNotEqual(before["Vpc"]["physicalId"], after["Vpc"]["physicalId"])
        self.assertEqual(after["Table"]["properties"]["VpcId"], after["Vpc"]["physicalId"])

    def test_a_protected_stack_is_not_deleted(self):
        deploy("protected", {"Queue": queue()})
        cloudformation().update_termination_protection(StackName="protected", EnableTerminationProtection=True)
        with self.assertRaisesRegex(ClientError, "TerminationProtection is enabled"):
            cloudformation().delete_stack(StackName="protected")
        cloudformation().update_termination_protection(StackName="protected", EnableTerminationProtection=False)
        cloudformation().delete_stack(StackName="protected")
        self.assertEqual(entries("protected"), {})

    def test_a_stack_that_cannot_be_removed_stays_and_says_why(self):
        deploy("stuck", {"Queue": queue(), "Bucket": {"Type": "AWS::S3::Bucket"}})
        with patch.object(HANDLERS["AWS::S3::Bucket"], "delete", side_effect=RuntimeError("in use")):
            cloudformation().delete_stack(StackName="stuck")
        self.assertEqual(cloudformation().describe_stacks(StackName="stuck")["Stacks"][0]["StackStatus"], "DELETE_FAILED")
        self.assertEqual(set(entries("stuck")), {"Queue", "Bucket"})
        cloudformation().delete_stack(StackName="stuck")
        with self.assertRaises(ClientError):
            cloudformation().describe_stacks(StackName="stuck")


class References(unittest.TestCase):
    def test_outputs_of_another_region_and_account_are_read(self):
        deploy("producer", {"Queue": queue()}, {"Arn": {"Value": {"Fn::GetAtt": ["Queue", "Arn"]}}}, account=OTHER, region="eu-west-1")
        role = f"arn:aws:iam::{OTHER}:role/reader"
        query = {"StackName": "producer", "Region": "eu-west-1", "RoleArn": role, "OutputName": "Arn"}
        value = {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "/arn", "Type": "String", "Value": {"Fn::GetStackOutput": query}}}
        self.assertEqual(deploy("consumer", {"Parameter": value})["StackStatus"], "CREATE_COMPLETE")
        held = CLIENTS.client("ssm", ACCOUNT, REGION).get_parameter(Name="/arn")["Parameter"]["Value"]
        self.assertTrue(held.startswith(f"arn:aws:sqs:eu-west-1:{OTHER}:"))

    def test_an_output_that_is_not_there_fails_the_stack(self):
        value = {"Fn::GetStackOutput": {"StackName": "nobody", "OutputName": "x"}}
        self.assertEqual(deploy("lost", {"Queue": queue(QueueName=value)})["StackStatus"], "ROLLBACK_COMPLETE")

    def test_exports_are_imported_in_their_account_and_region_only(self):
        deploy("exporter", {"Queue": queue()}, {"Name": {"Value": "shared-name", "Export": {"Name": "shared"}}})
        importing = {"Queue": queue(QueueName={"Fn::ImportValue": "shared"})}
        self.assertEqual(deploy("importer", importing)["StackStatus"], "CREATE_COMPLETE")
        self.assertEqual(deploy("importer", importing, account=OTHER)["StackStatus"], "ROLLBACK_COMPLETE")

    def test_conditions_and_no_value_leave_things_out(self):
        resources = {
            "Off": {**queue(), "Condition": "Never"},
            "On": queue(VisibilityTimeout={"Fn::If": ["Never", 5, {"Ref": "AWS::NoValue"}]}),
        }
        deploy("conditional", resources, Conditions={"Never": {"Fn::Equals": ["a", "b"]}})
        self.assertEqual(set(entries("conditional")), {"On"})
        self.assertEqual(entries("conditional")["On"]["properties"], {})


class Behaviour(unittest.TestCase):
    def test_the_default_security_group_is_really_emptied(self):
        resources = {
            "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.9.0.0/16"}},
            "Restrict": {
                "Type": "Custom::VpcRestrictDefaultSG",
                "Properties": {"ServiceToken": "x", "DefaultSecurityGroupId": {"Fn::GetAtt": ["Vpc", "DefaultSecurityGroup"]}},
            },
        }
        deploy("default-group", resources)
        ec2 = CLIENTS.client("ec2", ACCOUNT, REGION)
        group_id = entries("default-group")["Restrict"]["properties"]["DefaultSecurityGroupId"]
        group = ec2.describe_security_groups(GroupIds=[group_id])["SecurityGroups"][0]
        self.assertEqual((group["IpPermissions"], group["IpPermissionsEgress"]), ([], []))

    def test_stated_egress_replaces_the_rule_that_lets_everything_out(self):
        rule = {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/8"}
        resources = {
            "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.8.0.0/16"}},
            "Group": {
                "Type": "AWS::EC2::SecurityGroup",
                "Properties": {"GroupDescription": "d", "VpcId": {"Ref": "Vpc"}, "SecurityGroupEgress": [rule]},
            },
        }
        deploy("egress", resources)
        group_id = entries("egress")["Group"]["physicalId"]
        group = CLIENTS.client("ec2", ACCOUNT, REGION).describe_security_groups(GroupIds=[group_id])["SecurityGroups"][0]
        ranges = [entry["CidrIp"] for permission in group["IpPermissionsEgress"] for entry in permission["IpRanges"]]
        self.assertEqual(ranges, ["10.0.0.0/8"])

    def test_a_conditional_deny_does_not_lock_the_bucket(self):
        deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
        resources = {
            "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "only-tls"}},
            "Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": {"Statement": [deny]}}},
        }
        deploy("tls", resources)
        s3 = CLIENTS.client("s3", ACCOUNT, REGION)
        s3.put_object(Bucket="only-tls", Key="k", Body=b"v")
        deny_all = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::only-tls/*"}
        s3.put_bucket_policy(Bucket="only-tls", Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny_all]}))
        with self.assertRaises(ClientError):
            s3.put_object(Bucket="only-tls", Key="k", Body=b"v")

    def test_a_replica_of_a_key_is_made_in_its_own_region(self):
        deploy("primary", {"Key": {"Type": "AWS::KMS::Key", "Properties": {"MultiRegion": True}}}, {"Arn": {"Value": {"Fn::GetAtt": ["Key", "Arn"]}}})
        primary = {"Fn::GetStackOutput": {"StackName": "primary", "Region": REGION, "OutputName": "Arn"}}
        replica = {"Type": "AWS::KMS::ReplicaKey", "Properties": {"PrimaryKeyArn": primary, "KeyPolicy": {"Version": "2012-10-17", "Statement": []}}}
        self.assertEqual(deploy("replica", {"Key": replica}, region="eu-west-1")["StackStatus"], "CREATE_COMPLETE")
        key_id = entries("replica")["Key"]["physicalId"]
        arn = CLIENTS.client("kms", ACCOUNT, "eu-west-1").describe_key(KeyId=key_id)["KeyMetadata"]["Arn"]
        self.assertTrue(arn.startswith("arn:aws:kms:eu-west-1:"))
        self.assertEqual([entry for entry in LEDGER.unheld()["properties"] if entry["stack"] == "replica"], [])

    def test_rotation_keeps_its_period(self):
        key = {"Type": "AWS::KMS::Key", "Properties": {"EnableKeyRotation": True, "RotationPeriodInDays": 180, "PendingWindowInDays": 30}}
        deploy("rotation", {"Key": key})
        key_id = entries("rotation")["Key"]["physicalId"]
        status = CLIENTS.client("kms", ACCOUNT, REGION).get_key_rotation_status(KeyId=key_id)
        self.assertEqual((status["KeyRotationEnabled"], status["RotationPeriodInDays"]), (True, 180))


if __name__ == "__main__":
    unittest.main()
