"""The APIs added to moto, used the way any client would: put, read back, refuse, forget."""

import unittest

from botocore.exceptions import ClientError
from emulator import organization, server

CLIENTS = server.prepare()
REGION = "eu-central-1"


class Added(unittest.TestCase):
    def api(self, service, account, region=REGION):
        return CLIENTS.client(service, account, region)

    def test_rule_groups_and_policies_of_the_network_firewall(self):
        api = self.api("network-firewall", "300000000001")
        rules = {"RulesSource": {"RulesString": "pass tcp any any -> any any (sid:1;)"}, "StatefulRuleOptions": {"RuleOrder": "STRICT_ORDER"}}
        arn = api.create_rule_group(RuleGroupName="allowed", Type="STATEFUL", Capacity=10, RuleGroup=rules)["RuleGroupResponse"]["RuleGroupArn"]
        self.assertEqual(api.describe_rule_group(RuleGroupName="allowed", Type="STATEFUL")["RuleGroup"], rules)

        policy = {
            "StatelessDefaultActions": ["aws:forward_to_sfe"],
            "StatelessFragmentDefaultActions": ["aws:forward_to_sfe"],
            "StatefulRuleGroupReferences": [{"ResourceArn": arn}],
        }
        api.create_firewall_policy(FirewallPolicyName="strict", FirewallPolicy=policy)
        described = api.describe_firewall_policy(FirewallPolicyName="strict")
        self.assertEqual(described["FirewallPolicy"], policy)
        lost = {**policy, "StatefulRuleGroupReferences": [{"ResourceArn": arn + "x"}]}
        with self.assertRaisesRegex(ClientError, "Rule group not found"):
            api.update_firewall_policy(FirewallPolicyName="strict", FirewallPolicy=lost, UpdateToken=described["UpdateToken"])
        api.delete_rule_group(RuleGroupArn=arn)
        with self.assertRaises(api.exceptions.ResourceNotFoundException):
            api.describe_rule_group(RuleGroupArn=arn)

    def test_block_public_access_of_a_network(self):
        api = self.api("ec2", "300000000002")
        self.assertEqual(api.describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]["InternetGatewayBlockMode"], "off")
        api.modify_vpc_block_public_access_options(InternetGatewayBlockMode="block-bidirectional")
        self.assertEqual(
            api.describe_vpc_block_public_access_options()["VpcBlockPublicAccessOptions"]["InternetGatewayBlockMode"], "block-bidirectional"
        )
        elsewhere = self.api("ec2", "300000000002", "eu-west-1").describe_vpc_block_public_access_options()
        self.assertEqual(elsewhere["VpcBlockPublicAccessOptions"]["InternetGatewayBlockMode"], "off")

        vpc = api.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        made = api.create_vpc_block_public_access_exclusion(VpcId=vpc, InternetGatewayExclusionMode="allow-egress")["VpcBlockPublicAccessExclusion"]
        found = api.describe_vpc_block_public_access_exclusions()["VpcBlockPublicAccessExclusions"]
        self.assertEqual([(one["ExclusionId"], one["InternetGatewayExclusionMode"]) for one in found], [(made["ExclusionId"], "allow-egress")])
        self.assertTrue(found[0]["ResourceArn"].endswith(f":vpc/{vpc}"))
        api.delete_vpc_block_public_access_exclusion(ExclusionId=made["ExclusionId"])
        self.assertEqual(api.describe_vpc_block_public_access_exclusions()["VpcBlockPublicAccessExclusions"], [])
        with self.assertRaises(ClientError):
            api.create_vpc_block_public_access_exclusion(VpcId="vpc-nobody", InternetGatewayExclusionMode="allow-egress")

    def test_encryption_control_of_a_network(self):
        api = self.api("ec2", "300000000003")
        vpc = api.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        control = api.create_vpc_encryption_control(VpcId=vpc)["VpcEncryptionControl"]["VpcEncryptionControlId"]
        api.modify_vpc_encryption_control(VpcEncryptionControlId=control, Mode="enforce", NatGatewayExclusion="enable")
        found = api.describe_vpc_encryption_controls(VpcIds=[vpc])["VpcEncryptionControls"][0]
        self.assertEqual((found["Mode"], found["ResourceExclusions"]["NatGateway"]["State"]), ("enforce", "enabled"))
        api.delete_vpc_encryption_control(VpcEncryptionControlId=control)
        self.assertEqual(api.describe_vpc_encryption_controls()["VpcEncryptionControls"], [])

    def test_snapshots_are_not_shared(self):
        api = self.api("ec2", "300000000004")
        self.assertEqual(api.get_snapshot_block_public_access_state()["State"], "unblocked")
        api.enable_snapshot_block_public_access(State="block-all-sharing")
        self.assertEqual(api.get_snapshot_block_public_access_state()["State"], "block-all-sharing")
        api.disable_snapshot_block_public_access()
        self.assertEqual(api.get_snapshot_block_public_access_state()["State"], "unblocked")

    def test_pull_through_cache_rules_and_templates(self):
        api = self.api("ecr", "300000000005")
        api.create_pull_through_cache_rule(ecrRepositoryPrefix="public", upstreamRegistryUrl="public.ecr.aws")
        with self.assertRaises(api.exceptions.PullThroughCacheRuleAlreadyExistsException):
            api.create_pull_through_cache_rule(ecrRepositoryPrefix="public", upstreamRegistryUrl="public.ecr.aws")
        rules = api.describe_pull_through_cache_rules()["pullThroughCacheRules"]
        self.assertEqual([(rule["ecrRepositoryPrefix"], rule["upstreamRegistryUrl"]) for rule in rules], [("public", "public.ecr.aws")])
        api.create_repository_creation_template(prefix="public", appliedFor=["PULL_THROUGH_CACHE"], imageTagMutability="IMMUTABLE")
        template = api.describe_repository_creation_templates(prefixes=["public"])["repositoryCreationTemplates"][0]
        self.assertEqual((template["imageTagMutability"], template["appliedFor"]), ("IMMUTABLE", ["PULL_THROUGH_CACHE"]))
        api.delete_pull_through_cache_rule(ecrRepositoryPrefix="public")
        self.assertEqual(api.describe_pull_through_cache_rules()["pullThroughCacheRules"], [])

    def test_analyzers(self):
        api = self.api("accessanalyzer", "300000000006")
        rule = {"ruleName": "known", "filter": {"resourceType": {"eq": ["AWS::S3::Bucket"]}}}
        arn = api.create_analyzer(analyzerName="account", type="ACCOUNT", archiveRules=[rule])["arn"]
        self.assertEqual(api.get_analyzer(analyzerName="account")["analyzer"]["arn"], arn)
        self.assertEqual([one["type"] for one in api.list_analyzers()["analyzers"]], ["ACCOUNT"])
        self.assertEqual(api.list_archive_rules(analyzerName="account")["archiveRules"][0]["filter"], rule["filter"])
        api.delete_analyzer(analyzerName="account")
        with self.assertRaises(api.exceptions.ResourceNotFoundException):
            api.get_analyzer(analyzerName="account")

    def test_the_organisation_has_the_ids_it_was_told_and_newer_policies(self):
        management = "300000000007"
        wish = {"management": management, "id": "o-abcdefghij", "rootId": "r-wxyz", "accounts": [management, "300000000008"]}
        self.assertEqual(organization.found(CLIENTS, wish)["Id"], "o-abcdefghij")
        api = self.api("organizations", management, "us-east-1")
        self.assertEqual({account["Id"] for account in api.list_accounts()["Accounts"]}, set(wish["accounts"]))
        policy = api.create_policy(Name="ec2", Description="d", Type="DECLARATIVE_POLICY_EC2", Content='{"ec2_attributes":{}}')["Policy"][
            "PolicySummary"
        ]
        api.attach_policy(PolicyId=policy["Id"], TargetId="r-wxyz")
        attached = api.list_policies_for_target(TargetId="r-wxyz", Filter="DECLARATIVE_POLICY_EC2")["Policies"]
        self.assertEqual([one["Id"] for one in attached], [policy["Id"]])
        self.assertIn("declarative_policy_ec2", attached[0]["Arn"])
        self.assertEqual(api.describe_policy(PolicyId=policy["Id"])["Policy"]["Content"], '{"ec2_attributes":{}}')


if __name__ == "__main__":
    unittest.main()
