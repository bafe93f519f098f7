"""People and what they may: providers, groups, permission sets, their boundaries and assignments, analyzers."""

import json
import unittest

from botocore.exceptions import ClientError
from families import ACCOUNT, ALLOW, CLIENTS, REGION, TAGS, TRUST, att, held_whole, ref

INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
METADATA = '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="people">' + "x" * 1000 + "</EntityDescriptor>"
SET = {
    "InstanceArn": INSTANCE,
    "Name": "Operator",
    "Description": "operators",
    "SessionDuration": "PT1H",
    "RelayStateType": "https://console.aws.amazon.com/",
    "ManagedPolicies": ["arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"],
    "CustomerManagedPolicyReferences": [{"Name": "Operator", "Path": "/people/"}],
    "PermissionsBoundary": {"CustomerManagedPolicyReference": {"Name": "PersonBoundary-Operator", "Path": "/people/"}},
    "InlinePolicy": ALLOW,
    "Tags": TAGS,
}
CENTRAL = {
    "Policy": ("AWS::IAM::ManagedPolicy", {"ManagedPolicyName": "Operator", "Path": "/people/", "PolicyDocument": ALLOW}),
    "Boundary": ("AWS::IAM::ManagedPolicy", {"ManagedPolicyName": "PersonBoundary-Operator", "Path": "/people/", "PolicyDocument": ALLOW}),
    "Set": ("AWS::SSO::PermissionSet", SET),
    "Attributes": (
        "AWS::SSO::InstanceAccessControlAttributeConfiguration",
        {"InstanceArn": INSTANCE, "AccessControlAttributes": [{"Key": "customer", "Value": {"Source": ["${path:enterprise.costCenter}"]}}]},
    ),
    "Group": ("AWS::IdentityStore::Group", {"IdentityStoreId": "d-0123456789", "DisplayName": "operators", "Description": "who operates"}),
    "Assignment": (
        "AWS::SSO::Assignment",
        {
            "InstanceArn": INSTANCE,
            "PermissionSetArn": att("Set", "PermissionSetArn"),
            "PrincipalId": att("Group", "GroupId"),
            "PrincipalType": "GROUP",
            "TargetId": ACCOUNT,
            "TargetType": "AWS_ACCOUNT",
        },
        ["Policy", "Boundary"],
    ),
}
IDENTITIES = {
    "Provider": ("AWS::IAM::SAMLProvider", {"Name": "people", "SamlMetadataDocument": METADATA, "Tags": TAGS}),
    "Boundary": ("AWS::IAM::ManagedPolicy", {"ManagedPolicyName": "PersonBoundary", "Path": "/people/", "PolicyDocument": ALLOW}),
    "Role": (
        "AWS::IAM::Role",
        {
            "RoleName": "Operator",
            "Path": "/people/",
            "AssumeRolePolicyDocument": TRUST,
            "PermissionsBoundary": ref("Boundary"),
            "MaxSessionDuration": 3600,
            "Tags": TAGS,
        },
    ),
    "People": (
        "AWS::IAM::Group",
        {
            "GroupName": "people",
            "Path": "/people/",
            "ManagedPolicyArns": [ref("Boundary")],
            "Policies": [{"PolicyName": "assume", "PolicyDocument": ALLOW}],
        },
    ),
    "Person": (
        "AWS::IAM::User",
        {"Path": "/people/", "Groups": [ref("People")], "PermissionsBoundary": ref("Boundary"), "ManagedPolicyArns": [ref("Boundary")], "Tags": TAGS},
    ),
    "Another": ("AWS::IAM::User", {}),
    "Addition": ("AWS::IAM::UserToGroupAddition", {"GroupName": ref("People"), "Users": [ref("Another")]}),
    "GroupPolicy": ("AWS::IAM::GroupPolicy", {"GroupName": ref("People"), "PolicyName": "mfa", "PolicyDocument": ALLOW}),
    "UserPolicy": ("AWS::IAM::UserPolicy", {"UserName": ref("Person"), "PolicyName": "own", "PolicyDocument": ALLOW}),
    "Outside": (
        "AWS::AccessAnalyzer::Analyzer",
        {
            "AnalyzerName": "outside",
            "Type": "ORGANIZATION",
            "ArchiveRules": [{"RuleName": "known", "Filter": [{"Property": "isPublic", "Eq": ["false"]}]}],
        },
    ),
    "Unused": (
        "AWS::AccessAnalyzer::Analyzer",
        {
            "Type": "ORGANIZATION_UNUSED_ACCESS",
            "AnalyzerConfiguration": {
                "UnusedAccessConfiguration": {"UnusedAccessAge": 90, "AnalysisRule": {"Exclusions": [{"AccountIds": [ACCOUNT]}]}}
            },
            "Tags": TAGS,
        },
    ),
}


class People(unittest.TestCase):
    maxDiff = None

    def test_identity_center_is_held_and_changed_in_place(self):
        smaller = {**SET, "SessionDuration": "PT30M", "ManagedPolicies": [], "InlinePolicy": {**ALLOW, "Statement": ALLOW["Statement"] * 2}}
        held_whole(self, "central", CENTRAL, {"Set": ("AWS::SSO::PermissionSet", smaller)})

    def test_identities_of_an_account_are_held_and_changed_in_place(self):
        role = {**IDENTITIES["Role"][1], "MaxSessionDuration": 7200, "Description": "who operates"}
        held_whole(self, "identities-of-people", IDENTITIES, {"Role": ("AWS::IAM::Role", role)})

    def test_a_set_is_assigned_where_its_policies_are_and_nowhere_else(self):
        api, there = CLIENTS.client("sso-admin", "400000000003", REGION), CLIENTS.client("iam", "400000000004", REGION)
        made = api.create_permission_set(InstanceArn=INSTANCE, Name="Support")["PermissionSet"]["PermissionSetArn"]
        where = {"InstanceArn": INSTANCE, "PermissionSetArn": made}
        reference = {"Name": "Support", "Path": "/people/"}
        api.attach_customer_managed_policy_reference_to_permission_set(**where, CustomerManagedPolicyReference=reference)
        target = {"TargetId": "400000000004", "TargetType": "AWS_ACCOUNT", "PrincipalType": "GROUP", "PrincipalId": "g"}
        with self.assertRaisesRegex(ClientError, "policy/people/Support does not exist"):
            api.create_account_assignment(**where, **target)
        there.create_policy(PolicyName="Support", Path="/people/", PolicyDocument=json.dumps(ALLOW))
        api.put_permissions_boundary_to_permission_set(**where, PermissionsBoundary={"CustomerManagedPolicyReference": {"Name": "Edge"}})
        with self.assertRaisesRegex(ClientError, "policy/Edge does not exist"):
            api.create_account_assignment(**where, **target)
        there.create_policy(PolicyName="Edge", PolicyDocument=json.dumps(ALLOW))
        api.create_account_assignment(**where, **target)
        found = api.list_account_assignments(InstanceArn=INSTANCE, AccountId=target["TargetId"], PermissionSetArn=made)["AccountAssignments"]
        self.assertEqual([one["PrincipalId"] for one in found], ["g"])


if __name__ == "__main__":
    unittest.main()
