"""Amazon S3. CloudFormation and the API name the same settings differently: the pairs below go both ways."""

from __future__ import annotations

from typing import Any

from botocore.exceptions import ClientError

from ..core import Handler, Resource


def lifecycle_rule(rule: dict[str, Any]) -> dict[str, Any]:
    """One lifecycle rule as the API wants it."""
    out: dict[str, Any] = {"Status": rule["Status"], "Filter": lifecycle_filter(rule)}
    if "Id" in rule:
        out["ID"] = rule["Id"]
    expiration: dict[str, Any] = {}
    if "ExpirationInDays" in rule:
        expiration["Days"] = int(rule["ExpirationInDays"])
    if "ExpiredObjectDeleteMarker" in rule:
        expiration["ExpiredObjectDeleteMarker"] = str(rule["ExpiredObjectDeleteMarker"]).lower() == "true"
    if expiration:
        out["Expiration"] = expiration
    if "Transitions" in rule:
        out["Transitions"] = [{"Days": int(t["TransitionInDays"]), "StorageClass": t["StorageClass"]} for t in rule["Transitions"]]
    if "NoncurrentVersionTransitions" in rule:
        out["NoncurrentVersionTransitions"] = [noncurrent_transition(t) for t in rule["NoncurrentVersionTransitions"]]
    if "NoncurrentVersionExpiration" in rule:
        out["NoncurrentVersionExpiration"] = {key: int(value) for key, value in rule["NoncurrentVersionExpiration"].items()}
    elif "NoncurrentVersionExpirationInDays" in rule:
        out["NoncurrentVersionExpiration"] = {"NoncurrentDays": int(rule["NoncurrentVersionExpirationInDays"])}
    if "AbortIncompleteMultipartUpload" in rule:
        out["AbortIncompleteMultipartUpload"] = {"DaysAfterInitiation": int(rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"])}
    return out


def noncurrent_transition(transition: dict[str, Any]) -> dict[str, Any]:
    out = {"NoncurrentDays": int(transition["TransitionInDays"]), "StorageClass": transition["StorageClass"]}
    if "NewerNoncurrentVersions" in transition:
        out["NewerNoncurrentVersions"] = int(transition["NewerNoncurrentVersions"])
    return out


def lifecycle_filter(rule: dict[str, Any]) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    if rule.get("Prefix"):
        parts["Prefix"] = rule["Prefix"]
    for name in ("ObjectSizeGreaterThan", "ObjectSizeLessThan"):
        if name in rule:
            parts[name] = int(rule[name])
    tags = rule.get("TagFilters", [])
    if len(tags) == 1 and not parts:
        return {"Tag": tags[0]}
    if len(parts) + len(tags) > 1:
        return {"And": {**parts, **({"Tags": tags} if tags else {})}}
    return parts or {"Prefix": ""}


def lifecycle_property(rule: dict[str, Any]) -> dict[str, Any]:
    """One lifecycle rule as CloudFormation words it."""
    out = {"Id": rule.get("ID"), "Status": rule["Status"], "AbortIncompleteMultipartUpload": rule.get("AbortIncompleteMultipartUpload")}
    where = rule.get("Filter") or {}
    where = where.get("And", where)
    out.update({key: value for key, value in where.items() if key not in ("Tag", "Tags")})
    if rule.get("Prefix"):
        out["Prefix"] = rule["Prefix"]
    out["TagFilters"] = [where["Tag"]] if "Tag" in where else where.get("Tags", [])
    expiration = rule.get("Expiration", {})
    out["ExpirationInDays"] = expiration.get("Days")
    out["ExpiredObjectDeleteMarker"] = expiration.get("ExpiredObjectDeleteMarker")
    out["Transitions"] = [{"TransitionInDays": t.get("Days"), "StorageClass": t["StorageClass"]} for t in rule.get("Transitions", [])]
    out["NoncurrentVersionTransitions"] = [{**t, "TransitionInDays": t.get("NoncurrentDays")} for t in rule.get("NoncurrentVersionTransitions", [])]
    out["NoncurrentVersionExpiration"] = rule.get("NoncurrentVersionExpiration")
    out["NoncurrentVersionExpirationInDays"] = rule.get("NoncurrentVersionExpiration", {}).get("NoncurrentDays")
    return out


def lifecycle_parameter(value: dict[str, Any]) -> dict[str, Any]:
    return {"LifecycleConfiguration": {"Rules": [lifecycle_rule(rule) for rule in value["Rules"]]}}


def encryption_parameter(r: Resource, value: dict[str, Any]) -> dict[str, Any]:
    rules = [
        {**rule, "ApplyServerSideEncryptionByDefault": rule.get("ServerSideEncryptionByDefault")}
        for rule in value["ServerSideEncryptionConfiguration"]
    ]
    return r.shaped("s3", "put_bucket_encryption", {"ServerSideEncryptionConfiguration": {"Rules": rules}})


def encryption_property(held: dict[str, Any]) -> dict[str, Any]:
    rules = [{**rule, "ServerSideEncryptionByDefault": rule.get("ApplyServerSideEncryptionByDefault")} for rule in held.get("Rules", [])]
    return {"ServerSideEncryptionConfiguration": rules}


def logging_parameter(r: Resource, value: dict[str, Any]) -> dict[str, Any]:
    target = {"TargetBucket": value.get("DestinationBucketName", r.physical_id), "TargetPrefix": value.get("LogFilePrefix", "")}
    if "TargetObjectKeyFormat" in value:
        target["TargetObjectKeyFormat"] = value["TargetObjectKeyFormat"]
    return {"BucketLoggingStatus": {"LoggingEnabled": target}}


def logging_property(held: dict[str, Any]) -> dict[str, Any]:
    names = {"DestinationBucketName": "TargetBucket", "LogFilePrefix": "TargetPrefix", "TargetObjectKeyFormat": "TargetObjectKeyFormat"}
    return {name: held.get(key) for name, key in names.items()}


def notification_parameter(value: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if "EventBridgeConfiguration" in value:
        out["EventBridgeConfiguration"] = {}
    for source, target, arn, key in (
        ("TopicConfigurations", "TopicConfigurations", "TopicArn", "Topic"),
        ("QueueConfigurations", "QueueConfigurations", "QueueArn", "Queue"),
        ("LambdaConfigurations", "LambdaFunctionConfigurations", "LambdaFunctionArn", "Function"),
    ):
        if source in value:
            out[target] = [{arn: item[key], "Events": [item["Event"]]} for item in value[source]]
    return {"NotificationConfiguration": out}


class Bucket(Handler):
    type = "AWS::S3::Bucket"
    instructions = ("AccessControl",)  # replaced by ownership enforced; the API stores grants, not the word

    def create(self, r: Resource) -> str:
        bucket = r.physical_id = r.name("BucketName", 63).lower()
        parameters: dict[str, Any] = {"ObjectLockEnabledForBucket": str(r.get("ObjectLockEnabled", False)).lower() == "true"}
        if r.region != "us-east-1":
            parameters["CreateBucketConfiguration"] = {"LocationConstraint": r.region}
        r.call("s3", "create_bucket", Bucket=bucket, **parameters)
        self.configure(r)
        return bucket

    def update(self, r: Resource, old: Resource) -> bool:
        if any(r.get(name) != old.get(name) for name in ("BucketName", "ObjectLockEnabled")):
            return False
        self.configure(r)
        return True

    def configure(self, r: Resource) -> None:
        for setting, (operation, parameters) in self.settings(r).items():
            if r.get(setting):
                r.call("s3", operation, Bucket=r.physical_id, **parameters(r.get(setting)))

    def settings(self, r: Resource) -> dict[str, Any]:
        """Property -> operation and its parameter; in the order in which they depend on each other."""

        def same(operation: str, name: str) -> tuple[str, Any]:
            """A setting that the API words as CloudFormation does."""
            return operation, lambda value: r.shaped("s3", operation, {name: value})

        return {
            "PublicAccessBlockConfiguration": same("put_public_access_block", "PublicAccessBlockConfiguration"),
            "VersioningConfiguration": same("put_bucket_versioning", "VersioningConfiguration"),
            "BucketEncryption": ("put_bucket_encryption", lambda value: encryption_parameter(r, value)),
            "OwnershipControls": same("put_bucket_ownership_controls", "OwnershipControls"),
            "LifecycleConfiguration": ("put_bucket_lifecycle_configuration", lifecycle_parameter),
            "ObjectLockConfiguration": same("put_object_lock_configuration", "ObjectLockConfiguration"),
            "LoggingConfiguration": ("put_bucket_logging", lambda value: logging_parameter(r, value)),
            "ReplicationConfiguration": same("put_bucket_replication", "ReplicationConfiguration"),
            "NotificationConfiguration": ("put_bucket_notification_configuration", notification_parameter),
            "Tags": ("put_bucket_tagging", lambda value: {"Tagging": {"TagSet": value}}),
        }

    def read(self, r: Resource) -> dict[str, Any]:
        bucket = {"Bucket": r.physical_id}
        r.call("s3", "head_bucket", **bucket)

        def part(operation: str, key: str) -> Any:
            try:
                return r.call("s3", operation, **bucket).get(key)
            except ClientError as problem:
                code = problem.response["Error"]["Code"]
                if code.startswith("NoSuch") and code != "NoSuchBucket" or "NotFound" in code:
                    return None
                raise

        lock = part("get_object_lock_configuration", "ObjectLockConfiguration")
        encryption = part("get_bucket_encryption", "ServerSideEncryptionConfiguration") or {}
        log = part("get_bucket_logging", "LoggingEnabled") or {}
        replication = part("get_bucket_replication", "ReplicationConfiguration") if r.get("ReplicationConfiguration") else None
        events = part("get_bucket_notification_configuration", "EventBridgeConfiguration") if r.get("NotificationConfiguration") else None
        return {
            "BucketName": r.physical_id,
            "PublicAccessBlockConfiguration": part("get_public_access_block", "PublicAccessBlockConfiguration"),
            "VersioningConfiguration": {"Status": part("get_bucket_versioning", "Status")},
            "BucketEncryption": encryption_property(encryption),
            "OwnershipControls": part("get_bucket_ownership_controls", "OwnershipControls"),
            "LifecycleConfiguration": {"Rules": [lifecycle_property(rule) for rule in part("get_bucket_lifecycle_configuration", "Rules") or []]},
            "ObjectLockEnabled": (lock or {}).get("ObjectLockEnabled") == "Enabled",
            "ObjectLockConfiguration": lock,
            "LoggingConfiguration": logging_property(log),
            "ReplicationConfiguration": replication,
            "NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": events is not None}},
            "Tags": part("get_bucket_tagging", "TagSet"),
        }

    def attribute(self, r: Resource, name: str) -> Any:
        return {
            "Arn": f"arn:aws:s3:::{r.physical_id}",
            "DomainName": f"{r.physical_id}.s3.amazonaws.com",
            "RegionalDomainName": f"{r.physical_id}.s3.{r.region}.amazonaws.com",
            "DualStackDomainName": f"{r.physical_id}.s3.dualstack.{r.region}.amazonaws.com",
            "WebsiteURL": f"http://{r.physical_id}.s3-website.{r.region}.amazonaws.com",
        }[name]

    def delete(self, r: Resource) -> None:
        versions = r.call("s3", "list_object_versions", Bucket=r.physical_id)
        if not versions.get("Versions") and not versions.get("DeleteMarkers"):
            r.call("s3", "delete_bucket", Bucket=r.physical_id)


class BucketPolicy(Handler):
    type = "AWS::S3::BucketPolicy"

    def create(self, r: Resource) -> str:
        r.make("s3", "put_bucket_policy", {"Policy": r.get("PolicyDocument")}, Bucket=r.get("Bucket"))
        return r.get("Bucket")

    def update(self, r: Resource, old: Resource) -> bool:
        return r.get("Bucket") == old.get("Bucket") and bool(self.create(r))

    def read(self, r: Resource) -> dict[str, Any]:
        return {"Bucket": r.physical_id, "PolicyDocument": r.call("s3", "get_bucket_policy", Bucket=r.physical_id)["Policy"]}

    def delete(self, r: Resource) -> None:
        r.call("s3", "delete_bucket_policy", Bucket=r.physical_id)
