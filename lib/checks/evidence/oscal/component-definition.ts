import type { JsonMap } from '../../template/json';
import type { ControlEvidence, Evidence } from '../evidence';
import { compact, metadata, property, uuid, type OscalContext } from './document';

/** Identifier of the judge, the component that gave the verdicts. */
export const judgeOf = ({ estate }: OscalContext): string => uuid('component', estate, 'judge');
/** Identifier of the estate as a component. */
export const estateOf = ({ estate }: OscalContext): string => uuid('component', estate, 'estate');

/** What the estate says it does for each control, and by which rules that is checked. */
export function componentDefinitionOf(evidence: Evidence, context: OscalContext): JsonMap {
  return {
    'component-definition': {
      uuid: uuid('component-definition', context.estate),
      metadata: metadata(context, `Components of the estate ${context.estate}`),
      components: [
        {
          uuid: estateOf(context),
          type: 'software',
          title: `The estate ${context.estate}`,
          description: `Everything that one synthesis puts into ${evidence.stacks.length} CloudFormation stacks.`,
          'control-implementations': [{
            uuid: uuid('control-implementation', context.estate),
            source: './catalog.json',
            description: 'What the templates do for each control.',
            'implemented-requirements': evidence.controls.map((control) => requirementOf(control, context)),
          }],
        },
        compact({
          uuid: judgeOf(context),
          type: 'validation',
          title: 'The rules of cdk-dtap',
          description: 'Rules that judge every resource of the synthesized templates.',
          props: evidence.rules.map(({ id }) => property('rule', id)),
        }),
      ],
    },
  };
}

function requirementOf(control: ControlEvidence, { estate }: OscalContext): JsonMap {
  return {
    uuid: uuid('implemented-requirement', estate, control.id),
    'control-id': control.id,
    description: control.requires,
    props: [
      property('standing', control.standing),
      ...control.proofs.map(({ kind, standing }) => property(`proof-${kind}`, standing)),
      ...control.proofs.flatMap(({ by }) => by).map((by) => property('proved-by', by)),
    ],
  };
}
