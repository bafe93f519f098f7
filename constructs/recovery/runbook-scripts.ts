/** Lets a rehearsal pass; otherwise only who may, with the phrase of the mode. What people typed is read from Systems Manager's record, so that it never becomes code. */
export const ADMIT_SCRIPT = `import re
import boto3


def admit(events, context):
    run = boto3.client("ssm").get_automation_execution(AutomationExecutionId=events["execution"])["AutomationExecution"]
    given = {name: values[0] for name, values in run["Parameters"].items() if values}
    mode, starter = given.get("Mode", "rehearse"), run["ExecutedBy"]
    if mode == "rehearse":
        return {"said": "A rehearsal, started by " + starter + ": nothing is changed."}
    if not re.match(events["starters"], starter):
        raise Exception(starter + " is not among those who start this runbook.")
    phrase = events["confirmations"][mode]
    if given.get("Confirmation") != phrase:
        raise Exception("Nothing was done. To go on, start it again with Confirmation='" + phrase + "'.")
    return {"said": "Mode " + mode + ", started by " + starter + ". Reason: " + given["Reason"]}
`;
