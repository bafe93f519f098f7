"""AWS Backup: vaults with their policies, notifications and locks, selections, restore testing, frameworks, settings."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

from moto.backup import urls
from moto.backup.models import BackupBackend, Plan, Vault
from moto.backup.responses import BackupResponse
from moto.core.responses import ActionResult, BaseResponse, EmptyResult
from moto.core.utils import unix_time

from .shelf import Shelf
from .store import ApiError, add, asked, kept

AIR_GAPPED = "LOGICALLY_AIR_GAPPED_BACKUP_VAULT"
LEAST_DAYS = 7  # of a logically air-gapped vault
WORD, LONG_WORD = re.compile(r"[A-Za-z0-9_]{1,50}"), re.compile(r"[A-Za-z][A-Za-z0-9_]{0,255}")

plain_lock, plain_unlock = BackupBackend.put_backup_vault_lock_configuration, BackupBackend.delete_backup_vault_lock_configuration
plain_tags = BackupResponse.list_tags


def worded(name: str, pattern: re.Pattern[str] = WORD) -> Any:
    """https://docs.aws.amazon.com/aws-backup/latest/devguide/API_RestoreTestingPlanForCreate.html"""

    def check(response: BaseResponse, wish: dict[str, Any]) -> None:
        if not pattern.fullmatch(wish[name]):
            raise ApiError("InvalidParameterValueException", f"{name} must be letters, digits and underscores, and not too many: {wish[name]}")

    return check


def of_a_plan(response: BaseResponse, wish: dict[str, Any]) -> None:
    response.backup_backend.get_backup_plan(wish["BackupPlanId"], None)  # type: ignore[attr-defined]


def of_a_testing_plan(response: BaseResponse, wish: dict[str, Any]) -> None:
    worded("RestoreTestingSelectionName")(response, wish)
    TESTING_PLANS.found(response, wish)


SELECTIONS = Shelf("backup", "selections", ("BackupPlanId", "SelectionId"), minted=lambda: str(uuid4()), born="CreationDate", check=of_a_plan)
TESTING_PLANS = Shelf(
    "backup",
    "testing_plans",
    ("RestoreTestingPlanName",),
    arn=("RestoreTestingPlanArn", "arn:aws:backup:{region}:{account}:restore-testing-plan:{RestoreTestingPlanName}-{uuid}"),
    body="RestoreTestingPlan",
    check=worded("RestoreTestingPlanName"),
)
TESTING_SELECTIONS = Shelf(
    "backup",
    "testing_selections",
    ("RestoreTestingPlanName", "RestoreTestingSelectionName"),
    body="RestoreTestingSelection",
    check=of_a_testing_plan,
)
FRAMEWORKS = Shelf(
    "backup",
    "frameworks",
    ("FrameworkName",),
    arn=("FrameworkArn", "arn:aws:backup:{region}:{account}:framework:{FrameworkName}-{uuid}"),
    made={"DeploymentStatus": "COMPLETED", "FrameworkStatus": "ACTIVE"},
    check=worded("FrameworkName", LONG_WORD),
)


def vault_of(response: BaseResponse, name: str) -> Vault:
    return response.backup_backend.describe_backup_vault(name)  # type: ignore[attr-defined]


def points(backend: BackupBackend, vault: Vault) -> dict[str, dict[str, Any]]:
    """The recovery points of a vault."""
    return kept(backend, f"points/{vault.backup_vault_name}")


def gapped(backend: BackupBackend, name: str) -> bool:
    return name in kept(backend, "air_gapped")


def keeping_lock(plain: Any) -> Any:
    """A logically air-gapped vault is locked for good from the first second on."""

    def wrapped(backend: BackupBackend, backup_vault_name: str, **days: Any) -> None:
        if gapped(backend, backup_vault_name):
            raise ApiError("InvalidRequestException", f"{backup_vault_name} is logically air-gapped: its lock cannot be changed.")
        plain(backend, backup_vault_name, **days)

    return wrapped


def told(vault: Vault) -> dict[str, Any]:
    return {"BackupVaultName": vault.backup_vault_name, "BackupVaultArn": vault.backup_vault_arn}


class Vaults(BackupResponse):
    """Operations on vaults; `install` copies them onto moto's own class."""

    def describe_backup_vault(self) -> ActionResult:
        name = asked(self)["BackupVaultName"]
        vault, backend = vault_of(self, name), self.backup_backend
        extra = {
            "VaultType": AIR_GAPPED if gapped(backend, name) else "BACKUP_VAULT",
            "VaultState": "AVAILABLE",
            "NumberOfRecoveryPoints": len(points(backend, vault)),
            **kept(backend, "teams").get(name, {}),
        }
        return ActionResult({**vault.to_list_dict(), **extra})

    def create_logically_air_gapped_backup_vault(self) -> ActionResult:
        wish, backend = asked(self), self.backup_backend
        if not LEAST_DAYS <= wish["MinRetentionDays"] <= wish["MaxRetentionDays"]:
            raise ApiError("InvalidParameterValueException", f"MinRetentionDays must be {LEAST_DAYS} at least and MaxRetentionDays at most.")
        names = (wish["BackupVaultName"], wish.get("BackupVaultTags") or {}, wish.get("EncryptionKeyArn", ""), wish.get("CreatorRequestId", ""))
        vault = backend.create_backup_vault(*names)
        vault.locked, vault.min_retention_days, vault.max_retention_days = True, wish["MinRetentionDays"], wish["MaxRetentionDays"]
        vault.lock_date = unix_time()
        kept(backend, "air_gapped")[vault.backup_vault_name] = {"since": vault.lock_date}
        return ActionResult({**told(vault), "CreationDate": vault.creation_date, "VaultState": "CREATING"})

    def delete_backup_vault(self) -> EmptyResult:
        vault, backend = vault_of(self, asked(self)["BackupVaultName"]), self.backup_backend
        if points(backend, vault):
            raise ApiError("InvalidRequestException", f"Backup vault {vault.backup_vault_name} cannot be deleted: it contains recovery points.")
        for kind in ("air_gapped", "policies", "notifications", "teams"):
            kept(backend, kind).pop(vault.backup_vault_name, None)
        backend.delete_backup_vault(vault.backup_vault_name)
        return EmptyResult()

    def put_backup_vault_access_policy(self) -> EmptyResult:
        wish = asked(self)
        vault_of(self, wish["BackupVaultName"])
        kept(self.backup_backend, "policies")[wish["BackupVaultName"]] = {"Policy": wish["Policy"]}
        return EmptyResult()

    def get_backup_vault_access_policy(self) -> ActionResult:
        return part_of_vault(self, "policies", "policy")

    def delete_backup_vault_access_policy(self) -> EmptyResult:
        kept(self.backup_backend, "policies").pop(asked(self)["BackupVaultName"], None)
        return EmptyResult()

    def put_backup_vault_notifications(self) -> EmptyResult:
        wish = asked(self)
        vault_of(self, wish["BackupVaultName"])
        kept(self.backup_backend, "notifications")[wish["BackupVaultName"]] = {name: wish[name] for name in ("SNSTopicArn", "BackupVaultEvents")}
        return EmptyResult()

    def get_backup_vault_notifications(self) -> ActionResult:
        return part_of_vault(self, "notifications", "notifications")

    def delete_backup_vault_notifications(self) -> EmptyResult:
        kept(self.backup_backend, "notifications").pop(asked(self)["BackupVaultName"], None)
        return EmptyResult()

    def associate_backup_vault_mpa_approval_team(self) -> EmptyResult:
        wish = asked(self)
        if not gapped(self.backup_backend, wish["BackupVaultName"]):
            raise ApiError("InvalidRequestException", "Only a logically air-gapped vault has an approval team.")
        kept(self.backup_backend, "teams")[wish["BackupVaultName"]] = {"MpaApprovalTeamArn": wish["MpaApprovalTeamArn"]}
        return EmptyResult()

    def disassociate_backup_vault_mpa_approval_team(self) -> EmptyResult:
        kept(self.backup_backend, "teams").pop(asked(self)["BackupVaultName"], None)
        return EmptyResult()


def part_of_vault(response: BackupResponse, kind: str, word: str) -> ActionResult:
    vault = vault_of(response, asked(response)["BackupVaultName"])
    found = kept(response.backup_backend, kind).get(vault.backup_vault_name)
    if found is None:
        raise ApiError("ResourceNotFoundException", f"{vault.backup_vault_name} has no {word}.")
    return ActionResult({**told(vault), **found})


class Plans(BackupResponse):
    """Operations on plans and settings; `install` copies them onto moto's own class."""

    def update_backup_plan(self) -> ActionResult:
        wish = asked(self)
        old = self.backup_backend.get_backup_plan(wish["BackupPlanId"], None)
        new = Plan(wish["BackupPlan"], old.creator_request_id, self.backup_backend)
        new.backup_plan_id, new.backup_plan_arn = old.backup_plan_id, old.backup_plan_arn
        self.backup_backend.plans[old.backup_plan_id] = new
        return ActionResult(new.to_dict())

    def delete_backup_plan(self) -> ActionResult:
        plan = self.backup_backend.get_backup_plan(asked(self)["BackupPlanId"], None)
        if any(one["BackupPlanId"] == plan.backup_plan_id for one in SELECTIONS.things(self).values()):
            raise ApiError("InvalidRequestException", "Related backup plan selections must be deleted prior to backup plan deletion.")
        del self.backup_backend.plans[plan.backup_plan_id]
        return ActionResult({**plan.to_dict(), "DeletionDate": unix_time()})

    def list_tags(self) -> Any:
        """moto keeps the tags of vaults and plans; those of testing plans and frameworks stand with them."""
        arn = asked(self)["ResourceArn"]
        for shelf, name, tags in ((TESTING_PLANS, "RestoreTestingPlanArn", "Tags"), (FRAMEWORKS, "FrameworkArn", "FrameworkTags")):
            for thing in shelf.things(self).values():
                if thing[name] == arn:
                    return ActionResult({"Tags": thing.get(tags) or {}})
        return plain_tags(self)

    def update_region_settings(self) -> EmptyResult:
        settings = kept(self.backup_backend, "region")
        for name, preference in asked(self).items():
            settings.setdefault(name, {}).update(preference)
        return EmptyResult()

    def describe_region_settings(self) -> ActionResult:
        return ActionResult(kept(self.backup_backend, "region"))

    def update_global_settings(self) -> EmptyResult:
        kept(self.backup_backend, "global").setdefault("GlobalSettings", {}).update(asked(self)["GlobalSettings"])
        return EmptyResult()

    def describe_global_settings(self) -> ActionResult:
        return ActionResult(kept(self.backup_backend, "global"))


def update_report_plan(response: BackupResponse) -> ActionResult:
    wish = asked(response)
    plan = response.backup_backend.describe_report_plan(wish["ReportPlanName"])
    plan.report_delivery_channel = wish.get("ReportDeliveryChannel", plan.report_delivery_channel)
    plan.report_setting = wish.get("ReportSetting", plan.report_setting)
    return ActionResult({"ReportPlanName": plan.report_plan_name, "ReportPlanArn": plan.report_plan_arn, "CreationTime": plan.creation_time})


def install() -> None:
    urls.url_paths["{0}/(?P<anything>.+)$"] = BackupResponse.dispatch
    add(Vaults, BackupResponse)
    add(Plans, BackupResponse)
    BackupBackend.put_backup_vault_lock_configuration = keeping_lock(plain_lock)  # type: ignore[method-assign]
    BackupBackend.delete_backup_vault_lock_configuration = keeping_lock(plain_unlock)  # type: ignore[method-assign]
    for shelf, noun, plural in (
        (SELECTIONS, "backup_selection", "backup_selections"),
        (TESTING_PLANS, "restore_testing_plan", "restore_testing_plans"),
        (TESTING_SELECTIONS, "restore_testing_selection", "restore_testing_selections"),
    ):
        names = {"create": f"create_{noun}", "get": f"get_{noun}", "list": f"list_{plural}", "delete": f"delete_{noun}"}
        shelf.install(BackupResponse, **names, **({} if shelf is SELECTIONS else {"update": f"update_{noun}"}))
    verbs = {"create": "create_framework", "get": "describe_framework", "update": "update_framework", "delete": "delete_framework"}
    BackupResponse.update_report_plan = update_report_plan  # type: ignore[attr-defined]
    FRAMEWORKS.install(BackupResponse, **verbs, list="list_frameworks")
