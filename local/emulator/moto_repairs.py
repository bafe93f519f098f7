"""Repairs of moto itself: settings its APIs accept and then forget, kept here and told again, and one request at a time.

Each is a promise that the estate makes and that a describe call must be able to prove.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from typing import Any

from moto.autoscaling.responses import AutoScalingResponse
from moto.core.responses import ActionResult, BaseResponse
from moto.ec2.models.security_groups import SecurityGroupRule
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.elbv2.models import FakeLoadBalancer
from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.kms.responses import KmsResponse
from moto.rds.models import RDSBackend
from moto.s3.exceptions import ReplicationConfigurationNotFoundError
from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response
from moto.secretsmanager.models import FakeSecret, ReplicaSecret
from moto.wafv2.models import FakeWebACL
from moto.wafv2.responses import WAFV2Response

HEALTH_LOG_ATTRIBUTES = {"health_check_logs.s3.bucket", "health_check_logs.s3.prefix"}


def undecided(statement: dict[str, Any]) -> bool:
    return statement.get("Effect") == "Deny" and "Condition" in statement


def get_permission(bucket: FakeBucket, action: str, resource: str) -> PermissionResult:
    """moto reads a conditional Deny without its condition, so "deny unless TLS" would refuse everything.

    The emulator is no judge of access: a Deny that hangs on a condition is left out, the rest is decided as before.
    """
    if bucket.policy is None:
        return PermissionResult.NEUTRAL
    policy = json.loads(bucket.policy)
    statements = policy.get("Statement", [])
    statements = statements if isinstance(statements, list) else [statements]
    decided = [statement for statement in statements if not undecided(statement)]
    if not decided:
        return PermissionResult.NEUTRAL
    return IAMPolicy(json.dumps({**policy, "Statement": decided})).is_action_permitted(action, resource)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def get_bucket_replication(response: S3Response) -> Any:
    """moto answers with a fixed filter and without selection criteria; this answers with what was put."""
    response.data["Action"] = "GetBucketReplication"
    held = response.backend.get_bucket_replication(response.bucket_name)
    if not held:
        raise ReplicationConfigurationNotFoundError(bucket_name=response.bucket_name)
    rules = [{"Filter": {"Prefix": ""}, **rule} for rule in listed(held["Rule"])]
    return response.serialized(ActionResult({"ReplicationConfiguration": {"Role": held["Role"], "Rules": rules}}))


plain_notification = S3Response.get_bucket_notification


def get_bucket_notification(response: S3Response) -> Any:
    """With events to EventBridge, which moto keeps and does not tell."""
    held = response.backend.get_bucket_notification_configuration(response.bucket_name)
    plainly = response.serialized

    def whole(answer: ActionResult) -> Any:
        extra = {"EventBridgeConfiguration": {}} if held and held.event_bridge is not None else {}
        return plainly(ActionResult({**(answer.result or {}), **extra}))

    response.serialized = whole  # type: ignore[method-assign]
    return plain_notification(response)


plain_enable_rotation = KmsResponse.enable_key_rotation


def enable_key_rotation(response: KmsResponse) -> str:
    out = plain_enable_rotation(response)
    key = response.kms_backend.keys[response.kms_backend.get_key_id(response._get_param("KeyId"))]
    key.rotation_period_in_days = int(response._get_param("RotationPeriodInDays") or 365)  # type: ignore[attr-defined]
    return out


def get_key_rotation_status(response: KmsResponse) -> str:
    """With the period, which moto forgets."""
    key_id = response._get_param("KeyId")
    response._validate_cmk_id(key_id)
    enabled = response.kms_backend.get_key_rotation_status(key_id)
    answer: dict[str, Any] = {"KeyRotationEnabled": enabled}
    if enabled:
        key = response.kms_backend.keys[response.kms_backend.get_key_id(key_id)]
        answer["RotationPeriodInDays"] = getattr(key, "rotation_period_in_days", 365)
    return json.dumps(answer)


#: Request parameter -> attribute that moto's serializer looks for in the answer.
DATABASE_SETTINGS = {
    "enable_performance_insights": "performance_insights_enabled",
    "performance_insights_kms_key_id": "performance_insights_kms_key_id",
    "performance_insights_retention_period": "performance_insights_retention_period",
    "database_insights_mode": "database_insights_mode",
    "monitoring_interval": "monitoring_interval",
    "monitoring_role_arn": "monitoring_role_arn",
    "ca_certificate_identifier": "ca_certificate_identifier",
    "backtrack_window": "backtrack_window",
    "engine_lifecycle_support": "engine_lifecycle_support",
}


def remembering(plain: Any) -> Any:
    """`plain` (create or modify of a database), keeping the settings its model drops."""

    def wrapped(backend: RDSBackend, *arguments: Any, **named: Any) -> Any:
        asked = next(argument for argument in [*named.values(), *reversed(arguments)] if isinstance(argument, Mapping))
        asked = dict(asked)
        model = plain(backend, *arguments, **named)
        for parameter, attribute in DATABASE_SETTINGS.items():
            if asked.get(parameter) is not None:
                setattr(model, attribute, asked[parameter])
        return model

    return wrapped


#: Parameter of an ECS service -> attribute that moto's serializer looks for in the answer.
SERVICE_SETTINGS = {
    "availabilityZoneRebalancing": "availability_zone_rebalancing",
    "capacityProviderStrategy": "capacity_provider_strategy",
    "deploymentConfiguration": "deployment_configuration",
    "enableECSManagedTags": "enable_ecs_managed_tags",
    "enableExecuteCommand": "enable_execute_command",
    "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
}


def keeping_service(plain: Any) -> Any:
    """`plain` (create or update of an ECS service), keeping the settings its model drops."""

    def wrapped(response: EC2ContainerServiceResponse) -> Any:
        answer = plain(response)
        for parameter, attribute in SERVICE_SETTINGS.items():
            value = response._get_param(parameter)
            if value is not None:
                setattr(answer.result["service"], attribute, value)
        return answer

    return wrapped


#: Parameter of an Auto Scaling group -> attribute that moto's serializer looks for in the answer.
GROUP_SETTINGS = {
    "Context": "context",
    "DefaultInstanceWarmup": "default_instance_warmup",
    "InstanceMaintenancePolicy": "instance_maintenance_policy",
    "MaxInstanceLifetime": "max_instance_lifetime",
    "ServiceLinkedRoleARN": "service_linked_role_arn",
}


def keeping_group(plain: Any) -> Any:
    """`plain` (create or update of an Auto Scaling group), keeping the settings its model drops."""

    def wrapped(response: AutoScalingResponse) -> Any:
        answer = plain(response)
        group = response.autoscaling_backend.autoscaling_groups[response._get_param("AutoScalingGroupName")]
        for parameter, attribute in GROUP_SETTINGS.items():
            value = response._get_param(parameter)
            if value is not None:
                setattr(group, attribute, value)
        return answer

    return wrapped


ACL_SETTINGS = ("DataProtectionConfig", "OnSourceDDoSProtectionConfig", "ApplicationConfig")


def keeping_acl(plain: Any) -> Any:
    """`plain` (create or update of a web ACL), keeping the settings its model drops."""

    def wrapped(response: WAFV2Response) -> Any:
        answer = plain(response)
        asked = json.loads(response.body)
        acl = next(acl for acl in response.wafv2_backend.wacls.values() if acl.name == asked["Name"])
        acl.kept = {name: asked[name] for name in ACL_SETTINGS if name in asked}
        return answer

    return wrapped


plain_acl_dict = FakeWebACL.to_dict


def acl_dict(acl: FakeWebACL) -> dict[str, Any]:
    return {**plain_acl_dict(acl), **getattr(acl, "kept", {})}


plain_replicas = FakeSecret.create_replicas


def create_replicas(secret: FakeSecret, replica_regions: list[dict[str, str]], force_overwrite: bool) -> list[ReplicaSecret]:
    """moto says of every replica that AWS's own key encrypts it."""
    replicas = plain_replicas(secret, replica_regions, force_overwrite)
    for replica, asked in zip(replicas, replica_regions or [], strict=True):
        replica.config.update({name: value for name, value in asked.items() if name == "KmsKeyId"})
    return replicas


plain_call_action = BaseResponse.call_action
ONE_AT_A_TIME = threading.RLock()
# These call other services while a request of theirs is open, and from threads of their own.
CALLS_OTHERS = ("cloudformation", "stepfunctions")


def call_action(response: BaseResponse) -> Any:
    """moto walks its tables while other requests add to them; stacks of many accounts are deployed side by side."""
    if response.service_name in CALLS_OTHERS:
        return plain_call_action(response)
    with ONE_AT_A_TIME:
        return plain_call_action(response)


plain_rule = SecurityGroupRule.__init__


def make_rule(rule: SecurityGroupRule, *arguments: Any, **named: Any) -> None:
    """moto keeps the description of address ranges only; rules about a group or a prefix list have one too."""
    plain_rule(rule, *arguments, **named)
    sources = [value for value in [*arguments, *named.values()] if isinstance(value, dict)]
    rule.told = next((source["Description"] for source in sources if source.get("Description")), None)  # type: ignore[attr-defined]


def install() -> None:
    BaseResponse.call_action = call_action  # type: ignore[method-assign]
    SecurityGroupRule.__init__ = make_rule  # type: ignore[method-assign]
    SecurityGroupRule.description = property(lambda rule: rule.told)  # type: ignore[assignment, method-assign]
    FakeBucket.get_permission = get_permission  # type: ignore[method-assign]
    FakeLoadBalancer.VALID_ATTRS |= HEALTH_LOG_ATTRIBUTES
    S3Response.get_bucket_replication = get_bucket_replication  # type: ignore[method-assign]
    S3Response.get_bucket_notification = get_bucket_notification  # type: ignore[method-assign]
    KmsResponse.enable_key_rotation = enable_key_rotation  # type: ignore[method-assign]
    KmsResponse.get_key_rotation_status = get_key_rotation_status  # type: ignore[method-assign]
    for name in ("create_db_cluster", "modify_db_cluster", "create_db_instance", "modify_db_instance"):
        setattr(RDSBackend, name, remembering(getattr(RDSBackend, name)))
    for name in ("create_service", "update_service"):
        setattr(EC2ContainerServiceResponse, name, keeping_service(getattr(EC2ContainerServiceResponse, name)))
    for name in ("create_auto_scaling_group", "update_auto_scaling_group"):
        setattr(AutoScalingResponse, name, keeping_group(getattr(AutoScalingResponse, name)))
    for name in ("create_web_acl", "update_web_acl"):
        setattr(WAFV2Response, name, keeping_acl(getattr(WAFV2Response, name)))
    FakeSecret.create_replicas = create_replicas  # type: ignore[method-assign]
    FakeWebACL.to_dict = acl_dict  # type: ignore[method-assign]
