import { Aws, Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnDocument } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { automationTrust } from '../shared/automation-trust';
import { GrantDoor, GrantNames } from './grant-names';

/** What a person writes when opening a door: the name of a parameter, what it is, and what it looks like. */
interface Field {
  readonly description: string;
  readonly allowedPattern: string;
}

const GRANT: Record<string, Field> = { Grant: { description: 'Id of the grant', allowedPattern: '^[0-9]{8}-[0-9a-f]{8}$' } };
const FIELDS: Readonly<Record<GrantDoor, Record<string, Field>>> = {
  [GrantDoor.REQUEST]: {
    Customer: { description: 'The customer whose system is to be reached', allowedPattern: '^[^{}]{1,64}$' },
    Reason: { description: 'Why: the ticket, and what it is about', allowedPattern: '^[^{}]{1,500}$' },
    Until: { description: 'When it ends, in UTC, e.g. 2026-11-22T18:00:00Z', allowedPattern: '^[0-9TZ:-]{1,25}$' },
  },
  [GrantDoor.APPROVE]: GRANT,
  [GrantDoor.CLOSE]: GRANT,
};

/**
 * Who started the runbook is what Systems Manager says, and what they wrote is read from its record: no text of a person is put
 * into a script, a document or a piece of JSON.
 */
export const DOOR_SCRIPT = `import json
import boto3


def ask(events, context):
    run = boto3.client("ssm").get_automation_execution(AutomationExecutionId=events["execution"])["AutomationExecution"]
    wish = {name.lower(): run["Parameters"][name][0] for name in events["fields"]}
    wish["caller"] = run["ExecutedBy"]
    answer = boto3.client("stepfunctions").start_sync_execution(stateMachineArn=events["stateMachineArn"], input=json.dumps(wish))
    if answer["status"] != "SUCCEEDED":
        raise Exception("It did not work, and the on-call knows: " + answer.get("error", "") + " " + answer.get("cause", ""))
    output = json.loads(answer["output"])
    if not output["accepted"]:
        raise Exception("Refused. " + " ".join(output["reasons"]))
    return output
`;

/**
 * The runbooks through which people ask for, approve and close grants. They do nothing but tell a state machine who asks for what:
 * Systems Manager knows who started a runbook, Step Functions does not.
 *
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_AutomationExecution.html
 *
 * @internal
 */
export class GrantDoors extends Construct {
  /** What the runbooks run as. */
  public readonly role: iam.IRole;

  /** @param machineArns ARNs of the express state machines, by door */
  constructor(scope: Construct, id: string, access: string, machineArns: Readonly<Record<GrantDoor, string>>) {
    super(scope, id);
    const stack = Stack.of(this);
    this.role = new iam.Role(this, 'Role', {
      roleName: GrantNames.doorRole(access),
      description: `Tells the state machines of the access ${access} who asks for what`,
      assumedBy: automationTrust(this),
      managedPolicies: [new iam.ManagedPolicy(this, 'Policy', {
        statements: [
          new iam.PolicyStatement({ sid: 'KnowWhoAsks', actions: ['ssm:GetAutomationExecution'], resources: [stack.formatArn({ service: 'ssm', resource: 'automation-execution', resourceName: '*' })] }),
          new iam.PolicyStatement({ sid: 'Ask', actions: ['states:StartSyncExecution'], resources: Object.values(machineArns) }),
        ],
      })],
    });
    this.door('Request', access, GrantDoor.REQUEST, machineArns.request, 'Asks for access to one customer’s system, for a reason, until a moment');
    this.door('Approve', access, GrantDoor.APPROVE, machineArns.approve, 'Approves somebody else’s request');
    this.door('Close', access, GrantDoor.CLOSE, machineArns.close, 'Closes a grant before its end, or takes a request back');
  }

  private door(id: string, access: string, door: GrantDoor, stateMachineArn: string, description: string): void {
    const fields = FIELDS[door];
    new CfnDocument(this, id, {
      name: GrantNames.document(access, door),
      documentType: 'Automation',
      documentFormat: 'JSON',
      updateMethod: 'NewVersion',
      content: {
        schemaVersion: '0.3',
        description: `${description} (${access}).`,
        assumeRole: `arn:${Aws.PARTITION}:iam::${Stack.of(this).account}:role/${GrantNames.doorRole(access)}`,
        parameters: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { type: 'String', ...field }])),
        mainSteps: [{
          name: 'Ask',
          action: 'aws:executeScript',
          timeoutSeconds: 180,
          isEnd: true,
          inputs: {
            Runtime: 'python3.11',
            Handler: 'ask',
            InputPayload: { execution: '{{automation:EXECUTION_ID}}', stateMachineArn, fields: Object.keys(fields) },
            Script: DOOR_SCRIPT,
          },
          outputs: [{ Name: 'Answer', Selector: '$.Payload', Type: 'StringMap' }],
        }],
        outputs: ['Ask.Answer'],
      },
    }).node.addDependency(this.role);
  }
}
