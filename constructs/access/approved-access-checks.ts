import { Duration, Stack } from 'aws-cdk-lib/core';
import { Effect, type PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { parseIpv4Range } from '../shared/ip-range';
import { Problems } from '../shared/problems';
import type { ApprovedAccessProps } from './approved-access-props';
import { GrantNames } from './grant-names';

/** Customers' names, unless the props say otherwise. */
export const CUSTOMER_PATTERN = '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$';
const LONGEST = Duration.hours(8);
const WHOLE_INTERNET = 8;

/** @throws InvalidInputError listing every problem of the props */
export function checkApprovedAccess(scope: Construct, props: ApprovedAccessProps): void {
  const problems = new Problems(`ApprovedAccess '${scope.node.path}'`);
  const { access, approvals = 1, longest = LONGEST, customerPattern = CUSTOMER_PATTERN, recordRetention } = props;
  problems.require(/^[a-z][a-z-]{1,18}[a-z]$/.test(access), 'access', access, 'Write 3 to 20 lower-case letters and hyphens.');
  checkRoles(problems, 'requesters', props.requesters);
  checkRoles(problems, 'approvers', props.approvers);
  problems.require(Number.isInteger(approvals) && approvals >= 1 && approvals <= 5, 'approvals', approvals, 'Write 1 to 5.');
  const seconds = longest.toSeconds();
  problems.require(seconds >= 900 && seconds <= LONGEST.toSeconds(), 'longest', longest.toHumanString(), 'A grant ends within a working day: write 15 minutes to 8 hours.');
  problems.require(isSafe(customerPattern), 'customerPattern', customerPattern, "Write a regular expression from ^ to $, of letters, digits, '._-', classes and counts: no slash, no dot alone, no wildcard.");
  problems.require(!recordRetention || recordRetention.toDays() >= 90, 'recordRetention', recordRetention?.toHumanString(), 'Write at least 90 days: a record that is gone proves nothing.');
  problems.require(props.permissionsBoundary === undefined || /^[\w+=,.@-]{1,128}$/.test(props.permissionsBoundary), 'permissionsBoundary', props.permissionsBoundary, 'Write the name of a managed policy without its path and not its ARN.');
  checkRanges(problems, props.administratorRanges);
  problems.require(props.statements.length > 0, 'statements', props.statements, 'Say what a session may do.');
  props.statements.forEach((statement, index) => problems.require(isConfined(scope, statement), `statements[${index}]`, statement.sid ?? statement.actions,
    `Every statement that allows depends on ${GrantNames.CUSTOMER}, in each of its resources or in a condition. What belongs to no customer goes into sharedStatements.`));
  problems.throwIfAny();
}

function checkRoles(problems: Problems, path: string, patterns: string[]): void {
  problems.require(patterns.length > 0, path, patterns, 'Name at least one role.');
  patterns.forEach((pattern, index) => problems.require(/^arn:[^:]+:iam::(\d{12}|\*|\$\{Token\[[^\]]+\]\}):role\/([\w+=,.@*/-]+\/)?\*?[\w+=,.@-]{3,}\*?$/.test(pattern), `${path}[${index}]`, pattern,
    'Write the ARN of a role; `*` may stand at the beginning and the end of its name, not for all of it.'));
}

function checkRanges(problems: Problems, ranges: string[]): void {
  problems.require(ranges.length > 0, 'administratorRanges', ranges, 'Write the ranges that administrators come from.');
  ranges.forEach((range, index) => {
    const parsed = parseIpv4Range(range);
    problems.require(parsed !== undefined && parsed.prefix >= WHOLE_INTERNET, `administratorRanges[${index}]`, range, 'Write an IPv4 range such as 203.0.113.0/24, not the Internet.');
  });
}

/** Whether a pattern lets no character through that means something in an ARN or a policy. */
function isSafe(pattern: string): boolean {
  try {
    const expression = new RegExp(pattern);
    return /^\^[^$/]+\$$/.test(pattern) && [...'*?$:{}/ "\'\\\n'].every((character) => !expression.test(`ab${character}cd`) && !expression.test(character) && !expression.test(character.repeat(8)));
  } catch {
    return false;
  }
}

/** Whether a statement, if it allows, depends on the customer: by a condition, or by every resource. */
function isConfined(scope: Construct, statement: PolicyStatement): boolean {
  const names = (value: unknown): boolean => JSON.stringify(Stack.of(scope).resolve(value) ?? '').includes(GrantNames.CUSTOMER);
  return statement.effect === Effect.DENY || names(statement.conditions) || (statement.resources.length > 0 && statement.resources.every(names));
}
