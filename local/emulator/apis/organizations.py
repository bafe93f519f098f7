"""AWS Organizations: policy types newer than moto's list."""

from __future__ import annotations

from typing import Any

from moto.organizations import utils
from moto.organizations.models import FakePolicy, FakeRoot

#: Type -> its word in an ARN. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html
NEWER = {
    "BACKUP_POLICY": "backup_policy",
    "CHATBOT_POLICY": "chatbot_policy",
    "DECLARATIVE_POLICY_EC2": "declarative_policy_ec2",
    "SECURITYHUB_POLICY": "securityhub_policy",
    "S3_POLICY": "s3_policy",
}
plain_init = FakePolicy.__init__


def make(policy: FakePolicy, organization: Any, **asked: Any) -> None:
    """moto knows how to make a tag policy; a newer one differs from it in type and ARN only."""
    kind = asked.get("Type", "")
    if kind not in NEWER:
        plain_init(policy, organization, **asked)
        return
    plain_init(policy, organization, **{**asked, "Type": "TAG_POLICY"})
    policy.type = kind
    policy._arn_format = utils.TAG_POLICY_ARN_FORMAT.replace("tag_policy", NEWER[kind])


def install() -> None:
    FakePolicy.__init__ = make  # type: ignore[method-assign]
    for kind in NEWER:
        for known in (FakePolicy.SUPPORTED_POLICY_TYPES, FakeRoot.SUPPORTED_POLICY_TYPES):
            if kind not in known:
                known.append(kind)
