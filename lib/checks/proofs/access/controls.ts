import type { PropertyFinding } from '../property';
import type { Resource, Template } from '../../template';
import { compliant, violation } from '../../verdict';
import type { AccessModel } from './model';
import { refuted, valuesOf, type Found } from './parties';
import { eachOf } from './reading';

/** A service control policy of the templates. */
export interface Control {
  readonly template: Template;
  readonly logicalId: string;
  readonly resource: Resource;
}

/** The service control policies that have to do with something; if none has, the first one, which should. None if there are none. */
export function guarding(model: AccessModel, about: RegExp): Control[] {
  const controls: Control[] = [];
  eachOf(model.set, ['AWS::Organizations::Policy'], (template, logicalId, resource) => {
    if (resource.at('Type').text === 'SERVICE_CONTROL_POLICY') {
      controls.push({ template, logicalId, resource });
    }
  });
  const found = controls.filter(({ resource }) => about.test(JSON.stringify(resource.at('Content').literal ?? '')));
  return found.length > 0 ? found : controls.slice(0, 1);
}

/** That nobody of these may, said of a policy that denies it. The first witness tells enough: the next ones are the same for other accounts and actions. */
export function verdictOnControl(model: AccessModel, found: readonly Found[], { template, logicalId, resource }: Control): PropertyFinding {
  const witness = found.find(({ existence }) => existence.answer === 'yes');
  const refutation = refuted(model, witness ? [witness] : found, resource);
  const denials = found.flatMap(({ existence }) => [...existence.denials, ...existence.decision.denials.filter(({ matched }) => matched).map(({ statement }) => statement)]);
  return { template, logicalId, verdict: refutation?.kind === 'violation' ? violation(refutation.messages[0], resource.at('Content')) : refutation ?? compliant(...valuesOf(denials, resource)) };
}
