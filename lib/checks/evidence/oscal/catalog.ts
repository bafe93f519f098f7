import { servedBy } from '../../catalogue/frameworks';
import type { JsonMap } from '../../template/json';
import type { ControlEvidence, Evidence } from '../evidence';
import { metadata, property, uuid, type OscalContext } from './document';

/** Id of what is assessed of a control. */
export const objectiveOf = (control: string): string => `${control}_obj`;

/** The controls, as an OSCAL catalog: what the other documents point at. */
export function catalogOf({ controls, clauses }: Evidence, context: OscalContext): JsonMap {
  return {
    catalog: {
      uuid: uuid('catalog', context.estate),
      metadata: metadata(context, 'Controls of cdk-dtap'),
      controls: controls.map((control) => controlOf(control, clauses.filter((clause) => clause.controls.includes(control.id)).map(({ id }) => id))),
    },
  };
}

function controlOf({ id, requires, where, proofs }: ControlEvidence, clauses: readonly string[]): JsonMap {
  return {
    id,
    class: 'cdk-dtap',
    title: requires,
    props: [
      property('where', where),
      ...proofs.map(({ kind }) => property('proof', kind)),
      ...clauses.map((clause) => property('clause', clause)),
      ...servedBy(id).flatMap(({ framework, numbers }) => numbers.map((number) => property(framework.id, number))),
    ],
    parts: [
      { id: `${id}_smt`, name: 'statement', prose: requires },
      { id: objectiveOf(id), name: 'assessment-objective', prose: `It is proved by ${proofs.map(({ kind }) => kind).join(', ')} that this holds: ${requires}` },
    ],
  };
}
