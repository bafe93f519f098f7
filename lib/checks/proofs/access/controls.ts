import type { PropertyFinding } from '../property';
import type { Resource, Template } from '../../template';
import type { AccessModel } from './model';
import { decidedBy } from './cut';
import { denialsIn, refuted, type Found } from './parties';
import { eachOf } from './reading';
import type { Statement } from './statement';

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
export function verdictOnControl(model: AccessModel, found: readonly Found[], control: Control): PropertyFinding {
  const { template, logicalId } = control;
  const witness = found.find(({ existence }) => existence.answer === 'yes');
  const refutation = refuted(model, witness ? [witness] : found, control);
  const isOwn = ({ place }: Statement) => place.template === template.source.name && place.logicalId === logicalId;
  return { template, logicalId, verdict: refutation ?? decidedBy(model, 'compliant', [], denialsIn(found).filter(isOwn), control) };
}
