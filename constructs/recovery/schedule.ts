import { Stack } from 'aws-cdk-lib/core';
import * as iam from 'aws-cdk-lib/aws-iam';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { Problems } from '../shared/problems';
import type { RunbookRecord } from './runbook-record';

/** A call of an AWS API that is made by the calendar. */
interface ScheduledCall {
  readonly record: RunbookRecord;
  readonly expression: string;
  /** The call as EventBridge Scheduler words it, e.g. `ssm:startAutomationExecution`. */
  readonly call: string;
  readonly input: object;
  readonly permissions: iam.PolicyStatement[];
}

/** Makes a call at the times of a `cron(…)` or `rate(…)` expression, in UTC, by a role that may do nothing else. */
export function schedule(scope: Construct, id: string, { record, expression, call, input, permissions }: ScheduledCall): void {
  const stack = Stack.of(scope);
  const role = new iam.Role(scope, `${id}Role`, {
    assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', { conditions: { StringEquals: { 'aws:SourceAccount': stack.account } } }),
  });
  const policy = new iam.ManagedPolicy(scope, `${id}Policy`, { roles: [role], statements: permissions });
  new CfnSchedule(scope, id, {
    groupName: record.scheduleGroupName,
    scheduleExpression: expression,
    scheduleExpressionTimezone: 'UTC',
    flexibleTimeWindow: { mode: 'OFF' },
    target: {
      arn: `arn:${stack.partition}:scheduler:::aws-sdk:${call}`,
      roleArn: role.roleArn,
      input: stack.toJsonString(input),
      retryPolicy: { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 3 },
    },
  }).node.addDependency(policy);
}

/** Records an expression that is none. */
export function checkSchedule(problems: Problems, path: string, expression: string | undefined): void {
  problems.require(expression === undefined || /^(cron\(\S+( \S+){5}\)|rate\([1-9]\d* (hours?|days?)\))$/.test(expression), path, expression, "Write a schedule of EventBridge Scheduler in UTC, e.g. 'cron(0 9 ? 1,4,7,10 TUE#1 *)'.");
}
