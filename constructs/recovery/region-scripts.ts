const LOOKING = `import time
from datetime import datetime, timedelta, timezone
import boto3


def members_of(events, region):
    found = boto3.client("rds", region_name=region).describe_global_clusters(GlobalClusterIdentifier=events["globalCluster"])["GlobalClusters"][0]
    return found["Status"], {one["DBClusterArn"]: one["IsWriter"] for one in found["GlobalClusterMembers"]}


def tasks_of(service):
    api = boto3.client("ecs", region_name=service["region"])
    found = api.describe_services(cluster=service["cluster"], services=[service["name"]])["services"]
    if not found or found[0]["status"] != "ACTIVE":
        raise Exception("There is no service " + service["name"] + " in " + service["region"] + ".")
    return found[0]["runningCount"], found[0]["desiredCount"]
`;

/**
 * Looks at both regions, changes nothing. A switch-over is refused if data would be late; a fail-over says what would be lost.
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html
 */
export const CHECK_SCRIPT = `${LOOKING}

def lag_of(arn):
    """Seconds of data that would be lost, by the newest of the last fifteen minutes; none if nothing was heard."""
    region, cluster = arn.split(":")[3], arn.split(":")[6]
    api, now = boto3.client("cloudwatch", region_name=region), datetime.now(timezone.utc)
    of = {"Namespace": "AWS/RDS", "MetricName": "AuroraGlobalDBRPOLag"}
    points = []
    for metric in api.list_metrics(Dimensions=[{"Name": "DBClusterIdentifier", "Value": cluster}], **of)["Metrics"]:
        points += api.get_metric_statistics(Dimensions=metric["Dimensions"], StartTime=now - timedelta(minutes=15), EndTime=now, Period=60, Statistics=["Maximum"], **of)["Datapoints"]
    newest = max(points, key=lambda one: one["Timestamp"], default=None)
    return None if newest is None else newest["Maximum"] / 1000


def check(events, context):
    mode, to, problems = events["mode"], events["to"], []
    status, members = members_of(events, events["ownRegion"])
    if to["database"] not in members:
        raise Exception("The database in " + to["region"] + " is not part of the global database " + events["globalCluster"] + ". After an outage Aurora takes it back by itself: wait, and see docs/recovery.md.")
    there = members[to["database"]]
    lag = 0 if there else lag_of(to["database"])
    losing = mode == "fail-over"
    if not there and not losing:
        if status != "available":
            problems.append("the global database is " + status)
        if lag is None or lag > events["longestLag"]:
            problems.append("the database in " + to["region"] + " is " + ("not heard of" if lag is None else "%.0f seconds behind, %d are allowed" % (lag, events["longestLag"])))
    running, _ = tasks_of(to)
    if running < 1:
        problems.append("no task of the service runs in " + to["region"])
    if problems and not losing:
        raise Exception("; ".join(problems))
    writer = next((arn.split(":")[3] for arn, writes in members.items() if writes), events["ownRegion"])
    said = "Data is written in %s. The database in %s is %s. %d tasks run there." % (writer, to["region"], "the writer already" if there else "behind by an unknown time" if lag is None else "%.1f seconds behind" % lag, running)
    return {"said": said + (" Gone on although " + "; ".join(problems) + "." if problems else ""), "writer": writer}
`;

/**
 * Makes the other region's database the writer. A switch-over waits until nothing is missing and is asked of the region that
 * writes; a fail-over is asked of the region that takes over, and loses what was not copied yet.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverGlobalCluster.html
 */
export const PROMOTE_SCRIPT = `${LOOKING}

def promote(events, context):
    to, losing = events["to"], events["mode"] == "fail-over"
    _, members = members_of(events, events["ownRegion"])
    if members[to["database"]]:
        return {"said": "The database in " + to["region"] + " is the writer already."}
    api = boto3.client("rds", region_name=to["region"] if losing else events["writer"])
    asked = {"GlobalClusterIdentifier": events["globalCluster"], "TargetDbClusterIdentifier": to["database"]}
    if losing:
        api.failover_global_cluster(AllowDataLoss=True, **asked)
    else:
        api.switchover_global_cluster(**asked)
    return {"said": "Asked."}
`;

/** Waits until the database of a region is the writer. Each attempt looks for nine minutes. */
export const WRITER_SCRIPT = `${LOOKING}

def writer(events, context):
    to, seen = events["to"], "nothing"
    for _ in range(36):
        status, members = members_of(events, events["ownRegion"])
        cluster = boto3.client("rds", region_name=to["region"]).describe_db_clusters(DBClusterIdentifier=to["database"])["DBClusters"][0]
        ready = any(one["IsClusterWriter"] for one in cluster["DBClusterMembers"])
        if members.get(to["database"]) and cluster["Status"] == "available" and ready:
            return {"said": "Data is written in " + to["region"] + ", at " + cluster["Endpoint"] + "."}
        seen = "the global database is %s, the cluster %s" % (status, cluster["Status"])
        time.sleep(events["pause"])
    raise Exception("The database in " + to["region"] + " is not the writer yet: " + seen)
`;

/** Waits until as many tasks run as were asked for. */
export const TASKS_SCRIPT = `${LOOKING}

def tasks(events, context):
    running = 0
    for _ in range(36):
        running, _ = tasks_of(events["to"])
        if running >= events["to"]["tasks"]:
            return {"said": "%d tasks run in %s." % (running, events["to"]["region"])}
        time.sleep(events["pause"])
    raise Exception("%d tasks run in %s, %d were asked for." % (running, events["to"]["region"], events["to"]["tasks"]))
`;

/** Waits until a load balancer finds the service well. For whoever gives up a region there is nothing to wait for: it says what it sees. */
export const HEALTH_SCRIPT = `import time
import boto3


def health(events, context):
    api, said = boto3.client("elbv2", region_name=events["region"]), ""
    for look in range(events["looks"]):
        if look > 0:
            time.sleep(events["pause"])
        states = [one["TargetHealth"]["State"] for one in api.describe_target_health(TargetGroupArn=events["targetGroup"])["TargetHealthDescriptions"]]
        said = "%d of %d tasks are healthy in %s" % (states.count("healthy"), len(states), events["region"])
        if states.count("healthy") >= events["least"] or events.get("mode") == "fail-over":
            return {"said": said + "."}
    raise Exception("%s, %d are needed." % (said, events["least"]))
`;
