/** Who started the runbook, whom it is about and why: read from Systems Manager's record, so that no text of a person becomes code. */
const RUN = `import json
import re
import boto3


def record_of(events):
    run = boto3.client("ssm").get_automation_execution(AutomationExecutionId=events["execution"])["AutomationExecution"]
    said = {name: values[0] for name, values in run["Parameters"].items() if name in ("Person", "Reason")}
    if not re.fullmatch(r"[\\w+=,.@-]{2,64}", said["Person"], re.ASCII):
        raise Exception("Person: write the user name, letter by letter, without wildcards.")
    return run["ExecutedBy"], said["Person"], said["Reason"]


def identified(events, person):
    """The name as Identity Center writes it, which is the name of the person's sessions, and the user's id."""
    if not events.get("identityStore"):
        return person, None
    store = boto3.client("identitystore", region_name=events["identityRegion"])
    found = store.list_users(IdentityStoreId=events["identityStore"], Filters=[{"AttributePath": "UserName", "AttributeValue": person}])["Users"]
    return (found[0]["UserName"], found[0]["UserId"]) if found else (person, None)
`;

/** Says on the spot who is barred by whom; refuses whoever may not. Nothing is denied before. */
export const ANNOUNCE_SCRIPT = `${RUN}

def announce(events, context):
    starter, person, reason = record_of(events)
    if not re.match(events["starters"], starter):
        raise Exception(starter + " is not among those who bar people.")
    message = events["what"] + ": " + person + ", by " + starter + ". Reason: " + reason
    try:
        boto3.client("sns").publish(TopicArn=events["topic"], Subject=events["what"], Message=message)
    except Exception as problem:
        message += " Nobody could be told: " + str(problem)
    return {"said": message}
`;

/**
 * Writes who is barred into the service control policy, which every account but the management account obeys, and into that
 * account's own policy. What a policy holds is read back from the policy itself: there is no second list.
 */
export const DENY_SCRIPT = `${RUN}
from datetime import datetime, timedelta, timezone

LONGEST_SESSION = timedelta(hours=13)
FORM = "%Y-%m-%dT%H:%M:%SZ"
SIZE = 5120


def listed(condition, key):
    values = [one for operator in condition.values() for name, one in operator.items() if name == key]
    return [item for one in values for item in (one if isinstance(one, list) else [one])]


def understood(content):
    barred = {"names": [], "ids": [], "ended": {}}
    for statement in json.loads(content)["Statement"]:
        condition = statement["Condition"]
        names = [name[2:] for name in listed(condition, "aws:userid") if name.startswith("*:")]
        before = listed(condition, "aws:TokenIssueTime")
        if before:
            barred["ended"].update({name: before[0] for name in names})
        else:
            barred["names"] += names
            barred["ids"] += listed(condition, "identitystore:UserId")
    return barred


def written(barred):
    def deny(sid, condition):
        return {"Sid": sid, "Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}

    names, ids = barred["names"], barred["ids"]
    statements = []
    if names:
        statements += [
            deny("BarredSessions", {"StringLike": {"aws:userid": ["*:" + name for name in names]}}),
            deny("BarredUsers", {"StringEquals": {"aws:username": names}}),
            deny("BarredSources", {"StringEquals": {"aws:SourceIdentity": names}}),
        ]
    if ids:
        statements.append(deny("BarredIds", {"StringEquals": {"identitystore:UserId": ids}}))
    for number, (name, moment) in enumerate(sorted(barred["ended"].items())):
        statements.append(deny("Ended%d" % number, {"StringLike": {"aws:userid": ["*:" + name]}, "DateLessThan": {"aws:TokenIssueTime": moment}}))
    if not statements:
        statements.append(deny("Nobody", {"StringEquals": {"aws:userid": "nobody"}}))
    return json.dumps({"Version": "2012-10-17", "Statement": statements}, separators=(",", ":"))


def changed(content, name, user, bar):
    now = datetime.now(timezone.utc)
    barred = understood(content)
    # No session lives longer than twelve hours: what ended before that needs no statement.
    barred["ended"] = {who: when for who, when in barred["ended"].items() if datetime.strptime(when, FORM).replace(tzinfo=timezone.utc) > now - LONGEST_SESSION}
    barred["names"] = [who for who in barred["names"] if who != name]
    barred["ids"] = [one for one in barred["ids"] if one != user]
    if bar:
        barred["names"].append(name)
        barred["ids"] += [user] if user else []
        barred["ended"].pop(name, None)
    else:
        barred["ended"][name] = now.strftime(FORM)
    result = written(barred)
    if len(result) > SIZE:
        raise Exception("The policy would have %d characters; %d is the most. Lift the bar of those who have no user any more." % (len(result), SIZE))
    return result


def holds(content, name, bar):
    barred = understood(content)
    return (name in barred["names"]) == bar


def in_organisation(name, user, bar, policy_name):
    api = boto3.client("organizations")
    policies = [one for page in api.get_paginator("list_policies").paginate(Filter="SERVICE_CONTROL_POLICY") for one in page["Policies"]]
    policy = next((one["Id"] for one in policies if one["Name"] == policy_name), None)
    if policy is None:
        content = changed(written({"names": [], "ids": [], "ended": {}}), name, user, bar)
        tags = [{"Key": "purpose", "Value": "bar-person"}]
        policy = api.create_policy(Name=policy_name, Description="People who are barred. Written by runbooks, not by hand.", Type="SERVICE_CONTROL_POLICY", Content=content, Tags=tags)["Policy"]["PolicySummary"]["Id"]
    root = api.list_roots()["Roots"][0]["Id"]
    targets = [one["TargetId"] for page in api.get_paginator("list_targets_for_policy").paginate(PolicyId=policy) for one in page["Targets"]]
    if root not in targets:
        api.attach_policy(PolicyId=policy, TargetId=root)
    # Somebody else may be barred at the same moment: what was written is read again.
    for _ in range(5):
        content = api.describe_policy(PolicyId=policy)["Policy"]["Content"]
        if holds(content, name, bar):
            return
        api.update_policy(PolicyId=policy, Content=changed(content, name, user, bar))
    if not holds(api.describe_policy(PolicyId=policy)["Policy"]["Content"], name, bar):
        raise Exception("The service control policy is being changed by others all the time.")


def in_management_account(name, user, bar, arn):
    api = boto3.client("iam")
    for _ in range(5):
        default = api.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        document = api.get_policy_version(PolicyArn=arn, VersionId=default)["PolicyVersion"]["Document"]
        content = document if isinstance(document, str) else json.dumps(document)
        if holds(content, name, bar):
            return
        versions = [one["VersionId"] for one in api.list_policy_versions(PolicyArn=arn)["Versions"] if not one["IsDefaultVersion"]]
        if len(versions) > 3:
            api.delete_policy_version(PolicyArn=arn, VersionId=sorted(versions, key=lambda one: int(one[1:]))[0])
        api.create_policy_version(PolicyArn=arn, PolicyDocument=changed(content, name, user, bar), SetAsDefault=True)
    raise Exception("The policy of the management account is being changed by others all the time.")


def deny(events, context):
    _, person, _ = record_of(events)
    user, problems = None, []
    try:
        person, user = identified(events, person)
    except Exception as problem:
        problems.append("identity store: " + str(problem))
    for write, target in ((in_organisation, events["policy"]), (in_management_account, events["managementPolicy"])):
        try:
            write(person, user, events["bar"], target)
        except Exception as problem:
            problems.append(write.__name__ + ": " + str(problem))
    if problems:
        raise Exception("; ".join(problems))
    return {"person": person}
`;

/** Takes a person out of every group of Identity Center: no new session, no VPN. */
export const LEAVE_SCRIPT = `${RUN}

def leave(events, context):
    _, person, _ = record_of(events)
    person, user = identified(events, person)
    if user is None:
        return {"groups": []}
    store = boto3.client("identitystore", region_name=events["identityRegion"])
    pages = store.get_paginator("list_group_memberships_for_member").paginate(IdentityStoreId=events["identityStore"], MemberId={"UserId": user})
    memberships = [one for page in pages for one in page["GroupMemberships"]]
    for one in memberships:
        store.delete_group_membership(IdentityStoreId=events["identityStore"], MembershipId=one["MembershipId"])
    return {"groups": [one["GroupId"] for one in memberships]}
`;

/**
 * Ends what is open in every account: VPN connections, sessions of Session Manager, access keys, console passwords, groups of IAM.
 * What goes wrong in one account or region does not keep the others waiting.
 */
export const END_SCRIPT = `${RUN}

def session_in(account, events):
    if account == events["ownAccount"]:
        return boto3.Session()
    role = "arn:%s:iam::%s:role/%s" % (events["partition"], account, events["accountRole"])
    keys = boto3.client("sts").assume_role(RoleArn=role, RoleSessionName="bar-person", DurationSeconds=900)["Credentials"]
    return boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])


def end_connections(session, region, names, done):
    api = session.client("ec2", region_name=region)
    for page in api.get_paginator("describe_client_vpn_endpoints").paginate():
        for endpoint in (one["ClientVpnEndpointId"] for one in page["ClientVpnEndpoints"]):
            for listed in api.get_paginator("describe_client_vpn_connections").paginate(ClientVpnEndpointId=endpoint):
                for one in listed["Connections"]:
                    whose = [one[key].lower() for key in ("Username", "CommonName") if one.get(key)]
                    # Who bears no name may be anybody: that connection ends as well, and others dial again.
                    if one["Status"]["Code"] == "active" and (not whose or names & set(whose)):
                        api.terminate_client_vpn_connections(ClientVpnEndpointId=endpoint, ConnectionId=one["ConnectionId"])
                        done.append("connection " + one["ConnectionId"])


def end_shells(session, region, names, done):
    api = session.client("ssm", region_name=region)
    for page in api.get_paginator("describe_sessions").paginate(State="Active"):
        for one in page["Sessions"]:
            if one["Owner"].split("/")[-1].lower() in names:
                api.terminate_session(SessionId=one["SessionId"])
                done.append("shell " + one["SessionId"])


def end_user(session, person, done):
    api = session.client("iam")
    try:
        keys = api.list_access_keys(UserName=person)["AccessKeyMetadata"]
    except api.exceptions.NoSuchEntityException:
        return
    for key in keys:
        api.update_access_key(UserName=person, AccessKeyId=key["AccessKeyId"], Status="Inactive")
        done.append("key " + key["AccessKeyId"])
    try:
        api.delete_login_profile(UserName=person)
        done.append("password")
    except api.exceptions.NoSuchEntityException:
        pass
    for page in api.get_paginator("list_groups_for_user").paginate(UserName=person):
        for group in page["Groups"]:
            api.remove_user_from_group(UserName=person, GroupName=group["GroupName"])
            done.append("group " + group["GroupName"])


def end(events, context):
    _, written, _ = record_of(events)
    problems, done = [], []

    def attempt(where, what, *args):
        found = []
        try:
            what(*args, found)
        except Exception as problem:
            problems.append(where + ": " + str(problem))
        done.extend(where + ": " + one for one in found)

    try:
        person = identified(events, written)[0]
    except Exception as problem:
        problems.append("identity store: " + str(problem))
        person = written
    names = {person.lower(), written.lower()}
    for account in events["accounts"]:
        try:
            session = session_in(account, events)
        except Exception as problem:
            problems.append(account + ": " + str(problem))
            continue
        attempt(account, end_user, session, person)
        for region in events["regions"]:
            attempt(account + "/" + region, end_connections, session, region, names)
            attempt(account + "/" + region, end_shells, session, region, names)
    if problems:
        raise Exception("Done: %s. Not done: %s" % (", ".join(done) or "nothing", "; ".join(problems)))
    return {"done": done}
`;
