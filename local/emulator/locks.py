"""Tries to take away what locked vaults keep: through AWS's APIs, with all rights of the account, and after a backup is in them.

What refuses here is the lock alone: the emulator asks no policy. Vault policies and the organisation's are proved elsewhere.
"""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from .clients import RemoteClients

VAULTS = ("AWS::Backup::BackupVault", "AWS::Backup::LogicallyAirGappedBackupVault")


def refuses(call: Any, **parameters: Any) -> bool:
    try:
        call(**parameters)
    except ClientError as problem:
        return bool(problem.response["Error"]["Code"] == "InvalidRequestException")
    return False


def tried(clients: RemoteClients, account: str, region: str, name: str) -> dict[str, Any] | None:
    """What was tried on one vault, and whether it was refused. Nothing for a vault whose lock can be taken away at any time."""
    api = clients.client("backup", account, region)
    vault = api.describe_backup_vault(BackupVaultName=name)
    if not vault.get("Locked") or not vault.get("LockDate"):
        return None
    least = vault["MinRetentionDays"]
    made = {"ResourceArn": f"arn:aws:rds:{region}:{account}:cluster:tried", "IamRoleArn": f"arn:aws:iam::{account}:role/tried"}
    point = api.start_backup_job(BackupVaultName=name, **made, Lifecycle={"DeleteAfterDays": least})["RecoveryPointArn"]
    short = api.start_backup_job(BackupVaultName=name, **made, Lifecycle={"DeleteAfterDays": least - 1})["BackupJobId"]
    at = {"BackupVaultName": name, "RecoveryPointArn": point}
    outcomes = {
        "delete the vault": refuses(api.delete_backup_vault, BackupVaultName=name),
        "delete a backup": refuses(api.delete_recovery_point, **at),
        "shorten a backup": refuses(api.update_recovery_point_lifecycle, **at, Lifecycle={"DeleteAfterDays": 1}),
        "make a shorter one": api.describe_backup_job(BackupJobId=short)["State"] == "FAILED",
    }
    return {"account": account, "region": region, "vault": name, "days": least, "refused": outcomes}


def report(clients: RemoteClients, entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Every locked vault that was deployed."""
    vaults = [entry for entry in entries if entry["type"] in VAULTS and entry["held"]]
    rows = [tried(clients, entry["account"], entry["region"], entry["properties"]["BackupVaultName"]) for entry in vaults]
    return [row for row in rows if row is not None]
