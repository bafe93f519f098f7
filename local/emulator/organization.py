"""What exists before the first stack does: the organisation, with the ids that the estate's configuration names."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from .core import Clients

POLICY_TYPES = ("SERVICE_CONTROL_POLICY", "RESOURCE_CONTROL_POLICY", "TAG_POLICY", "BACKUP_POLICY", "DECLARATIVE_POLICY_EC2", "S3_POLICY")


def found(clients: Clients, wish: dict[str, Any]) -> dict[str, Any]:
    """Founds the organisation `{management, id, rootId, accounts}` through its API, with the given ids in place of random ones."""
    api = clients.client("organizations", wish["management"], "us-east-1")
    ids = patch.multiple(
        "moto.organizations.utils",
        make_random_org_id=lambda: wish["id"],
        make_random_root_id=lambda: wish["rootId"],
    )
    with ids:
        api.create_organization(FeatureSet="ALL")
    for account in wish["accounts"]:
        if account != wish["management"]:
            with patch("moto.organizations.utils.make_random_account_id", lambda account=account: account):
                api.create_account(AccountName=account, Email=f"{account}@organisation.invalid")
    for kind in POLICY_TYPES:
        api.enable_policy_type(RootId=wish["rootId"], PolicyType=kind)
    return api.describe_organization()["Organization"]
