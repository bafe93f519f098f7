"""IAM Identity Center: permission sets, their assignments, attributes for access control, and the identity store's groups."""

from __future__ import annotations

from typing import Any

from ..core import Handler, Resource, Simple, first


class PermissionSet(Simple):
    type = "AWS::SSO::PermissionSet"
    service, make, identity = "sso-admin", "create_permission_set", "PermissionSet.PermissionSetArn"
    rename = {"RelayStateType": "RelayState"}
    get = ("describe_permission_set", {"InstanceArn": "$InstanceArn", "PermissionSetArn": "$id"}, "PermissionSet")
    drop = ("delete_permission_set", {"InstanceArn": "$InstanceArn", "PermissionSetArn": "$id"})

    def where(self, r: Resource) -> dict[str, str]:
        return {"InstanceArn": r.get("InstanceArn"), "PermissionSetArn": r.physical_id}

    def after(self, r: Resource) -> None:
        where = self.where(r)
        for arn in r.get("ManagedPolicies", []):
            r.call("sso-admin", "attach_managed_policy_to_permission_set", **where, ManagedPolicyArn=arn)
        for reference in r.get("CustomerManagedPolicyReferences", []):
            wish = {"CustomerManagedPolicyReference": reference}
            r.make("sso-admin", "attach_customer_managed_policy_reference_to_permission_set", wish, **where)
        if r.get("InlinePolicy"):
            r.make("sso-admin", "put_inline_policy_to_permission_set", **where)
        if r.get("PermissionsBoundary"):
            r.make("sso-admin", "put_permissions_boundary_to_permission_set", **where)

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("InstanceArn", "Name", "Tags")):
            return False
        where = self.where(r)
        r.make("sso-admin", "update_permission_set", self.values(r), **where)
        for arn in old.get("ManagedPolicies", []):
            r.call("sso-admin", "detach_managed_policy_from_permission_set", **where, ManagedPolicyArn=arn)
        for reference in old.get("CustomerManagedPolicyReferences", []):
            wish = {"CustomerManagedPolicyReference": reference}
            r.make("sso-admin", "detach_customer_managed_policy_reference_from_permission_set", wish, **where)
        if old.get("InlinePolicy"):
            r.call("sso-admin", "delete_inline_policy_from_permission_set", **where)
        if old.get("PermissionsBoundary"):
            r.call("sso-admin", "delete_permissions_boundary_from_permission_set", **where)
        self.after(r)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        where = self.where(r)
        managed = r.call("sso-admin", "list_managed_policies_in_permission_set", **where)["AttachedManagedPolicies"]
        own = r.call("sso-admin", "list_customer_managed_policy_references_in_permission_set", **where)
        boundary = r.call("sso-admin", "get_permissions_boundary_for_permission_set", **where) if r.get("PermissionsBoundary") else {}
        tags = r.call("sso-admin", "list_tags_for_resource", InstanceArn=r.get("InstanceArn"), ResourceArn=r.physical_id) if r.get("Tags") else {}
        return {
            **state,
            "InstanceArn": r.get("InstanceArn"),
            "ManagedPolicies": [policy["Arn"] for policy in managed],
            "CustomerManagedPolicyReferences": own["CustomerManagedPolicyReferences"],
            "InlinePolicy": r.call("sso-admin", "get_inline_policy_for_permission_set", **where)["InlinePolicy"],
            "PermissionsBoundary": boundary.get("PermissionsBoundary"),
            "Tags": tags.get("Tags"),
        }


class Assignment(Handler):
    type = "AWS::SSO::Assignment"

    def create(self, r: Resource) -> str:
        r.make("sso-admin", "create_account_assignment")
        return "|".join(r.get(name) for name in ("InstanceArn", "TargetId", "TargetType", "PermissionSetArn", "PrincipalType", "PrincipalId"))

    def read(self, r: Resource) -> dict[str, Any]:
        where = {"InstanceArn": r.get("InstanceArn"), "AccountId": r.get("TargetId"), "PermissionSetArn": r.get("PermissionSetArn")}
        found = r.call("sso-admin", "list_account_assignments", **where)["AccountAssignments"]
        assignment = first([item for item in found if item["PrincipalId"] == r.get("PrincipalId")], r.physical_id)
        return {**assignment, "InstanceArn": r.get("InstanceArn"), "TargetId": assignment["AccountId"], "TargetType": "AWS_ACCOUNT"}

    def delete(self, r: Resource) -> None:
        r.make("sso-admin", "delete_account_assignment")


class AccessControlAttributes(Simple):
    type = "AWS::SSO::InstanceAccessControlAttributeConfiguration"
    service, make, identity = "sso-admin", "create_instance_access_control_attribute_configuration", "=InstanceArn"
    get = ("describe_instance_access_control_attribute_configuration", {"InstanceArn": "$id"}, "InstanceAccessControlAttributeConfiguration")
    drop = ("delete_instance_access_control_attribute_configuration", {"InstanceArn": "$id"})
    aliases = {"InstanceArn": "'$id'"}

    def values(self, r: Resource) -> dict[str, Any]:
        return {**super().values(r), "InstanceAccessControlAttributeConfiguration": {"AccessControlAttributes": r.get("AccessControlAttributes")}}


class Group(Simple):
    type = "AWS::IdentityStore::Group"
    service, make, identity = "identitystore", "create_group", "GroupId"
    get = ("describe_group", {"IdentityStoreId": "$IdentityStoreId", "GroupId": "$id"}, "")
    drop = ("delete_group", {"IdentityStoreId": "$IdentityStoreId", "GroupId": "$id"})


class GroupMembership(Simple):
    type = "AWS::IdentityStore::GroupMembership"
    service, make, identity = "identitystore", "create_group_membership", "MembershipId"
    get = ("describe_group_membership", {"IdentityStoreId": "$IdentityStoreId", "MembershipId": "$id"}, "")
    drop = ("delete_group_membership", {"IdentityStoreId": "$IdentityStoreId", "MembershipId": "$id"})
