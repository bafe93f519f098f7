"""IAM Identity Center: boundaries and tags of permission sets, attributes for access control; and that an assignment needs its policies."""

from __future__ import annotations

from typing import Any

from moto.backends import get_backend
from moto.core.responses import ActionResult, BaseResponse, EmptyResult
from moto.ssoadmin.models import ManagedPolicy, SSOAdminBackend
from moto.ssoadmin.responses import SSOAdminResponse

from .store import ApiError, add, asked, kept

plain_assignment = SSOAdminResponse.create_account_assignment


def set_of(response: Any, wish: dict[str, Any]) -> Any:
    return response.ssoadmin_backend._find_permission_set(wish["InstanceArn"], wish["PermissionSetArn"])


def boundaries(response: Any) -> dict[str, dict[str, Any]]:
    return kept(response.ssoadmin_backend, "boundaries")


def own_policies(response: Any, wish: dict[str, Any]) -> list[dict[str, str]]:
    """Names and paths of the policies that the target account itself must have."""
    permission_set = set_of(response, wish)
    boundary = boundaries(response).get(wish["PermissionSetArn"], {}).get("CustomerManagedPolicyReference")
    named = [{"Name": policy.name, "Path": policy.path} for policy in permission_set.customer_managed_policies]
    return [*named, *([boundary] if boundary else [])]


def create_account_assignment(response: BaseResponse) -> Any:
    """A set that names policies of the account itself cannot be assigned before they are there.

    AWS says so in the status of the assignment.
    https://docs.aws.amazon.com/singlesignon/latest/userguide/howtocmp.html
    """
    wish = asked(response)
    policies = get_backend("iam")[wish["TargetId"]]["aws"].managed_policies
    for policy in own_policies(response, wish):
        arn = f"arn:aws:iam::{wish['TargetId']}:policy{policy.get('Path') or '/'}{policy['Name']}"
        if arn not in policies:
            raise ApiError("ResourceNotFoundException", f"{arn} does not exist in the account that the permission set is assigned to.")
    return plain_assignment(response)  # type: ignore[arg-type]


def find_managed_policy(backend: SSOAdminBackend, arn: str) -> ManagedPolicy:
    """moto looks by name and forgets the path: job functions and service roles were never found."""
    policy = get_backend("iam")[backend.account_id]["aws"].managed_policies.get(arn)
    if policy is None or ":iam::aws:" not in arn:
        raise ApiError("ResourceNotFoundException", f"Policy does not exist with ARN: {arn}")
    return ManagedPolicy(arn, policy.name)


class Additions(SSOAdminResponse):
    """The operations; `install` copies them onto moto's own class."""

    def put_permissions_boundary_to_permission_set(self) -> EmptyResult:
        wish = asked(self)
        set_of(self, wish)
        boundaries(self)[wish["PermissionSetArn"]] = wish["PermissionsBoundary"]
        return EmptyResult()

    def get_permissions_boundary_for_permission_set(self) -> ActionResult:
        wish = asked(self)
        set_of(self, wish)
        if wish["PermissionSetArn"] not in boundaries(self):
            raise ApiError("ResourceNotFoundException", "The permission set has no permissions boundary.")
        return ActionResult({"PermissionsBoundary": boundaries(self)[wish["PermissionSetArn"]]})

    def delete_permissions_boundary_from_permission_set(self) -> EmptyResult:
        boundaries(self).pop(asked(self)["PermissionSetArn"], None)
        return EmptyResult()

    def list_tags_for_resource(self) -> ActionResult:
        wish = asked(self)
        return ActionResult({"Tags": set_of(self, {**wish, "PermissionSetArn": wish["ResourceArn"]}).tags or []})

    def create_instance_access_control_attribute_configuration(self) -> EmptyResult:
        wish = asked(self)
        kept(self.ssoadmin_backend, "attributes")[wish["InstanceArn"]] = wish["InstanceAccessControlAttributeConfiguration"]
        return EmptyResult()

    update_instance_access_control_attribute_configuration = create_instance_access_control_attribute_configuration

    def describe_instance_access_control_attribute_configuration(self) -> ActionResult:
        found = kept(self.ssoadmin_backend, "attributes").get(asked(self)["InstanceArn"])
        if found is None:
            raise ApiError("ResourceNotFoundException", "The instance has no attributes for access control.")
        return ActionResult({"Status": "ENABLED", "InstanceAccessControlAttributeConfiguration": found})

    def delete_instance_access_control_attribute_configuration(self) -> EmptyResult:
        kept(self.ssoadmin_backend, "attributes").pop(asked(self)["InstanceArn"], None)
        return EmptyResult()


def install() -> None:
    add(Additions, SSOAdminResponse)
    SSOAdminBackend._find_managed_policy = find_managed_policy  # type: ignore[method-assign]
    SSOAdminResponse.create_account_assignment = create_account_assignment  # type: ignore[method-assign, assignment]
