"""Backups: plans, vaults and their locks, restore testing, audit; and that a locked vault refuses what AWS refuses."""

import json
import unittest
from unittest.mock import patch

from botocore.exceptions import ClientError
from emulator import locks
from families import ALLOW, CLIENTS, REGION, TAGS, TRUST, att, held_whole, ref

VAULT = {
    "BackupVaultName": "example-production-backup",
    "EncryptionKeyArn": att("Key", "Arn"),
    "AccessPolicy": ALLOW,
    "Notifications": {"SNSTopicArn": ref("Topic"), "BackupVaultEvents": ["BACKUP_JOB_FAILED", "COPY_JOB_FAILED"]},
    "LockConfiguration": {"MinRetentionDays": 35, "MaxRetentionDays": 400, "ChangeableForDays": 7},
    "BackupVaultTags": {"owner": "team"},
}
PLAN = {
    "BackupPlanName": "daily",
    "AdvancedBackupSettings": [{"ResourceType": "EC2", "BackupOptions": {"WindowsVSS": "disabled"}}],
    "BackupPlanRule": [
        {
            "RuleName": "daily",
            "TargetBackupVault": ref("Vault"),
            "ScheduleExpression": "cron(0 1 * * ? *)",
            "ScheduleExpressionTimezone": "Europe/Amsterdam",
            "StartWindowMinutes": 60,
            "CompletionWindowMinutes": 240,
            "EnableContinuousBackup": True,
            "Lifecycle": {"DeleteAfterDays": 35},
            "RecoveryPointTags": {"tier": "data"},
            "CopyActions": [{"DestinationBackupVaultArn": att("Gapped", "BackupVaultArn"), "Lifecycle": {"DeleteAfterDays": 90}}],
        }
    ],
}
TESTING = {
    "RestoreTestingPlanName": "weekly",
    "ScheduleExpression": "cron(0 5 ? * SUN *)",
    "ScheduleExpressionTimezone": "Europe/Amsterdam",
    "StartWindowHours": 4,
    "RecoveryPointSelection": {
        "Algorithm": "LATEST_WITHIN_WINDOW",
        "RecoveryPointTypes": ["SNAPSHOT"],
        "IncludeVaults": [att("Vault", "BackupVaultArn")],
        "SelectionWindowDays": 7,
    },
    "Tags": TAGS,
}
BACKUP = {
    "Key": ("AWS::KMS::Key", {"KeyPolicy": ALLOW}),
    "Role": ("AWS::IAM::Role", {"AssumeRolePolicyDocument": TRUST}),
    "Topic": ("AWS::SNS::Topic", {}),
    "Vault": ("AWS::Backup::BackupVault", VAULT),
    "Source": (
        "AWS::MPA::IdentitySource",
        {"IdentitySourceParameters": {"IamIdentityCenter": {"InstanceArn": "arn:aws:sso:::instance/ssoins-0", "Region": REGION}}, "Tags": TAGS},
    ),
    "Team": (
        "AWS::MPA::ApprovalTeam",
        {
            "Name": "restorers",
            "Description": "who may restore",
            "ApprovalStrategy": {"MofN": {"MinApprovalsRequired": 2}},
            "Approvers": [{"PrimaryIdentityId": f"person-{n}", "PrimaryIdentitySourceArn": att("Source", "IdentitySourceArn")} for n in range(3)],
            "Policies": [{"PolicyArn": "arn:aws:mpa::aws:policy/backup.amazonaws.com/CreateRestoreAccessVault"}],
            "Tags": TAGS,
        },
    ),
    "Gapped": (
        "AWS::Backup::LogicallyAirGappedBackupVault",
        {
            "BackupVaultName": "example-backup-production",
            "MinRetentionDays": 35,
            "MaxRetentionDays": 400,
            "EncryptionKeyArn": att("Key", "Arn"),
            "AccessPolicy": ALLOW,
            "MpaApprovalTeamArn": att("Team", "Arn"),
            "BackupVaultTags": {"owner": "team"},
        },
    ),
    "Plan": ("AWS::Backup::BackupPlan", {"BackupPlan": PLAN, "BackupPlanTags": {"owner": "team"}}),
    "Selection": (
        "AWS::Backup::BackupSelection",
        {
            "BackupPlanId": ref("Plan"),
            "BackupSelection": {
                "SelectionName": "tagged",
                "IamRoleArn": att("Role", "Arn"),
                "ListOfTags": [{"ConditionType": "STRINGEQUALS", "ConditionKey": "backup", "ConditionValue": "daily"}],
                "Resources": ["*"],
                "NotResources": ["arn:aws:s3:::logs"],
                "Conditions": {"StringEquals": [{"ConditionKey": "aws:ResourceTag/environment", "ConditionValue": "production"}]},
            },
        },
    ),
    "Testing": ("AWS::Backup::RestoreTestingPlan", TESTING),
    "Databases": (
        "AWS::Backup::RestoreTestingSelection",
        {
            "RestoreTestingPlanName": ref("Testing"),
            "RestoreTestingSelectionName": "databases",
            "ProtectedResourceType": "Aurora",
            "IamRoleArn": att("Role", "Arn"),
            "ProtectedResourceConditions": {"StringEquals": [{"Key": "aws:ResourceTag/backup", "Value": "daily"}]},
            "RestoreMetadataOverrides": {"dbSubnetGroupName": "isolated"},
            "ValidationWindowHours": 4,
        },
    ),
    "Framework": (
        "AWS::Backup::Framework",
        {
            "FrameworkName": "promises",
            "FrameworkDescription": "what is promised",
            "FrameworkControls": [
                {
                    "ControlName": "BACKUP_RECOVERY_POINT_MINIMUM_RETENTION_CHECK",
                    "ControlInputParameters": [{"ParameterName": "requiredRetentionDays", "ParameterValue": "35"}],
                },
                {"ControlName": "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN", "ControlScope": {"ComplianceResourceTypes": ["Aurora"], "Tags": TAGS}},
            ],
            "FrameworkTags": TAGS,
        },
    ),
    "Reports": ("AWS::S3::Bucket", {}),
    "Report": (
        "AWS::Backup::ReportPlan",
        {
            "ReportPlanName": "daily_jobs",
            "ReportPlanDescription": "every day",
            "ReportDeliveryChannel": {"S3BucketName": ref("Reports"), "Formats": ["CSV", "JSON"]},
            "ReportSetting": {"ReportTemplate": "CONTROL_COMPLIANCE_REPORT", "FrameworkArns": [att("Framework", "FrameworkArn")]},
        },
    ),
}


class Backup(unittest.TestCase):
    maxDiff = None

    def test_everything_is_held_and_changed_in_place(self):
        rule = {**PLAN["BackupPlanRule"][0], "Lifecycle": {"DeleteAfterDays": 60}}
        changes = {
            "Plan": ("AWS::Backup::BackupPlan", {"BackupPlan": {**PLAN, "BackupPlanRule": [rule]}, "BackupPlanTags": {"owner": "team"}}),
            "Vault": (
                "AWS::Backup::BackupVault",
                {**VAULT, "LockConfiguration": {"MinRetentionDays": 40, "MaxRetentionDays": 400, "ChangeableForDays": 7}},
            ),
            "Testing": ("AWS::Backup::RestoreTestingPlan", {**TESTING, "StartWindowHours": 8}),
        }
        held_whole(self, "backup", BACKUP, changes)


class Locks(unittest.TestCase):
    def setUp(self):
        self.api = CLIENTS.client("backup", "400000000005", REGION)
        self.vault = f"vault-{self.id().split('.')[-1]}"[:50]
        self.api.create_backup_vault(BackupVaultName=self.vault)

    def lock(self, least=35, **days):
        self.api.put_backup_vault_lock_configuration(BackupVaultName=self.vault, MinRetentionDays=least, MaxRetentionDays=400, **days)

    def point(self, days=35):
        resource, role = "arn:aws:rds:eu-central-1:400000000005:cluster:c", "arn:aws:iam::400000000005:role/backup"
        out = self.api.start_backup_job(BackupVaultName=self.vault, ResourceArn=resource, IamRoleArn=role, Lifecycle={"DeleteAfterDays": days})
        return out.get("RecoveryPointArn"), self.api.describe_backup_job(BackupJobId=out["BackupJobId"])

    def refused(self, message, call, **parameters):
        with self.assertRaisesRegex(ClientError, rf"InvalidRequest.*{message}"):
            call(**parameters)

    def test_a_vault_with_recovery_points_is_not_deleted_and_they_are_not_either(self):
        self.lock(ChangeableForDays=3)
        point, job = self.point()
        self.assertEqual(job["State"], "COMPLETED")
        where = {"BackupVaultName": self.vault, "RecoveryPointArn": point}
        self.refused("contains recovery points", self.api.delete_backup_vault, BackupVaultName=self.vault)
        self.refused("cannot be deleted", self.api.delete_recovery_point, **where)
        self.refused("cannot be changed", self.api.update_recovery_point_lifecycle, **where, Lifecycle={"DeleteAfterDays": 1})
        self.assertEqual(self.api.describe_recovery_point(**where)["Lifecycle"]["DeleteAfterDays"], 35)
        self.assertEqual(self.api.describe_backup_vault(BackupVaultName=self.vault)["NumberOfRecoveryPoints"], 1)

    def test_a_lock_is_changed_until_the_cooling_off_is_over_and_never_after(self):
        self.lock(ChangeableForDays=3)
        self.lock(least=30, ChangeableForDays=3)
        later = self.api.describe_backup_vault(BackupVaultName=self.vault)["LockDate"].timestamp() + 1
        with patch("moto.backup.models.unix_time", lambda *_: later):
            self.refused("immutable", self.lock, least=7)
            self.refused("immutable", self.lock, least=365)
            self.refused("immutable", self.api.delete_backup_vault_lock_configuration, BackupVaultName=self.vault)
        self.assertEqual(self.api.describe_backup_vault(BackupVaultName=self.vault)["MinRetentionDays"], 30)

    def test_a_lock_without_cooling_off_can_be_taken_away(self):
        self.lock()
        point, _ = self.point()
        self.api.delete_backup_vault_lock_configuration(BackupVaultName=self.vault)
        self.api.delete_recovery_point(BackupVaultName=self.vault, RecoveryPointArn=point)
        self.api.delete_backup_vault(BackupVaultName=self.vault)
        with self.assertRaises(self.api.exceptions.ResourceNotFoundException):
            self.api.describe_backup_vault(BackupVaultName=self.vault)

    def test_jobs_outside_of_the_lock_fail(self):
        self.lock()
        for days, message in ((34, "under the vault lock's minimum"), (401, "over the vault lock's maximum")):
            point, job = self.point(days)
            self.assertEqual((point, job["State"]), (None, "FAILED"))
            self.assertIn(message, job["StatusMessage"])

    def test_a_copy_goes_to_another_account_and_its_lock_decides(self):
        there = CLIENTS.client("backup", "400000000006", "eu-north-1")
        name = f"copies-{self.id().split('_')[-1]}"
        target = there.create_logically_air_gapped_backup_vault(BackupVaultName=name, MinRetentionDays=35, MaxRetentionDays=400)["BackupVaultArn"]
        point, _ = self.point(7)
        wish = {
            "RecoveryPointArn": point,
            "SourceBackupVaultName": self.vault,
            "DestinationBackupVaultArn": target,
            "IamRoleArn": "arn:aws:iam::400000000005:role/backup",
        }
        states = []
        for days in (34, 35):
            job = self.api.start_copy_job(**wish, Lifecycle={"DeleteAfterDays": days})["CopyJobId"]
            states.append(self.api.describe_copy_job(CopyJobId=job)["CopyJob"]["State"])
        self.assertEqual(states, ["FAILED", "COMPLETED"])
        copies = there.list_recovery_points_by_backup_vault(BackupVaultName=name)["RecoveryPoints"]
        self.assertEqual([copy["Lifecycle"]["DeleteAfterDays"] for copy in copies], [35])
        self.refused("cannot be deleted", there.delete_recovery_point, BackupVaultName=name, RecoveryPointArn=copies[0]["RecoveryPointArn"])
        self.refused("lock cannot be changed", there.put_backup_vault_lock_configuration, BackupVaultName=name, MinRetentionDays=7)
        self.refused("lock cannot be changed", there.delete_backup_vault_lock_configuration, BackupVaultName=name)
        self.assertEqual(there.describe_backup_vault(BackupVaultName=name)["VaultType"], "LOGICALLY_AIR_GAPPED_BACKUP_VAULT")

    def test_policies_names_and_plans(self):
        policy = {"BackupVaultName": self.vault}
        with self.assertRaises(self.api.exceptions.ResourceNotFoundException):
            self.api.get_backup_vault_access_policy(**policy)
        self.api.put_backup_vault_access_policy(**policy, Policy=json.dumps(ALLOW))
        self.assertEqual(json.loads(self.api.get_backup_vault_access_policy(**policy)["Policy"]), ALLOW)
        self.api.delete_backup_vault_access_policy(**policy)
        with self.assertRaises(self.api.exceptions.ResourceNotFoundException):
            self.api.get_backup_vault_access_policy(**policy)
        plan = {"RestoreTestingPlanName": "not-a-word", "ScheduleExpression": "cron(0 5 ? * SUN *)"}
        points = {"Algorithm": "RANDOM_WITHIN_WINDOW", "IncludeVaults": ["*"], "RecoveryPointTypes": ["SNAPSHOT"]}
        with self.assertRaisesRegex(ClientError, "letters, digits and underscores"):
            self.api.create_restore_testing_plan(RestoreTestingPlan={**plan, "RecoveryPointSelection": points})
        made = self.api.create_backup_plan(
            BackupPlan={"BackupPlanName": self.vault, "Rules": [{"RuleName": "r", "TargetBackupVaultName": self.vault}]}
        )
        selection = {"SelectionName": "s", "IamRoleArn": "arn:aws:iam::400000000005:role/backup", "Resources": ["*"]}
        self.api.create_backup_selection(BackupPlanId=made["BackupPlanId"], BackupSelection=selection)
        self.refused("selections must be deleted", self.api.delete_backup_plan, BackupPlanId=made["BackupPlanId"])

    def test_what_is_tried_on_a_deployed_vault_is_refused_if_its_lock_is_for_good(self):
        def entry(name, kind="BackupVault", held=True):
            where = {"account": "400000000005", "region": REGION, "held": held}
            return {**where, "type": f"AWS::Backup::{kind}", "properties": {"BackupVaultName": name}}

        gapped, open_, absent = (f"{word}-{self.vault}"[:50] for word in ("gapped", "open", "absent"))
        self.lock(ChangeableForDays=3)
        self.api.create_logically_air_gapped_backup_vault(BackupVaultName=gapped, MinRetentionDays=14, MaxRetentionDays=400)
        self.api.create_backup_vault(BackupVaultName=open_)
        entries = [entry(self.vault), entry(gapped, "LogicallyAirGappedBackupVault"), entry(open_), entry(absent, held=False)]
        rows = locks.report(CLIENTS, entries)
        self.assertEqual([(row["vault"], row["days"]) for row in rows], [(self.vault, 35), (gapped, 14)])
        self.assertEqual({name: set(row["refused"].values()) for row in rows for name in [row["vault"]]}, {self.vault: {True}, gapped: {True}})
        self.assertEqual(list(rows[0]["refused"]), ["delete the vault", "delete a backup", "shorten a backup", "make a shorter one"])

    def test_a_vault_that_lets_go_is_found_out(self):
        self.lock(ChangeableForDays=3)
        where = {"account": "400000000005", "region": REGION, "name": self.vault}
        with patch("emulator.apis.backup_jobs.refusal", lambda *_: ""):
            refused = locks.tried(CLIENTS, **where)["refused"]
        self.assertEqual([what for what, was in refused.items() if not was], ["make a shorter one"])

    def test_settings_of_a_region_and_of_the_organisation(self):
        self.api.update_region_settings(ResourceTypeOptInPreference={"Aurora": True, "EFS": False})
        self.api.update_region_settings(ResourceTypeOptInPreference={"EFS": True})
        self.assertEqual(self.api.describe_region_settings()["ResourceTypeOptInPreference"], {"Aurora": True, "EFS": True})
        self.api.update_global_settings(GlobalSettings={"isCrossAccountBackupEnabled": "true"})
        self.assertEqual(self.api.describe_global_settings()["GlobalSettings"], {"isCrossAccountBackupEnabled": "true"})


if __name__ == "__main__":
    unittest.main()
