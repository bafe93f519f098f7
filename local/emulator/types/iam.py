"""AWS Identity and Access Management."""

from __future__ import annotations

import json
from typing import Any

from ..core import Absent, Handler, Resource, Simple


class Role(Handler):
    type = "AWS::IAM::Role"

    def create(self, r: Resource) -> str:
        r.physical_id = r.name("RoleName", 64)
        r.make("iam", "create_role", RoleName=r.physical_id, PermissionsBoundary=r.get("PermissionsBoundary"))
        self.attach(r)
        return r.physical_id

    def attach(self, r: Resource) -> None:
        for arn in r.get("ManagedPolicyArns", []):
            r.call("iam", "attach_role_policy", RoleName=r.physical_id, PolicyArn=arn)
        for policy in r.get("Policies", []):
            r.make("iam", "put_role_policy", policy, RoleName=r.physical_id)

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("RoleName", "Path", "PermissionsBoundary")):
            return False
        r.make("iam", "update_assume_role_policy", {"PolicyDocument": r.get("AssumeRolePolicyDocument")}, RoleName=r.physical_id)
        for arn in set(old.get("ManagedPolicyArns", [])) - set(r.get("ManagedPolicyArns", [])):
            r.call("iam", "detach_role_policy", RoleName=r.physical_id, PolicyArn=arn)
        self.attach(r)
        return True

    def read(self, r: Resource) -> dict[str, Any]:
        name = {"RoleName": r.physical_id}
        role = r.call("iam", "get_role", **name)["Role"]
        inline = r.call("iam", "list_role_policies", **name)["PolicyNames"] if r.get("Policies") else []
        attached = r.call("iam", "list_attached_role_policies", **name)["AttachedPolicies"] if r.get("ManagedPolicyArns") else []
        return {
            **role,
            "ManagedPolicyArns": [policy["PolicyArn"] for policy in attached],
            "Policies": [r.call("iam", "get_role_policy", **name, PolicyName=policy) for policy in inline],
            "PermissionsBoundary": role.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn"),
        }

    def delete(self, r: Resource) -> None:
        name = {"RoleName": r.physical_id}
        for policy in r.call("iam", "list_attached_role_policies", **name)["AttachedPolicies"]:
            r.call("iam", "detach_role_policy", **name, PolicyArn=policy["PolicyArn"])
        for policy in r.call("iam", "list_role_policies", **name)["PolicyNames"]:
            r.call("iam", "delete_role_policy", **name, PolicyName=policy)
        r.call("iam", "delete_role", **name)


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

    def create(self, r: Resource) -> str:
        r.make("iam", "put_role_policy")
        return r.get("PolicyName")

    def read(self, r: Resource) -> dict[str, Any]:
        return r.call("iam", "get_role_policy", RoleName=r.get("RoleName"), PolicyName=r.physical_id)

    def delete(self, r: Resource) -> None:
        r.call("iam", "delete_role_policy", RoleName=r.get("RoleName"), PolicyName=r.physical_id)


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


class User(Simple):
    type = "AWS::IAM::User"
    service, make, name, identity = "iam", "create_user", ("UserName", 64), "=UserName"
    get = ("get_user", {"UserName": "$id"}, "User")
    drop = ("delete_user", {"UserName": "$id"})


class Group(Simple):
    type = "AWS::IAM::Group"
    service, make, name, identity = "iam", "create_group", ("GroupName", 128), "=GroupName"
    get = ("get_group", {"GroupName": "$id"}, "Group")
    drop = ("delete_group", {"GroupName": "$id"})
