"""AWS Identity and Access Management."""

from __future__ import annotations

import json
from typing import Any

from ..core import Absent, Handler, Resource, Simple


class Entity(Handler):
    """A role, user or group: who holds policies."""

    kind, property, longest = "", "", 64
    fixed: tuple[str, ...] = ("Path",)

    def named(self, r: Resource) -> dict[str, str]:
        return {self.property: r.physical_id}

    def create(self, r: Resource) -> str:
        r.physical_id = r.name(self.property, self.longest)
        r.make("iam", f"create_{self.kind}", **self.named(r))
        self.attach(r)
        return r.physical_id

    def attach(self, r: Resource) -> None:
        for arn in r.get("ManagedPolicyArns", []):
            r.call("iam", f"attach_{self.kind}_policy", **self.named(r), PolicyArn=arn)
        for policy in r.get("Policies", []):
            r.make("iam", f"put_{self.kind}_policy", policy, **self.named(r))

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in (self.property, *self.fixed)):
            return False
        for arn in set(old.get("ManagedPolicyArns", [])) - set(r.get("ManagedPolicyArns", [])):
            r.call("iam", f"detach_{self.kind}_policy", **self.named(r), PolicyArn=arn)
        for name in {policy["PolicyName"] for one in (old, r) for policy in one.get("Policies", [])} - {
            p["PolicyName"] for p in r.get("Policies", [])
        }:
            r.call("iam", f"delete_{self.kind}_policy", **self.named(r), PolicyName=name)
        self.attach(r)
        return True

    def read(self, r: Resource) -> dict[str, Any]:
        name = self.named(r)
        state = r.call("iam", f"get_{self.kind}", **name)[self.kind.capitalize()]
        inline = r.call("iam", f"list_{self.kind}_policies", **name)["PolicyNames"] if r.get("Policies") else []
        attached = r.call("iam", f"list_attached_{self.kind}_policies", **name)["AttachedPolicies"] if r.get("ManagedPolicyArns") else []
        return {
            **state,
            "ManagedPolicyArns": [policy["PolicyArn"] for policy in attached],
            "Policies": [r.call("iam", f"get_{self.kind}_policy", **name, PolicyName=policy) for policy in inline],
            "PermissionsBoundary": state.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"),
        }

    def delete(self, r: Resource) -> None:
        name = self.named(r)
        for policy in r.call("iam", f"list_attached_{self.kind}_policies", **name)["AttachedPolicies"]:
            r.call("iam", f"detach_{self.kind}_policy", **name, PolicyArn=policy["PolicyArn"])
        for policy in r.call("iam", f"list_{self.kind}_policies", **name)["PolicyNames"]:
            r.call("iam", f"delete_{self.kind}_policy", **name, PolicyName=policy)
        r.call("iam", f"delete_{self.kind}", **name)


class Role(Entity):
    type = "AWS::IAM::Role"
    kind, property = "role", "RoleName"

    def update(self, r: Resource, old: Resource) -> bool:
        if not super().update(r, old):
            return False
        name = self.named(r)
        r.make("iam", "update_assume_role_policy", {"PolicyDocument": r.get("AssumeRolePolicyDocument")}, **name)
        r.make("iam", "update_role", {"Description": r.get("Description", ""), "MaxSessionDuration": r.get("MaxSessionDuration", 3600)}, **name)
        if r.get("PermissionsBoundary"):
            r.make("iam", "put_role_permissions_boundary", **name)
        elif old.get("PermissionsBoundary"):
            r.call("iam", "delete_role_permissions_boundary", **name)
        if r.get("Tags"):
            r.make("iam", "tag_role", **name)
        return True


HOLDERS = {"Roles": "role", "Users": "user", "Groups": "group"}


def holders(r: Resource) -> list[tuple[str, dict[str, str]]]:
    """Who gets the policy: kind, and the parameter that names it."""
    return [(kind, {f"{kind.capitalize()}Name": name}) for prop, kind in HOLDERS.items() for name in r.get(prop, [])]


class Policy(Handler):
    type = "AWS::IAM::Policy"

    def create(self, r: Resource) -> str:
        name = r.name("PolicyName")
        for kind, holder in holders(r):
            r.make("iam", f"put_{kind}_policy", PolicyName=name, **holder)
        return name

    def update(self, r: Resource, old: Resource) -> bool:
        return r.get("PolicyName") == old.get("PolicyName") and holders(r) == holders(old) and bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        documents = [r.call("iam", f"get_{kind}_policy", PolicyName=r.physical_id, **holder) for kind, holder in holders(r)]
        if not documents:
            raise Absent(r.physical_id)
        found = {prop: [d[f"{kind.capitalize()}Name"] for d in documents if f"{kind.capitalize()}Name" in d] for prop, kind in HOLDERS.items()}
        return {"PolicyName": r.physical_id, "PolicyDocument": documents[0]["PolicyDocument"], **found}

    def delete(self, r: Resource) -> None:
        for kind, holder in holders(r):
            r.call("iam", f"delete_{kind}_policy", PolicyName=r.physical_id, **holder)


class RolePolicy(Handler):
    type = "AWS::IAM::RolePolicy"
    kind, property = "role", "RoleName"

    def named(self, r: Resource) -> dict[str, str]:
        return {self.property: r.get(self.property), "PolicyName": r.get("PolicyName")}

    def create(self, r: Resource) -> str:
        r.make("iam", f"put_{self.kind}_policy")
        return r.get("PolicyName")

    def read(self, r: Resource) -> dict[str, Any]:
        return r.call("iam", f"get_{self.kind}_policy", **self.named(r))

    def delete(self, r: Resource) -> None:
        r.call("iam", f"delete_{self.kind}_policy", **self.named(r))


class UserPolicy(RolePolicy):
    type = "AWS::IAM::UserPolicy"
    kind, property = "user", "UserName"


class GroupPolicy(RolePolicy):
    type = "AWS::IAM::GroupPolicy"
    kind, property = "group", "GroupName"


class ManagedPolicy(Handler):
    type = "AWS::IAM::ManagedPolicy"

    def create(self, r: Resource) -> str:
        name = r.name("ManagedPolicyName")
        document = json.dumps(r.get("PolicyDocument"))
        r.physical_id = r.make("iam", "create_policy", PolicyName=name, PolicyDocument=document)["Policy"]["Arn"]
        for kind, holder in holders(r):
            r.call("iam", f"attach_{kind}_policy", PolicyArn=r.physical_id, **holder)
        return r.physical_id

    def update(self, r: Resource, old: Resource) -> bool:
        same = all(r.get(name) == old.get(name) for name in ("ManagedPolicyName", "Path", "Description"))
        if not same or holders(r) != holders(old):
            return False
        r.call("iam", "create_policy_version", PolicyArn=r.physical_id, PolicyDocument=json.dumps(r.get("PolicyDocument")), SetAsDefault=True)
        return True

    def read(self, r: Resource) -> dict[str, Any]:
        arn = {"PolicyArn": r.physical_id}
        policy = r.call("iam", "get_policy", **arn)["Policy"]
        version = r.call("iam", "get_policy_version", **arn, VersionId=policy["DefaultVersionId"])["PolicyVersion"]
        entities = r.call("iam", "list_entities_for_policy", **arn) if holders(r) else {}
        return {
            **policy,
            "ManagedPolicyName": policy["PolicyName"],
            "PolicyDocument": version["Document"],
            **{prop: [item[f"{kind.capitalize()}Name"] for item in entities.get(f"Policy{prop}", [])] for prop, kind in HOLDERS.items()},
        }

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name in ("PolicyArn", "Id") else super().attribute(r, name)

    def delete(self, r: Resource) -> None:
        for kind, holder in holders(r):
            r.call("iam", f"detach_{kind}_policy", PolicyArn=r.physical_id, **holder)
        for version in r.call("iam", "list_policy_versions", PolicyArn=r.physical_id)["Versions"]:
            if not version["IsDefaultVersion"]:
                r.call("iam", "delete_policy_version", PolicyArn=r.physical_id, VersionId=version["VersionId"])
        r.call("iam", "delete_policy", PolicyArn=r.physical_id)


class InstanceProfile(Handler):
    type = "AWS::IAM::InstanceProfile"

    def create(self, r: Resource) -> str:
        name = r.name("InstanceProfileName")
        r.make("iam", "create_instance_profile", InstanceProfileName=name)
        for role in r.get("Roles", []):
            r.call("iam", "add_role_to_instance_profile", InstanceProfileName=name, RoleName=role)
        return name

    def read(self, r: Resource) -> dict[str, Any]:
        profile = r.call("iam", "get_instance_profile", InstanceProfileName=r.physical_id)["InstanceProfile"]
        return {**profile, "Roles": [role["RoleName"] for role in profile["Roles"]]}

    def delete(self, r: Resource) -> None:
        for role in r.get("Roles", []):
            r.call("iam", "remove_role_from_instance_profile", InstanceProfileName=r.physical_id, RoleName=role)
        r.call("iam", "delete_instance_profile", InstanceProfileName=r.physical_id)


class OpenIdConnectProvider(Simple):
    type = "AWS::IAM::OIDCProvider"
    service, make, identity = "iam", "create_open_id_connect_provider", "OpenIDConnectProviderArn"
    get = ("get_open_id_connect_provider", {"OpenIDConnectProviderArn": "$id"}, "")
    drop = ("delete_open_id_connect_provider", {"OpenIDConnectProviderArn": "$id"})

    def attribute(self, r: Resource, name: str) -> Any:
        return r.physical_id if name == "Arn" else super().attribute(r, name)


class ServiceLinkedRole(Simple):
    type = "AWS::IAM::ServiceLinkedRole"
    service, make, identity = "iam", "create_service_linked_role", "Role.RoleName"
    get = ("get_role", {"RoleName": "$id"}, "Role")
    rename = {}

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        principal = state["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["Service"]
        return {**state, "AWSServiceName": principal[0] if isinstance(principal, list) else principal}


class User(Entity):
    type = "AWS::IAM::User"
    kind, property = "user", "UserName"
    fixed = ("Path", "PermissionsBoundary", "LoginProfile", "Tags")
    secrets = ("LoginProfile",)

    def attach(self, r: Resource) -> None:
        super().attach(r)
        for group in r.get("Groups", []):
            r.call("iam", "add_user_to_group", UserName=r.physical_id, GroupName=group)
        if r.get("LoginProfile"):
            r.make("iam", "create_login_profile", r.get("LoginProfile"), UserName=r.physical_id)

    def read(self, r: Resource) -> dict[str, Any]:
        groups = r.call("iam", "list_groups_for_user", UserName=r.physical_id)["Groups"]
        return {**super().read(r), "Groups": [group["GroupName"] for group in groups]}

    def delete(self, r: Resource) -> None:
        for group in r.call("iam", "list_groups_for_user", UserName=r.physical_id)["Groups"]:
            r.call("iam", "remove_user_from_group", UserName=r.physical_id, GroupName=group["GroupName"])
        if r.get("LoginProfile"):
            r.call("iam", "delete_login_profile", UserName=r.physical_id)
        super().delete(r)


class Group(Entity):
    type = "AWS::IAM::Group"
    kind, property, longest = "group", "GroupName", 128


class UserToGroupAddition(Handler):
    type = "AWS::IAM::UserToGroupAddition"

    def create(self, r: Resource) -> str:
        for user in r.get("Users"):
            r.call("iam", "add_user_to_group", UserName=user, GroupName=r.get("GroupName"))
        return f"{r.logical_id}-{r.suffix}"

    def read(self, r: Resource) -> dict[str, Any]:
        found = r.call("iam", "get_group", GroupName=r.get("GroupName"))
        return {**found["Group"], "Users": [user["UserName"] for user in found["Users"]]}

    def delete(self, r: Resource) -> None:
        for user in r.get("Users"):
            r.call("iam", "remove_user_from_group", UserName=user, GroupName=r.get("GroupName"))


class SamlProvider(Simple):
    type = "AWS::IAM::SAMLProvider"
    service, make, name, identity = "iam", "create_saml_provider", ("Name", 128), "SAMLProviderArn"
    get = ("get_saml_provider", {"SAMLProviderArn": "$id"}, "")
    drop = ("delete_saml_provider", {"SAMLProviderArn": "$id"})
    secrets = ("AddPrivateKey", "PrivateKeyList")

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("Name", "Tags")):
            return False
        r.make("iam", "update_saml_provider", SAMLProviderArn=r.physical_id)
        return True

    def extra(self, r: Resource, state: dict[str, Any]) -> dict[str, Any]:
        return {**state, "Name": r.physical_id.split("/")[-1], "Arn": r.physical_id}
