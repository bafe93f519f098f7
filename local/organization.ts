import type { AssemblyStack } from '../scripts/support/assembly';

/** What exists before the first stack does. */
export interface Organization {
  readonly management: string;
  readonly id: string;
  readonly rootId: string;
  readonly accounts: readonly string[];
}

/**
 * The organisation that the templates take for granted: its management account is the one with policies to manage, its
 * root what they are attached to, its id the one that other policies name. Nothing, if no stack manages an organisation.
 */
export function organizationOf(stacks: readonly AssemblyStack[]): Organization | undefined {
  const managing = stacks.find(({ template }) =>
    Object.values(template.Resources ?? {}).some(({ Type }) => Type.startsWith('AWS::Organizations::')));
  if (!managing) {
    return undefined;
  }
  const everything = stacks.map(({ template }) => JSON.stringify(template)).join('\n');
  const [id = 'o-emulated00'] = /\bo-[a-z0-9]{10,32}\b/.exec(everything) ?? [];
  const [rootId = 'r-emul'] = /\br-[a-z0-9]{4,32}\b/.exec(JSON.stringify(managing.template)) ?? [];
  return { management: managing.account, id, rootId, accounts: [...new Set(stacks.map(({ account }) => account))].sort() };
}

/** Founds it in the emulator. */
export async function found(endpoint: string, organization: Organization): Promise<void> {
  const answer = await fetch(`${endpoint}/dtap-api/organization`, { method: 'POST', body: JSON.stringify(organization) });
  if (!answer.ok) {
    throw new Error(`The organisation could not be founded: ${await answer.text()}`);
  }
}
