/** Looks whether stores can be put back to a moment. Changes nothing. */
export const CHECK_CUSTOMER_SCRIPT = `from datetime import datetime, timezone
import boto3


def check(events, context):
    cluster = boto3.client("rds").describe_db_clusters(DBClusterIdentifier=events["cluster"])["DBClusters"][0]
    earliest, latest = cluster["EarliestRestorableTime"], cluster["LatestRestorableTime"]
    if boto3.client("s3").get_bucket_versioning(Bucket=events["bucket"]).get("Status") != "Enabled":
        raise Exception("The bucket " + events["bucket"] + " keeps no versions.")
    moment = events["moment"]
    if moment != "latest" and events["mode"] == "database":
        wished = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
        if not earliest <= wished <= latest:
            raise Exception("The database can be put back to any moment from %s to %s, not to %s." % (earliest.isoformat(), latest.isoformat(), moment))
    return {"said": "The database can be put back to any moment from %s to %s; files, to any moment whose versions are still kept." % (earliest.isoformat(), latest.isoformat())}
`;

/**
 * Makes a new cluster beside the one that runs, as it was at a moment.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_RestoreDBClusterToPointInTime.html
 */
export const CLUSTER_SCRIPT = `import boto3


def cluster(events, context):
    name = "restored-" + events["execution"]
    when = {"UseLatestRestorableTime": True} if events["moment"] == "latest" else {"RestoreToTime": events["moment"]}
    boto3.client("rds").restore_db_cluster_to_point_in_time(
        DBClusterIdentifier=name, SourceDBClusterIdentifier=events["cluster"], RestoreType="full-copy", Port=events["port"],
        DBSubnetGroupName=events["subnetGroup"], VpcSecurityGroupIds=events["securityGroups"], KmsKeyId=events["key"],
        DBClusterParameterGroupName=events["parameterGroup"], EnableIAMDatabaseAuthentication=True, CopyTagsToSnapshot=True,
        DeletionProtection=False, Tags=[{"Key": key, "Value": value} for key, value in events["tags"].items()], **when)
    return {"cluster": name}
`;

/**
 * Copies the newest version of each file that a customer had at a moment: beside, under \`restored/\`, or over what is there, which
 * stays as an earlier version. What is there already is not copied again, so that a long run is taken up where it ended.
 */
export const FILES_SCRIPT = `import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def files(events, context):
    end = time.monotonic() + events["seconds"]
    api = boto3.client("s3", config=Config(max_pool_connections=32, retries={"mode": "adaptive", "max_attempts": 8}))
    bucket, prefix, moment = events["bucket"], events["prefix"], events["moment"]
    wished = datetime.now(timezone.utc) if moment == "latest" else datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    folder = "" if events["place"] == "over" else "restored/" + moment.replace(":", "") + "/"

    def is_there(key, version):
        if not folder:
            return version["IsLatest"]
        try:
            return api.head_object(Bucket=bucket, Key=key)["ContentLength"] == version["Size"]
        except ClientError as problem:
            if problem.response["Error"]["Code"] not in ("404", "NoSuchKey"):
                raise
            return False

    def copy(version):
        key = folder + version["Key"]
        if is_there(key, version):
            return 0
        api.copy({"Bucket": bucket, "Key": version["Key"], "VersionId": version["VersionId"]}, bucket, key)
        return 1

    def as_of(page):
        newest = {}
        for one in page.get("Versions", []) + page.get("DeleteMarkers", []):
            if one["LastModified"] <= wished and (one["Key"] not in newest or one["LastModified"] > newest[one["Key"]]["LastModified"]):
                newest[one["Key"]] = one
        return newest

    seen, copied, pending = 0, 0, {}

    def settle(pool, versions):
        found = [one for one in versions if "Size" in one]
        return len(found), sum(pool.map(copy, found))

    begin = {} if events["after"] == "none" else {"KeyMarker": events["after"]}
    with ThreadPoolExecutor(32) as pool:
        for page in api.get_paginator("list_object_versions").paginate(Bucket=bucket, Prefix=prefix, **begin):
            for key, one in as_of(page).items():
                if key not in pending or one["LastModified"] > pending[key]["LastModified"]:
                    pending[key] = one
            # The versions of the last key may go on in the next page.
            last = page.get("NextKeyMarker")
            done = [one for key, one in pending.items() if key != last]
            pending = {key: one for key, one in pending.items() if key == last}
            more = settle(pool, done)
            seen, copied = seen + more[0], copied + more[1]
            if last and time.monotonic() > end:
                before = max((one["Key"] for one in done), default=events["after"])
                return {"said": "%d files copied so far, %d looked at. There are more: start again with After='%s'." % (copied, seen, before)}
        more = settle(pool, pending.values())
    return {"said": "%d files of %s copied to %s, %d were there already." % (copied + more[1], prefix, folder or "their places", seen + more[0] - copied - more[1])}
`;

/** Finds the newest backup of each kind in a vault, or in several; a moment may bound it. Refuses if one is missing. */
export const FIND_SCRIPT = `from datetime import datetime, timedelta, timezone
import boto3


def find(events, context):
    api, newest = boto3.client("backup"), {}
    until = {} if events["moment"] == "latest" else {"ByCreatedBefore": datetime.strptime(events["moment"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc) + timedelta(seconds=1)}
    for kind, vault in events["vaults"].items():
        for page in api.get_paginator("list_recovery_points_by_backup_vault").paginate(BackupVaultName=vault, ByResourceType=kind, **until):
            for one in page["RecoveryPoints"]:
                meant = kind != "S3" or events["files"] in one["ResourceArn"]
                if meant and one["Status"] == "COMPLETED" and (kind not in newest or one["CreationDate"] > newest[kind]["CreationDate"]):
                    newest[kind] = one
    missing = [kind + " in " + vault for kind, vault in events["vaults"].items() if kind not in newest]
    if missing:
        raise Exception("There is no finished backup of " + ", ".join(missing))
    return {"said": "; ".join("%s %s of %s, %.1f GiB" % (kind, newest[kind]["ResourceArn"], newest[kind]["CreationDate"].isoformat(), newest[kind].get("BackupSizeInBytes", 0) / 2 ** 30) for kind in sorted(newest)),
            "database": newest["Aurora"]["RecoveryPointArn"], "files": newest["S3"]["RecoveryPointArn"]}
`;

/**
 * Starts the restore of a database: what the backup knows of it, in the subnets and groups of today, under a name of its own.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/restoring-aur.html
 */
export const RESTORE_DATABASE_SCRIPT = `import json
import boto3


def restore(events, context):
    api, name = boto3.client("backup"), "restored-" + events["execution"]
    known = api.get_recovery_point_restore_metadata(BackupVaultName=events["vault"], RecoveryPointArn=events["backup"])["RestoreMetadata"]
    wished = {"DBClusterIdentifier": name, "DBSubnetGroupName": events["subnetGroup"], "VpcSecurityGroupIds": json.dumps(events["securityGroups"]),
              "Port": str(events["port"]), "DBClusterParameterGroupName": events["parameterGroup"], "EnableIAMDatabaseAuthentication": "true", "KmsKeyId": events["key"]}
    kept = {key: value for key, value in known.items() if key in ("Engine", "EngineVersion", "EngineMode", "DatabaseName", "CopyTagsToSnapshot") and value}
    job = api.start_restore_job(RecoveryPointArn=events["backup"], IamRoleArn=events["role"], ResourceType="Aurora", IdempotencyToken=events["execution"] + "-database",
                                Metadata={**kept, **wished})["RestoreJobId"]
    return {"job": job, "cluster": name}
`;
