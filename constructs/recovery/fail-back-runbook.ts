import { Construct } from 'constructs';
import { RunbookNames } from '../shared/runbook-names';
import { moveOf, type RegionMoveProps } from './fail-over-runbook';
import { moveChecks, moveStatements, moveSteps } from './move';
import { runbook } from './runbook';

/**
 * Moves an environment back home: the runbook `FailBack`, in the recovery region.
 *
 * Goes on only if the home region's database is part of the global database again (Aurora takes it back by itself once its
 * region is well) and hardly behind, and if the service there is well; loses no data. Then customers go home, and the service
 * of the recovery region shrinks to its standby size. Controls AVA5, AVA6.
 * https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_SwitchoverGlobalCluster.html
 */
export class FailBackRunbook extends Construct {
  /** @throws InvalidInputError listing every problem of the props */
  constructor(scope: Construct, id: string, props: RegionMoveProps) {
    super(scope, id);
    const move = moveOf(this, 'FailBackRunbook', props, false);
    const steps = moveSteps(this, move);
    runbook(this, props, {
      name: RunbookNames.FAIL_BACK,
      description: `Moves ${props.environment} back to ${props.home.region}. See docs/recovery.md.`,
      confirmations: { 'switch-back': `switch ${props.environment} back` },
      checks: moveChecks(this, move),
      ways: { 'switch-back': steps[0].name },
      steps,
      statements: moveStatements(this, move),
      outputs: ['Check.Said', 'WaitForWriter.Said', 'Verify.Said'],
    });
  }
}
