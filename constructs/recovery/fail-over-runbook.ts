import { Duration, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { Problems } from '../shared/problems';
import { RunbookNames } from '../shared/runbook-names';
import { type Move, moveChecks, moveStatements, moveSteps } from './move';
import { checkSite, type RecoverySite } from './recovery-site';
import { checkRunbook, runbook, type RunbookProps } from './runbook';

/** What moves, and between which two regions. */
export interface RegionMoveProps extends RunbookProps {
  /** Environment that moves, e.g. `production`: who moves it types its name. */
  readonly environment: string;

  /** Identifier of the global database. */
  readonly globalDatabaseIdentifier: string;

  /** Where the environment is at home. */
  readonly home: RecoverySite;

  /** Where it stands by: the region of this stack. */
  readonly standby: RecoverySite;

  /** Host name of the service: that of the `FailoverSwitch`, which stands in the same region. */
  readonly hostName: string;

  /**
   * How far behind the other region's database may be, in whole seconds, for a move that loses nothing.
   *
   * @default 5 minutes
   */
  readonly longestLag?: Duration;
}

/**
 * Moves an environment to its recovery region: the runbook `FailOver`, in that region, which needs nothing of the other one.
 *
 * - `rehearse` looks at everything that it takes and changes nothing; it does so each quarter by itself.
 * - `switch-over` loses no data: for a region that still answers.
 * - `fail-over` loses what was not copied yet, seconds as a rule: for a region that is gone.
 *
 * Raises the service to its full size, makes the standby database the writer, sends customers there, and holds them there until
 * `FailBack`. Every step may run again. The customers are sent by a `FailoverSwitch`, so that
 * no control plane is in the way. Controls AVA5, AVA6. See decisions/0055-runbooks.md and
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html
 */
export class FailOverRunbook extends Construct {
  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: RegionMoveProps) {
    super(scope, id);
    const move = moveOf(this, 'FailOverRunbook', props, true);
    const [first] = moveSteps(this, move);
    runbook(this, props, {
      name: RunbookNames.FAIL_OVER,
      description: `Moves ${props.environment} to ${props.standby.region}. See docs/recovery.md.`,
      confirmations: { 'switch-over': `switch ${props.environment} over`, 'fail-over': `fail ${props.environment} over and lose what was not copied` },
      checks: moveChecks(this, move),
      ways: { 'switch-over': first.name, 'fail-over': first.name },
      steps: moveSteps(this, move),
      statements: moveStatements(this, move),
      outputs: ['Check.Said', 'WaitForWriter.Said', 'Verify.Said'],
    });
  }
}

/** Reads the props of a move, one way or the other. */
export function moveOf(scope: Construct, name: string, props: RegionMoveProps, away: boolean): Move {
  const problems = new Problems(`${name} '${scope.node.path}'`);
  const seconds = (props.longestLag ?? Duration.minutes(5)).toSeconds({ integral: false });
  checkRunbook(problems, props);
  checkSite(problems, 'home', props.home);
  checkSite(problems, 'standby', props.standby);
  problems.require(/^[a-z][a-z -]{1,30}$/.test(props.environment), 'environment', props.environment, 'Write its name in lower-case letters: it is typed at night.');
  problems.require(/^[a-z](?!.*--)[a-z0-9-]{0,61}[a-z0-9]$/.test(props.globalDatabaseIdentifier), 'globalDatabaseIdentifier', props.globalDatabaseIdentifier, 'Write 2 to 63 lower-case letters, digits and single hyphens.');
  problems.require(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(props.hostName), 'hostName', props.hostName, 'Write the host name of the service, in lower case.');
  problems.require(props.home.region !== props.standby.region, 'standby.region', props.standby.region, 'It is the home region; write another.');
  problems.require(props.standby.region === Stack.of(scope).region, 'standby.region', props.standby.region, `The runbook stands in ${Stack.of(scope).region}, and would be lost with the region that it moves away from; put it where the environment stands by.`);
  problems.require(Number.isInteger(seconds) && seconds >= 1 && seconds <= 300, 'longestLag', seconds, 'Write 1 to 300 whole seconds: no more than five minutes of data may be lost (control AVA5).');
  problems.throwIfAny();
  const { home, standby } = props;
  return { from: away ? home : standby, to: away ? standby : home, globalCluster: props.globalDatabaseIdentifier, hostName: props.hostName, away, longestLagSeconds: seconds };
}
