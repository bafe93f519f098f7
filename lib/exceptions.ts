import { CfnResource, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { Problems } from '../constructs/shared/problems';
import { isOneFinding, isOneResource, isUnknownRule, REASON_MIN, unknownControls } from './checks/evidence/ledger';
import { PROPERTIES } from './checks/proofs/properties';
import { RULES } from './checks/rules';

/**
 * A finding that an estate accepts on one resource, for a while.
 *
 * It silences one rule of one pack on one resource, and stays in the validation report with its reason, owner and end.
 */
export interface FindingException {
  /**
   * Qualified id of the finding, `<Pack>::<Rule>`, with its part in brackets if it has one, e.g.
   * `AwsSolutions::AwsSolutions-IAM5[Resource::*]`. For an outside scanner `<scanner>::<rule>`, e.g. `checkov::CKV_AWS_18`.
   */
  readonly finding: string;
  /** Construct path of the one resource, e.g. `Production/Data/Content/Resource`. */
  readonly resource: string;
  /** Why the finding is accepted: what stands in its place, or why it cannot be mended. At least 20 characters. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly until: string;
}

/** Findings of outside scanners: they read templates, so acknowledging them silences nothing here and puts them into the evidence. */
const OUTSIDE_SCANNERS = ['cfn-lint', 'guard', 'checkov'];

/** Whether an exception is for an outside scanner rather than for a pack. */
export function isForScanner(exception: FindingException): boolean {
  return OUTSIDE_SCANNERS.includes(exception.finding.split('::')[0]);
}

/**
 * Records every problem of the exceptions that can be seen without building anything. What takes a synthesis or a
 * calendar (unused, expired) is told by `cdk-dtap evidence` and `cdk-dtap diff`.
 */
export function validateExceptions(exceptions: readonly FindingException[], problems: Problems): void {
  const rules = [...RULES, ...PROPERTIES].map(({ id }) => id);
  const keys = exceptions.map(({ finding, resource }) => `${finding} on ${resource}`);
  exceptions.forEach((exception, i) => {
    const at = (field: string) => `exceptions[${i}].${field}`;
    problems.require(isOneFinding(exception.finding), at('finding'), exception.finding, 'Write the qualified id of one finding, as the report prints it: Pack::Rule.');
    problems.require(!isUnknownRule(exception.finding, rules), at('finding'), exception.finding, 'There is no such rule; CONTROLS.md lists them.');
    problems.require(isOneResource(exception.resource), at('resource'), exception.resource, 'Write the construct path of one resource; no wildcard, no whole stack.');
    problems.require(keys.indexOf(keys[i]) === i, at('finding'), exception.finding, `It is there already, as exceptions[${keys.indexOf(keys[i])}].`);
    problems.require(unknownControls(exception.reason).length === 0, at('reason'), exception.reason, `There is no control ${unknownControls(exception.reason).join(', ')}; CONTROLS.md lists them.`);
    problems.require(exception.reason.trim().length >= REASON_MIN, at('reason'), exception.reason, `Say why in at least ${REASON_MIN} characters.`);
    problems.require(exception.owner.trim() !== '', at('owner'), exception.owner, 'Name who answers for it.');
    problems.require(isDay(exception.until), at('until'), exception.until, 'Write its last day as YYYY-MM-DD.');
  });
}

/**
 * Acknowledges each exception on its one resource. An exception whose environment is not being synthesized is left out.
 *
 * @throws InvalidInputError with every exception that names no resource of the estate
 */
export function applyExceptions(root: IConstruct, exceptions: readonly FindingException[]): void {
  const problems = new Problems('Exceptions');
  const built = new Set(root.node.children.map((child) => child.node.id));
  exceptions.forEach((exception, i) => {
    const segments = exception.resource.split('/');
    if (!built.has(segments[0])) {
      return;
    }
    const resource = segments.reduce<IConstruct | undefined>((scope, id) => scope?.node.tryFindChild(id), root);
    if (resource && CfnResource.isCfnResource(resource)) {
      const { finding, reason, owner, until } = exception;
      Validations.of(resource).acknowledge({ id: finding, reason: `${reason} [owner: ${owner}; until: ${until}]` });
    } else {
      problems.add(`exceptions[${i}].resource`, exception.resource, 'There is no such resource; take the construct path from the report.');
    }
  });
  problems.throwIfAny();
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
