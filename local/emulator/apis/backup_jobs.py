"""AWS Backup: backup and copy jobs, and the recovery points they make. Nothing is copied: what is kept is what a lock protects.

https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from moto.backends import get_backend
from moto.backup.models import Vault
from moto.backup.responses import BackupResponse
from moto.core.responses import ActionResult, EmptyResult
from moto.core.utils import utcnow

from .backup import points, told, vault_of
from .store import ApiError, add, asked, kept


def refusal(vault: Vault, lifecycle: dict[str, Any]) -> str:
    """Why the vault's lock fails a job with this retention, if it does."""
    days = lifecycle.get("DeleteAfterDays") or float("inf")
    if not vault.locked:
        return ""
    if vault.min_retention_days and days < vault.min_retention_days:
        return f"The retention of {days} days is under the vault lock's minimum of {vault.min_retention_days}."
    if vault.max_retention_days and days > vault.max_retention_days:
        return f"The retention is over the vault lock's maximum of {vault.max_retention_days} days."
    return ""


def finished(vault: Vault, wish: dict[str, Any]) -> dict[str, Any]:
    """A job's outcome: at once, and failed where the lock says so."""
    reason = refusal(vault, wish.get("Lifecycle") or {})
    return {"State": "FAILED" if reason else "COMPLETED", "StatusMessage": reason, "CreationDate": utcnow(), "CompletionDate": utcnow()}


def stored(backend: Any, vault: Vault, wish: dict[str, Any]) -> dict[str, Any]:
    arn = f"arn:aws:backup:{backend.region_name}:{backend.account_id}:recovery-point:{uuid4()}"
    point = {
        "RecoveryPointArn": arn,
        **told(vault),
        "ResourceArn": wish["ResourceArn"],
        "ResourceType": wish["ResourceArn"].split(":")[2],
        "IamRoleArn": wish["IamRoleArn"],
        "Status": "COMPLETED",
        "CreationDate": utcnow(),
        "CompletionDate": utcnow(),
        "Lifecycle": wish.get("Lifecycle"),
        "EncryptionKeyArn": vault.encryption_key_arn,
        "IsEncrypted": True,
    }
    points(backend, vault)[arn] = point
    return point


class Jobs(BackupResponse):
    """The operations; `install` copies them onto moto's own class."""

    def start_backup_job(self) -> ActionResult:
        wish = asked(self)
        vault = vault_of(self, wish["BackupVaultName"])
        job = {"BackupJobId": str(uuid4()), **told(vault), **{name: wish[name] for name in ("ResourceArn", "IamRoleArn")}, **finished(vault, wish)}
        if job["State"] == "COMPLETED":
            job["RecoveryPointArn"] = stored(self.backup_backend, vault, wish)["RecoveryPointArn"]
        kept(self.backup_backend, "backup_jobs")[job["BackupJobId"]] = job
        return ActionResult(job)

    def describe_backup_job(self) -> ActionResult:
        return ActionResult(job_of(self, "backup_jobs", asked(self)["BackupJobId"]))

    def list_backup_jobs(self) -> ActionResult:
        return ActionResult({"BackupJobs": list(kept(self.backup_backend, "backup_jobs").values())})

    def start_copy_job(self) -> ActionResult:
        wish = asked(self)
        source = point_of(self, {"BackupVaultName": wish["SourceBackupVaultName"], "RecoveryPointArn": wish["RecoveryPointArn"]})
        _, _, _, region, account, _, name = wish["DestinationBackupVaultArn"].split(":")
        backend = get_backend("backup")[account][region]
        vault = backend.describe_backup_vault(name)
        job = {
            "CopyJobId": str(uuid4()),
            "SourceRecoveryPointArn": source["RecoveryPointArn"],
            "SourceBackupVaultArn": source["BackupVaultArn"],
            "DestinationBackupVaultArn": vault.backup_vault_arn,
            "ResourceArn": source["ResourceArn"],
            "IamRoleArn": wish["IamRoleArn"],
            **finished(vault, wish),
        }
        if job["State"] == "COMPLETED":
            copy = stored(backend, vault, {**wish, "ResourceArn": source["ResourceArn"]})
            job["DestinationRecoveryPointArn"] = copy["RecoveryPointArn"]
        kept(self.backup_backend, "copy_jobs")[job["CopyJobId"]] = job
        return ActionResult(job)

    def describe_copy_job(self) -> ActionResult:
        return ActionResult({"CopyJob": job_of(self, "copy_jobs", asked(self)["CopyJobId"])})

    def list_copy_jobs(self) -> ActionResult:
        return ActionResult({"CopyJobs": list(kept(self.backup_backend, "copy_jobs").values())})

    def list_recovery_points_by_backup_vault(self) -> ActionResult:
        vault = vault_of(self, asked(self)["BackupVaultName"])
        return ActionResult({"RecoveryPoints": list(points(self.backup_backend, vault).values())})

    def describe_recovery_point(self) -> ActionResult:
        return ActionResult(point_of(self, asked(self)))

    def update_recovery_point_lifecycle(self) -> ActionResult:
        wish = asked(self)
        point = point_of(self, wish)
        unlocked(vault_of(self, wish["BackupVaultName"]), "its lifecycle cannot be changed")
        point["Lifecycle"] = wish.get("Lifecycle")
        return ActionResult(point)

    def delete_recovery_point(self) -> EmptyResult:
        wish = asked(self)
        point, vault = point_of(self, wish), vault_of(self, wish["BackupVaultName"])
        unlocked(vault, "it cannot be deleted")
        del points(self.backup_backend, vault)[point["RecoveryPointArn"]]
        return EmptyResult()


def unlocked(vault: Vault, consequence: str) -> None:
    if vault.locked:
        raise ApiError("InvalidRequestException", f"The recovery point is in the locked vault {vault.backup_vault_name}: {consequence}.")


def point_of(response: BackupResponse, wish: dict[str, Any]) -> dict[str, Any]:
    found = points(response.backup_backend, vault_of(response, wish["BackupVaultName"])).get(wish["RecoveryPointArn"])
    if found is None:
        raise ApiError("ResourceNotFoundException", f"{wish['RecoveryPointArn']} was not found.")
    return found


def job_of(response: BackupResponse, kind: str, identity: str) -> dict[str, Any]:
    found = kept(response.backup_backend, kind).get(identity)
    if found is None:
        raise ApiError("ResourceNotFoundException", f"{identity} was not found.")
    return found


def install() -> None:
    add(Jobs, BackupResponse)
